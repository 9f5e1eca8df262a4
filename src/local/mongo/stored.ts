import { BSON } from 'bson'
import { type Doc, decode, isDoc, isTrue } from './bson.ts'
import type { SortSpec } from './sort.ts'

/**
 * Documents that go to the client as they lie on disk: what is found is neither taken apart nor put together again, only the fields that a
 * filter or a sort asks for are read.
 */
const bytesOf = new WeakMap<Doc, Buffer>()

/** Stands for a stored document in a reply. It has no fields to look at. */
export function asStored(bytes: Buffer): Doc {
  const doc: Doc = {}
  bytesOf.set(doc, bytes)
  return doc
}

export function sizeOf(doc: Doc): number {
  return bytesOf.get(doc)?.length ?? BSON.calculateObjectSize(doc)
}

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

/** Sizes of the values that always have the same, by BSON type (bsonspec.org). */
const fixedSizes = new Map([
  [0x01, 8],
  [0x06, 0],
  [0x07, 12],
  [0x08, 1],
  [0x09, 8],
  [0x0a, 0],
  [0x10, 4],
  [0x11, 8],
  [0x12, 8],
  [0x13, 16],
  [0x7f, 0],
  [0xff, 0],
])
/** What there is besides the length in the first four bytes of a value. */
const beyondLength = new Map([
  [0x02, 4],
  [0x03, 0],
  [0x04, 0],
  [0x05, 5],
  [0x0c, 16],
  [0x0d, 4],
  [0x0e, 4],
  [0x0f, 0],
])

function endOfValue(bytes: Buffer, type: number, at: number): number | undefined {
  const fixed = fixedSizes.get(type)
  if (fixed !== undefined) return at + fixed
  const beyond = beyondLength.get(type)
  if (beyond !== undefined) return at + beyond + bytes.readInt32LE(at)
  // A regular expression: two texts.
  return type === 0x0b ? bytes.indexOf(0, bytes.indexOf(0, at) + 1) + 1 : undefined
}

/** The elements of an encoded document by name, each with its type and name; undefined when it cannot be taken apart. */
function elementsOf(bytes: Buffer, isWanted: (name: string) => boolean): Map<string, Buffer> | undefined {
  const elements = new Map<string, Buffer>()
  let at = 4
  while (at < bytes.length - 1) {
    const nameEnd = bytes.indexOf(0, at + 1)
    const end = nameEnd < 0 ? undefined : endOfValue(bytes, bytes[at] ?? 0, nameEnd + 1)
    if (end === undefined || end <= at || end >= bytes.length) return undefined
    const name = bytes.toString('utf8', at + 1, nameEnd)
    if (isWanted(name)) elements.set(name, bytes.subarray(at, end))
    at = end
  }
  return elements
}

/** The names of the fields in which two encoded documents differ; undefined when one cannot be taken apart. */
export function changedFields(before: Buffer, after: Buffer): Set<string> | undefined {
  const old = elementsOf(before, () => true)
  const next = elementsOf(after, () => true)
  if (!old || !next) return undefined
  const changed = new Set<string>()
  for (const [name, element] of old) if (!next.get(name)?.equals(element)) changed.add(name)
  for (const name of next.keys()) if (!old.has(name)) changed.add(name)
  return changed
}

/** A document with only these fields of the encoded one; undefined when it cannot be taken apart. */
function pick(bytes: Buffer, fields: ReadonlySet<string>): Buffer | undefined {
  const parts = elementsOf(bytes, name => fields.has(name))
  if (!parts) return undefined
  const length = lengthOf([...parts.values()]) + 5
  const picked = Buffer.alloc(length)
  picked.writeInt32LE(length)
  let to = 4
  for (const part of parts.values()) to += part.copy(picked, to)
  return picked
}

/** Reads of a stored document what the condition and the sort look at, and leaves out the rest. */
export function readerFor(condition: Doc, sort: SortSpec): (bytes: Buffer) => Doc {
  const fields = addFields(condition, new Set(sort.map(([path]) => path.split('.', 1)[0] ?? '')))
  if (!fields) return decode
  return bytes => decode(pick(bytes, fields) ?? bytes)
}

/** Reads of a stored document what a projection that only includes fields keeps; otherwise all of it. */
export function readerForProjection(spec: Doc): (bytes: Buffer) => Doc {
  const fields = new Set(['_id'])
  for (const [path, value] of Object.entries(spec)) {
    if (path.includes('$') || typeof value === 'string' || isDoc(value) || Array.isArray(value)) return decode
    if (isTrue(value)) fields.add(path.split('.', 1)[0] ?? '')
    else if (path !== '_id') return decode
  }
  // Without a field to include, `_id: 0` alone keeps all the others.
  if (!Object.values(spec).some(isTrue)) return decode
  return bytes => decode(pick(bytes, fields) ?? bytes)
}

/** Bytes in several pieces, so that what is large is copied once: into the message that is sent. */
type Pieces = readonly Uint8Array[]

export const lengthOf = (pieces: Pieces): number => pieces.reduce((sum, each) => sum + each.length, 0)

const head = (type: number, name: string): Buffer => Buffer.from(`${String.fromCharCode(type)}${name}\0`)
const end = Buffer.alloc(1)

function wrap(elements: Pieces): Pieces {
  const length = Buffer.alloc(4)
  length.writeInt32LE(lengthOf(elements) + 5)
  return [length, ...elements, end]
}

const isBatch = (value: unknown): value is Doc[] => Array.isArray(value) && value.length > 0 && bytesOf.has(value[0])

/** Encodes a reply, with the documents of a cursor's batch as they are stored. */
export function encodeWithStored(reply: Doc): Pieces {
  const { cursor, ...rest } = reply
  const parts = Object.entries((cursor ?? {}) as Doc)
  if (!parts.some(([, value]) => isBatch(value))) return [BSON.serialize(reply, { ignoreUndefined: true })]
  const bodyOf = (doc: Doc): Uint8Array => BSON.serialize(doc, { ignoreUndefined: true }).subarray(4, -1)
  const elements = parts.flatMap(([name, value]) => {
    if (!isBatch(value)) return [bodyOf({ [name]: value })]
    const batch = value.flatMap((doc, i) => [head(0x03, `${i}`), bytesOf.get(doc) ?? BSON.serialize(doc)])
    return [head(0x04, name), ...wrap(batch)]
  })
  return wrap([head(0x03, 'cursor'), ...wrap(elements), bodyOf(rest)])
}
