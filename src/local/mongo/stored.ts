import { asStored } from './batch.ts'
import { type Doc, decode, isNumeric, isTrue, maxDocumentBytes } from './bson.ts'
import type { SortSpec } from './sort.ts'

/** Adds the first names of all paths that a written-out condition looks at; undefined when it may look at anything. */
export function addFields(condition: Doc, fields: Set<string>): Set<string> | undefined {
  for (const [path, value] of Object.entries(condition)) {
    if (path === '$and' || path === '$or' || path === '$nor') {
      for (const part of value as Doc[]) if (!addFields(part, fields)) return undefined
    } else if (path.startsWith('$')) return undefined
    else fields.add(path.split('.', 1)[0] ?? '')
  }
  return fields
}

/** Sizes of values by BSON type (bsonspec.org): `fixed` where they are always the same, else beyond the length in a value's first four bytes. */
const fixed: readonly (number | undefined)[] = sizes({
  1: 8,
  6: 0,
  7: 12,
  8: 1,
  9: 8,
  10: 0,
  16: 4,
  17: 8,
  18: 8,
  19: 16,
  127: 0,
  255: 0,
})
const beyondLength = sizes({ 2: 4, 3: 0, 4: 0, 5: 5, 12: 16, 13: 4, 14: 4, 15: 0 })

function sizes(byType: Readonly<Record<number, number>>): readonly (number | undefined)[] {
  return Array.from({ length: 256 }, (_, type) => byType[type])
}

function endOfValue(bytes: Buffer, type: number, at: number): number | undefined {
  const size = fixed[type]
  if (size !== undefined) return at + size
  const beyond = beyondLength[type]
  if (beyond !== undefined) return at + beyond + bytes.readInt32LE(at)
  // A regular expression: two texts.
  return type === 0x0b ? bytes.indexOf(0, bytes.indexOf(0, at) + 1) + 1 : undefined
}

/** Visits the elements of an encoded document until a visit answers true; false when it cannot be taken apart. */
function eachElement(bytes: Buffer, visit: (start: number, nameEnd: number, end: number) => boolean): boolean {
  let at = 4
  while (at < bytes.length - 1) {
    let nameEnd = at + 1
    while (bytes[nameEnd]) nameEnd++
    const end = endOfValue(bytes, bytes[at] ?? 0, nameEnd + 1)
    if (end === undefined || end <= at || end >= bytes.length) return false
    if (visit(at, nameEnd, end)) return true
    at = end
  }
  return true
}

/** True when a document may be stored as it was sent: its `_id` is first, no field comes twice, and it is not too large. */
export function canStay(bytes: Buffer, doc: Doc): boolean {
  if (bytes.length > maxDocumentBytes || bytes.toString('latin1', 5, 9) !== '_id\0') return false
  let fields = 0
  const isWhole = eachElement(bytes, () => {
    fields++
    return false
  })
  return isWhole && fields === Object.keys(doc).length
}

/** The elements of an encoded document by name, each with its type and name; undefined when it cannot be taken apart. */
function elementsOf(bytes: Buffer): Map<string, Buffer> | undefined {
  const elements = new Map<string, Buffer>()
  const isWhole = eachElement(bytes, (start, nameEnd, end) => {
    elements.set(bytes.toString('latin1', start + 1, nameEnd), bytes.subarray(start, end))
    return false
  })
  return isWhole ? elements : undefined
}

/** The names of the fields in which two encoded documents differ; undefined when one cannot be taken apart. */
export function changedFields(before: Buffer, after: Buffer): Set<string> | undefined {
  const old = elementsOf(before)
  const next = elementsOf(after)
  if (!old || !next) return undefined
  const changed = new Set<string>()
  for (const [name, element] of old) if (!next.get(name)?.equals(element)) changed.add(name)
  for (const name of next.keys()) if (!old.has(name)) changed.add(name)
  return new Set([...changed].map(name => Buffer.from(name, 'latin1').toString()))
}

/** Cuts a document with only these fields out of an encoded one; undefined when it cannot be taken apart. */
function picker(fields: ReadonlySet<string>): (bytes: Buffer) => Buffer | undefined {
  const wanted = [...fields].map(name => Buffer.from(name))
  const isWanted = (bytes: Buffer, start: number, end: number): boolean =>
    wanted.some(name => name.length === end - start && name.compare(bytes, start, end) === 0)
  return bytes => {
    const parts: number[] = []
    let length = 5
    const isWhole = eachElement(bytes, (start, nameEnd, end) => {
      if (!isWanted(bytes, start + 1, nameEnd)) return false
      length += end - start
      return parts.push(start, end) === wanted.length * 2
    })
    if (!isWhole) return undefined
    const picked = Buffer.allocUnsafe(length)
    picked.writeInt32LE(length)
    let to = 4
    for (let i = 0; i < parts.length; i += 2) to += bytes.copy(picked, to, parts[i], parts[i + 1])
    picked[to] = 0
    return picked
  }
}

/** Reads at least these fields of a stored document; all of it where they may be any. */
export function readerForFields(fields: ReadonlySet<string> | undefined): (bytes: Buffer) => Doc {
  if (!fields) return decode
  const pick = picker(fields)
  return bytes => decode(pick(bytes) ?? bytes)
}

/** A name in an encoded document, and what of its value is wanted: these names of it, or all where there are none. */
interface Wanted {
  readonly name: Buffer
  readonly inside: Wanted[]
}

function wantedBy(paths: Iterable<readonly string[]>): Wanted[] {
  const byName = new Map<string, (readonly string[])[]>()
  for (const [name = '', ...rest] of paths) byName.set(name, [...(byName.get(name) ?? []), rest])
  return [...byName].map(([name, rests]) => ({
    name: Buffer.from(name),
    // A number may be a place in an array.
    inside: rests.some(rest => rest.length === 0 || rest.some(part => /^\d+$/.test(part))) ? [] : wantedBy(rests),
  }))
}

/** Writes what is wanted of an encoded document, or of each document of an array, and answers where that ends; undefined when it cannot be taken apart. */
function cut(
  bytes: Buffer,
  { wanted, isArray }: { wanted: Wanted[]; isArray: boolean },
  out: Buffer,
  start: number,
): number | undefined {
  let to: number | undefined = start + 4
  const isWhole = eachElement(bytes, (at, nameEnd, end) => {
    const type = bytes[at]
    const length = nameEnd - at - 1
    const inside = isArray
      ? wanted
      : wanted.find(({ name }) => name.length === length && name.compare(bytes, at + 1, nameEnd) === 0)?.inside
    if (!inside || to === undefined) return false
    const goesOn = type === 3 || (type === 4 && !isArray)
    if (inside.length === 0 || !goesOn) to += bytes.copy(out, to, at, end)
    else {
      to += bytes.copy(out, to, at, nameEnd + 1)
      to = cut(bytes.subarray(nameEnd + 1, end), { wanted: inside, isArray: type === 4 }, out, to)
    }
    return to === undefined
  })
  if (!isWhole || to === undefined) return undefined
  out[to++] = 0
  out.writeInt32LE(to - start, start)
  return to
}

/** Reads of a stored document what these paths reach, also through the documents of arrays; of the rest it may leave out anything. */
export function readerForPaths(paths: Iterable<readonly string[]>): (bytes: Buffer) => Doc {
  const wanted = wantedBy(paths)
  return bytes => {
    const out = Buffer.allocUnsafe(bytes.length)
    const end = cut(bytes, { wanted, isArray: false }, out, 0)
    return decode(end === undefined ? bytes : out.subarray(0, end))
  }
}

/** Reads of a stored document what the condition and the sort look at, and leaves out the rest. */
export function readerFor(condition: Doc, sort: SortSpec): (bytes: Buffer) => Doc {
  return readerForFields(addFields(condition, new Set(sort.map(([path]) => path.split('.', 1)[0] ?? ''))))
}

/** The first names of what a projection that only includes fields keeps; undefined for any other. */
function includedFields(spec: Doc): Set<string> | undefined {
  const fields = new Set(isTrue(spec._id ?? true) ? ['_id'] : [])
  for (const [path, value] of Object.entries(spec)) {
    if (path.includes('$') || !(typeof value === 'boolean' || isNumeric(value))) return undefined
    if (isTrue(value)) fields.add(path.split('.', 1)[0] ?? '')
    else if (path !== '_id') return undefined
  }
  // Without a field to include, `_id: 0` alone keeps all the others.
  return Object.values(spec).some(isTrue) ? fields : undefined
}

/** Reads of a stored document what a projection that only includes fields keeps; otherwise all of it. */
export function readerForProjection(spec: Doc): (bytes: Buffer) => Doc {
  return readerForFields(includedFields(spec))
}

/** Applies a projection that only includes whole fields without decoding them; undefined for any other. */
export function storedProjection(spec: Doc): ((bytes: Buffer) => Doc) | undefined {
  const fields = includedFields(spec)
  if (!fields || Object.keys(spec).some(path => path.includes('.'))) return undefined
  const pick = picker(fields)
  return bytes => {
    const picked = pick(bytes)
    return picked
      ? asStored(picked)
      : Object.fromEntries(Object.entries(decode(bytes)).filter(([name]) => fields.has(name)))
  }
}
