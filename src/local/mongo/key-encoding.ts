import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  DBRef,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson'
import { type Doc, isDoc } from './bson.ts'
import { notSupported } from './errors.ts'
import { encodeNumber } from './number-encoding.ts'

/** First byte of an encoded value: MongoDB's order of types (docs/reference/bson-type-comparison-order). Never 0 or 255. */
export const typeTag = {
  minKey: 1,
  undefined: 2,
  null: 5,
  number: 10,
  string: 15,
  object: 20,
  array: 25,
  binary: 30,
  objectId: 35,
  boolean: 40,
  date: 45,
  timestamp: 47,
  regex: 50,
  code: 60,
  codeWithScope: 65,
  maxKey: 127,
} as const

export function tagOf(value: unknown): number {
  if (value === undefined) return typeTag.undefined
  if (typeof value === 'string') return typeTag.string
  if (typeof value === 'boolean') return typeTag.boolean
  if (typeof value === 'number' || typeof value === 'bigint') return typeTag.number
  if (value === null) return typeTag.null
  if (value instanceof Int32 || value instanceof Double || value instanceof Decimal128) return typeTag.number
  // A Timestamp is a subclass of Long, so it is looked at first.
  if (value instanceof Timestamp) return typeTag.timestamp
  if (Long.isLong(value)) return typeTag.number
  if (Array.isArray(value)) return typeTag.array
  if (value instanceof Date) return typeTag.date
  if (value instanceof ObjectId) return typeTag.objectId
  if (value instanceof BSONSymbol) return typeTag.string
  if (value instanceof Binary) return typeTag.binary
  if (value instanceof BSONRegExp || value instanceof RegExp) return typeTag.regex
  if (value instanceof Code) return value.scope ? typeTag.codeWithScope : typeTag.code
  if (value instanceof MinKey) return typeTag.minKey
  if (value instanceof MaxKey) return typeTag.maxKey
  if (isDoc(value) || value instanceof DBRef) return typeTag.object
  throw notSupported('A value of an unknown BSON type')
}

const longestReusedKey = 4096

/** Grows as bytes are added; the bytes compare as the values do. */
class KeyWriter {
  #bytes = Buffer.allocUnsafeSlow(longestReusedKey)
  #length = 0

  /** Forgets what was written before. */
  start(): void {
    this.#length = 0
    if (this.#bytes.length > longestReusedKey) this.#bytes = Buffer.allocUnsafeSlow(longestReusedKey)
  }

  #room(count: number): number {
    const at = this.#length
    if (at + count > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, at + count))
      this.#bytes.copy(larger, 0, 0, at)
      this.#bytes = larger
    }
    this.#length = at + count
    return at
  }

  byte(value: number): void {
    const at = this.#room(1)
    this.#bytes[at] = value
  }

  raw(bytes: Uint8Array): void {
    const at = this.#room(bytes.length)
    this.#bytes.set(bytes, at)
  }

  uint32(value: number): void {
    const at = this.#room(4)
    this.#bytes.writeUInt32BE(value, at)
  }

  /** Zero bytes are escaped and two zeros end the text, so that no encoding is the beginning of another. */
  text(value: string): void {
    // A UTF-16 unit takes three bytes at most.
    const at = this.#room(value.length * 3)
    this.#length = at + this.#bytes.write(value, at, 'utf8')
    if (value.includes('\0')) {
      const bytes = Buffer.from(this.#bytes.subarray(at, this.#length))
      this.#length = at
      for (const byte of bytes) {
        this.byte(byte)
        if (byte === 0) this.byte(255)
      }
    }
    this.byte(0)
    this.byte(0)
  }

  /** Milliseconds, as a signed 64-bit number with the sign turned so that bytes compare. */
  time(value: number): void {
    const at = this.#room(8)
    const high = Math.floor(value / 2 ** 32)
    this.#bytes.writeUInt32BE((high ^ 0x80000000) >>> 0, at)
    this.#bytes.writeUInt32BE(value - high * 2 ** 32, at + 4)
  }

  /** A signed 64-bit number, with the sign turned so that bytes compare. */
  int64(value: bigint): void {
    const at = this.#room(8)
    this.#bytes.writeBigUInt64BE(BigInt.asUintN(64, value) ^ (1n << 63n), at)
  }

  done(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#length))
  }
}

function writeFields(out: KeyWriter, doc: Doc): void {
  for (const [name, value] of Object.entries(doc)) {
    if (value === undefined) continue
    out.byte(tagOf(value))
    out.text(name)
    writePayload(out, value)
  }
  out.byte(0)
}

function writePayload(out: KeyWriter, value: unknown): void {
  if (typeof value === 'string') out.text(value)
  else if (typeof value === 'boolean') out.byte(value ? 1 : 0)
  else if (value instanceof Date) out.time(timeOf(value))
  else if (value instanceof ObjectId) out.raw(value.id)
  // Timestamps are unsigned.
  else if (value instanceof Timestamp) out.int64(value.toBigInt() - (1n << 63n))
  else if (value instanceof BSONSymbol) out.text(value.value)
  else if (Array.isArray(value)) writeElements(out, value)
  else if (value instanceof Binary) {
    const bytes = value.value()
    out.uint32(bytes.length)
    out.byte(value.sub_type)
    out.raw(bytes)
  } else if (value instanceof BSONRegExp) {
    out.text(value.pattern)
    out.text(value.options)
  } else if (value instanceof Code) {
    out.text(String(value.code))
    if (value.scope) writeFields(out, value.scope)
  } else if (value instanceof DBRef) {
    const { collection, oid, db, fields } = value
    writeFields(out, { $ref: collection, $id: oid, ...(db === undefined ? {} : { $db: db }), ...fields })
  } else if (isDoc(value)) writeFields(out, value)
  else if (tagOf(value) === typeTag.number) out.raw(encodeNumber(value))
}

function writeElements(out: KeyWriter, elements: readonly unknown[]): void {
  for (const element of elements) {
    out.byte(tagOf(element))
    writePayload(out, element)
  }
  out.byte(0)
}

function timeOf(date: Date): number {
  const time = date.getTime()
  if (Number.isNaN(time)) throw notSupported('A date further than 8.64e15 ms from 1970')
  return time
}

// Nothing that is written asks for another key meanwhile.
const writer = new KeyWriter()

/** Bytes that compare (as unsigned bytes) exactly as MongoDB compares the values. */
export function encodeKey(value: unknown): Buffer {
  writer.start()
  writer.byte(tagOf(value))
  writePayload(writer, value)
  return writer.done()
}

/** Turns an encoded value round, for a descending part of a compound index. */
export function invert(bytes: Buffer): Buffer {
  const inverted = Buffer.allocUnsafe(bytes.length)
  for (let i = 0; i < bytes.length; i++) inverted[i] = 255 - (bytes[i] ?? 0)
  return inverted
}
