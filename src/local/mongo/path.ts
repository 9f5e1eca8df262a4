import { type Doc, getField, isDoc } from './bson.ts'

const isIndex = (part: string): boolean => /^(0|[1-9]\d*)$/.test(part)

const pathParts = new Map<string, readonly string[]>()

/** A dotted path in parts, split once. */
export function partsOf(path: string): readonly string[] {
  const known = pathParts.get(path)
  if (known) return known
  const parts = path.split('.')
  if (pathParts.size < 10_000) pathParts.set(path, parts)
  return parts
}

/**
 * Calls `visit` with every value that a dotted path reaches, going into the documents of arrays as MongoDB does; `undefined` stands
 * for a missing field. An array at the end is given whole. Stops, and answers true, at the first visit that answers true.
 */
export function reach(value: unknown, parts: readonly string[], visit: (value: unknown) => boolean, at = 0): boolean {
  const part = parts[at]
  if (part === undefined) return visit(value)
  if (isDoc(value)) return reach(getField(value, part), parts, visit, at + 1)
  if (!Array.isArray(value)) return visit(undefined)
  const indexed = isIndex(part) && Number(part) < value.length
  if (indexed && reach(value[Number(part)], parts, visit, at + 1)) return true
  for (const element of value) {
    if (!isDoc(element)) continue
    // Where the number is an index, an element without a field of that name says nothing.
    if (indexed && !Object.hasOwn(element, part)) continue
    if (reach(element, parts, visit, at)) return true
  }
  return false
}

/** A field of this name is looked at as a whole: an array in it is not taken apart. */
export const wholeField = '\u0000whole'

/** As `reach`, but visits the elements of an array at the end too, before the array itself. */
export function reachEach(doc: Doc, parts: readonly string[], visit: (value: unknown) => boolean): boolean {
  if (parts[0] === wholeField && parts.length === 1) return visit(doc[wholeField])
  return reach(doc, parts, value => (Array.isArray(value) && value.some(visit)) || visit(value))
}

/** Every value of a path for an index or a sort: elements instead of arrays, null for missing. */
export function keyValues(doc: Doc, parts: readonly string[]): { values: unknown[]; isArray: boolean } {
  const values: unknown[] = []
  let isArray = false
  collect(doc, 0)
  if (values.length === 0) values.push(null)
  return { values, isArray }

  function collect(value: unknown, at: number): void {
    const part = parts[at]
    if (part === undefined) {
      if (!Array.isArray(value)) values.push(value === undefined ? null : value)
      else {
        isArray = true
        if (value.length === 0) values.push(undefined)
        for (const element of value) values.push(element)
      }
      return
    }
    if (isDoc(value)) collect(getField(value, part), at + 1)
    else if (!Array.isArray(value)) values.push(null)
    else {
      isArray = true
      if (isIndex(part) && Number(part) < value.length) collect(value[Number(part)], at + 1)
      else for (const element of value) if (isDoc(element)) collect(element, at)
    }
  }
}
