import { type Doc, getField, isDoc, setField, show } from './bson.ts'
import { CommandError, notSupported } from './errors.ts'
import type { Filter } from './filter.ts'
import { partsOf } from './path.ts'

/** Decides which elements of an array the `$`, `$[]` and `$[id]` of an update path mean. */
export interface Positions {
  /** The element that the query matched; undefined when the query says nothing about this array. */
  matched(path: string): number | undefined
  readonly filters: ReadonlyMap<string, Filter>
}

const maxPadding = 1_500_000

/** Checks a path of an update operator; positional parts are allowed. */
export function checkUpdatePath(path: string): void {
  if (path === '') throw new CommandError('EmptyFieldName', 'An empty update path is not valid.')
  const parts = partsOf(path)
  for (const [i, part] of parts.entries()) {
    if (part === '')
      throw new CommandError(
        'EmptyFieldName',
        `The update path '${path}' contains an empty field name, which is not allowed.`,
      )
    if (part === '__proto__') throw notSupported('A field named __proto__ in an update path')
    if (!part.startsWith('$')) continue
    const isPositional = part === '$' || (part.startsWith('$[') && part.endsWith(']'))
    if (!isPositional || (i === 0 && parts.length > 0)) {
      throw new CommandError(
        'DollarPrefixedFieldName',
        `The dollar ($) prefixed field '${part}' in '${path}' is not allowed in the context of an update.`,
      )
    }
  }
}

/** The plain paths that a path with positional parts stands for in this document. */
export function resolvePositions(doc: Doc, path: string, positions: Positions): string[][] {
  const parts = partsOf(path)
  if (!path.includes('$')) return [[...parts]]
  let found: { at: string[]; value: unknown }[] = [{ at: [], value: doc }]
  for (const part of parts) {
    found = found.flatMap(({ at, value }) =>
      choose(part, at, value).map(name => ({ at: [...at, name], value: child(value, name) })),
    )
  }
  return found.map(({ at }) => at)

  function choose(part: string, at: string[], value: unknown): string[] {
    if (!part.startsWith('$')) return [part]
    const here = at.join('.')
    if (part === '$') {
      const index = positions.matched(here)
      if (index === undefined)
        throw new CommandError('BadValue', 'The positional operator did not find the match needed from the query.')
      return [String(index)]
    }
    if (!Array.isArray(value)) {
      if (value === undefined)
        throw new CommandError(
          'BadValue',
          `The path '${here}' must exist in the document in order to apply array updates.`,
        )
      throw new CommandError('BadValue', `Cannot apply array updates to non-array element ${here}: ${show(value)}`)
    }
    const id = part.slice(2, -1)
    const filter = positions.filters.get(id)
    return [...value.keys()].filter(i => id === '' || filter?.test({ [id]: value[i] }) === true).map(String)
  }
}

function child(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return /^\d+$/.test(name) ? value[Number(name)] : undefined
  return isDoc(value) ? getField(value, name) : undefined
}

/** The value at a plain path; undefined when it is missing. */
export function valueAt(doc: Doc, path: readonly string[]): unknown {
  return path.reduce<unknown>(child, doc)
}

/** The refusal to make a field of what is neither a document nor, by a number, an array. */
export function notViable(name: string, holder: string, value: unknown): CommandError {
  return new CommandError(
    'PathNotViable',
    `Cannot create field '${name}' in element {${holder}: ${show(value ?? null)}}`,
  )
}

/** Sets the value at a plain path, making the documents on the way as MongoDB does. */
export function setAt(doc: Doc, path: readonly string[], value: unknown): void {
  let holder: unknown = doc
  for (const [i, name] of path.entries()) {
    const isLast = i === path.length - 1
    const next = isLast ? value : (child(holder, name) ?? (isMissing(holder, name) ? {} : null))
    if (Array.isArray(holder)) setElement(holder, name, next, path[i - 1] ?? '')
    else if (isDoc(holder)) setField(holder, name, next)
    else throw notViable(name, path[i - 1] ?? '', holder)
    holder = next
  }
}

function isMissing(holder: unknown, name: string): boolean {
  return child(holder, name) === undefined
}

function setElement(array: unknown[], name: string, value: unknown, arrayName: string): void {
  if (!/^(0|[1-9]\d*)$/.test(name)) throw notViable(name, arrayName, array)
  const index = Number(name)
  if (index - array.length > maxPadding)
    throw new CommandError('CannotCreateIndex', `can't backfill more than ${maxPadding} elements`)
  while (array.length < index) array.push(null)
  array[index] = value
}

/** Removes a field; an element of an array becomes null, so that the others keep their places. */
export function unsetAt(doc: Doc, path: readonly string[]): void {
  const holder = valueAt(doc, path.slice(0, -1))
  const name = path.at(-1) ?? ''
  if (Array.isArray(holder)) {
    if (child(holder, name) !== undefined) holder[Number(name)] = null
  } else if (isDoc(holder)) delete holder[name]
}

/** Refuses two paths of which one is the other or lies inside it. */
export function checkConflicts(paths: readonly string[]): void {
  const sorted = [...paths].sort((a, b) => a.split('.').length - b.split('.').length)
  const taken = new Set<string>()
  for (const path of sorted) {
    const parts = path.split('.')
    for (let end = 1; end <= parts.length; end++) {
      const start = parts.slice(0, end).join('.')
      if (taken.has(start))
        throw new CommandError(
          'ConflictingUpdateOperators',
          `Updating the path '${path}' would create a conflict at '${start}'`,
        )
    }
    taken.add(path)
  }
}
