import { BSON } from 'bson'
import { type Doc, maxDocumentBytes } from './bson.ts'
import { CommandError } from './errors.ts'

const stored = Symbol('stored')

/**
 * Stands for a stored document on its way to the client: what is found is neither taken apart nor put together again. It has no fields to
 * look at.
 */
interface Stored extends Doc {
  readonly [stored]: Uint8Array
}

/** Its bytes need not last longer than until the next document is looked for. */
export function asStored(bytes: Uint8Array): Doc {
  const doc: Stored = { [stored]: bytes }
  return doc
}

/** The document with bytes that do not change when something else is read. */
export function lasting(doc: Doc): Doc {
  return stored in doc ? asStored(Uint8Array.from((doc as Stored)[stored])) : doc
}

function bytesOf(doc: Doc): Uint8Array {
  if (stored in doc) return (doc as Stored)[stored]
  try {
    return BSON.serialize(doc, { ignoreUndefined: true })
  } catch (error) {
    // What does not fit into the library's buffer is too large, too.
    throw error instanceof RangeError ? tooLarge() : error
  }
}

export const tooLarge = (): CommandError =>
  new CommandError('BSONObjectTooLarge', 'The result is larger than a document may be (16 MB)')

const heads = Array.from({ length: 1_000 }, (_, place) => headOf(place))

/** The type of a document and its name in an array, which is its place. */
function headOf(place: number): Buffer {
  return Buffer.from(`\x03${place}\0`)
}

const smallest = 64 * 1024
const largestKept = 1024 * 1024
const mostKept = 8
/** Room of batches that were sent, for the next ones: a server that answers all day leaves nothing to collect. */
const spare: Buffer[] = []

/** The documents of an answer, encoded one behind the other as they are found. */
export class Batch {
  #room = spare.pop() ?? Buffer.allocUnsafeSlow(smallest)
  #length = 4
  #count = 0

  get count(): number {
    return this.#count
  }

  /** False, and nothing is added, for a document with which it would be larger than a document may be; the first is always added. */
  add(doc: Doc): boolean {
    const bytes = bytesOf(doc)
    if (this.#count > 0 && this.#length + bytes.length > maxDocumentBytes) return false
    const head = heads[this.#count] ?? headOf(this.#count)
    // The last byte is for the end of the array.
    this.#grow(this.#length + head.length + bytes.length + 1)
    this.#room.set(head, this.#length)
    this.#room.set(bytes, this.#length + head.length)
    this.#length += head.length + bytes.length
    this.#count++
    return true
  }

  #grow(length: number): void {
    if (length <= this.#room.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(length, this.#room.length * 2))
    this.#room.copy(larger, 0, 0, this.#length)
    this.#room = larger
  }

  /** As an array of BSON, until it is released. */
  get encoded(): Buffer {
    this.#room.writeInt32LE(this.#length + 1)
    this.#room[this.#length] = 0
    return this.#room.subarray(0, this.#length + 1)
  }

  /** Gives its room to another; to be called once, when the answer has been sent. */
  release(): void {
    if (this.#room.length <= largestKept && spare.length < mostKept) spare.push(this.#room)
  }
}

/** Bytes in several pieces, so that what is large is not copied to be sent. */
export type Pieces = readonly Uint8Array[]

export const lengthOf = (pieces: Pieces): number => pieces.reduce((sum, each) => sum + each.length, 0)

const end = Buffer.alloc(1)

function wrap(elements: Pieces): Pieces {
  const length = Buffer.alloc(4)
  length.writeInt32LE(lengthOf(elements) + 5)
  return [length, ...elements, end]
}

/** The batch of a reply with a cursor. */
export function batchOf({ cursor }: Doc): Batch | undefined {
  return Object.values(cursor ?? {}).find(value => value instanceof Batch)
}

/** Encodes a reply, with the documents of a cursor's batch as they are. */
export function encodeWithBatch(reply: Doc): Pieces {
  const serialized = (doc: Doc): Uint8Array => BSON.serialize(doc, { ignoreUndefined: true })
  if (!batchOf(reply)) return [serialized(reply)]
  const bodyOf = (doc: Doc): Uint8Array => serialized(doc).subarray(4, -1)
  const { cursor, ...rest } = reply
  const elements = Object.entries(cursor as Doc).flatMap(([name, value]) =>
    value instanceof Batch ? [Buffer.from(`\x04${name}\0`), value.encoded] : [bodyOf({ [name]: value })],
  )
  return wrap([Buffer.from('\x03cursor\0'), ...wrap(elements), bodyOf(rest)])
}
