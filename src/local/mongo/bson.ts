import { BSON, Decimal128, Double, EJSON, Int32, Long } from 'bson'
import { CommandError } from './errors.ts'

/** A decoded BSON document. Numbers stay wrapped (Int32, Double, Long, Decimal128) so that types survive a rewrite. */
export type Doc = Record<string, unknown>

/** The largest document MongoDB stores. */
export const maxDocumentBytes = 16 * 1024 * 1024

// `bsonRegExp` keeps flags that JavaScript has no letter for.
const decodeOptions = { promoteValues: false, bsonRegExp: true } as const

export function decode(bytes: Uint8Array): Doc {
  return BSON.deserialize(bytes, decodeOptions)
}

/** A copy whose documents and arrays may be changed; the values in them are shared, nobody changes those. */
export function copyOf(doc: Doc): Doc {
  const copy: Doc = {}
  for (const [name, value] of Object.entries(doc)) setField(copy, name, copyValue(value))
  return copy
}

function copyValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyValue)
  return isDoc(value) ? copyOf(value) : value
}

/** MongoDB's limit for documents within documents. */
const maxDepth = 200

function isTooDeep(value: unknown, left: number): boolean {
  if (Array.isArray(value)) return left === 0 || value.some(each => isTooDeep(each, left - 1))
  if (!isDoc(value)) return false
  if (left === 0) return true
  // Every document that is written comes through here: no list of its values is made.
  for (const name in value) if (isTooDeep(value[name], left - 1)) return true
  return false
}

/** Refuses a document that is nested deeper than MongoDB stores. */
export function checkDepth(doc: Doc): void {
  if (isTooDeep(doc, maxDepth))
    throw new CommandError('Overflow', `cannot store an object that is nested deeper than ${maxDepth} levels`)
}

function serialize(doc: Doc): Buffer {
  try {
    const { buffer, byteOffset, length } = BSON.serialize(doc, { ignoreUndefined: true })
    return Buffer.from(buffer, byteOffset, length)
  } catch (error) {
    // The library's buffer ends a little above the largest document.
    if (!(error instanceof RangeError)) throw error
    throw new CommandError('BSONObjectTooLarge', `object to insert too large. max size: ${maxDocumentBytes}`)
  }
}

/** Encodes a document to be stored, refusing what MongoDB would refuse for its size. */
export function encode(doc: Doc): Buffer {
  const bytes = serialize(doc)
  if (bytes.length > maxDocumentBytes) {
    throw new CommandError(
      'BSONObjectTooLarge',
      `object to insert too large. size in bytes: ${bytes.length}, max size: ${maxDocumentBytes}`,
    )
  }
  return bytes
}

/** True for an embedded document, as opposed to an array or one of BSON's value classes. */
export function isDoc(value: unknown): value is Doc {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

export function isNumeric(value: unknown): value is number | Int32 | Double | Long | Decimal128 {
  return (
    typeof value === 'number' ||
    value instanceof Int32 ||
    value instanceof Double ||
    Long.isLong(value) ||
    value instanceof Decimal128
  )
}

/** The JavaScript number nearest to a BSON number; undefined for anything else. */
export function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (value instanceof Int32 || value instanceof Double) return value.value
  if (Long.isLong(value)) return value.toNumber()
  if (value instanceof Decimal128) return Number(value.toString())
  return undefined
}

/** What MongoDB counts as true: anything but false, zero, null and missing. */
export function isTrue(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return false
  return toNumber(value) !== 0
}

/** A value as error messages show it. */
export function show(value: unknown): string {
  return EJSON.stringify(value, { relaxed: true })
}

/** Sets an own field whatever its name is (`__proto__` is an ordinary field name in BSON). */
export function setField(doc: Doc, name: string, value: unknown): void {
  if (name === '__proto__')
    Object.defineProperty(doc, name, { value, enumerable: true, configurable: true, writable: true })
  else doc[name] = value
}

export function getField(doc: Doc, name: string): unknown {
  return Object.hasOwn(doc, name) ? doc[name] : undefined
}
