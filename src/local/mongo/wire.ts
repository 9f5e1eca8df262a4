import { encodeWithBatch, lengthOf, type Pieces, tooLarge } from './batch.ts'
import { type Doc, decode, maxDocumentBytes } from './bson.ts'
import { crc32c } from './crc32c.ts'

const opReply = 1
const opQuery = 2004
const opMsg = 2013
const headerBytes = 16
/** `maxMessageSizeBytes` of the hello reply. */
export const maxMessageBytes = 48_000_000

const checksumPresent = 1
const moreToCome = 2
const requiredBits = 0xffff

export interface Request {
  readonly id: number
  readonly body: Doc
  /** Document sequences of the message by field name, each document still encoded. */
  readonly sequences: ReadonlyMap<string, readonly Buffer[]>
  readonly isLegacy: boolean
  /** False when the client does not want to hear back. */
  readonly expectsReply: boolean
}

/** The bytes are not MongoDB's protocol: the connection has to be closed. */
class ProtocolError extends Error {
  override readonly name = 'ProtocolError'
}

/** Collects what arrives on one connection and cuts it into requests. */
export class RequestReader {
  #chunks: Buffer[] = []
  #length = 0

  push(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#length += chunk.length
  }

  /** Bytes that have arrived and belong to no request handed out yet. */
  get pending(): number {
    return this.#length
  }

  /** The next whole request, if it has arrived. */
  next(): Request | undefined {
    if (this.#length < headerBytes) return undefined
    const first = this.#chunks[0]
    if (!first || first.length < headerBytes) this.#chunks = [Buffer.concat(this.#chunks)]
    const size = this.#chunks[0]?.readInt32LE(0) ?? 0
    if (size < headerBytes || size > maxMessageBytes) throw new ProtocolError(`a message of ${size} bytes`)
    if (this.#length < size) return undefined
    const all = this.#chunks.length === 1 && this.#chunks[0] ? this.#chunks[0] : Buffer.concat(this.#chunks)
    const rest = all.subarray(size)
    this.#chunks = rest.length > 0 ? [rest] : []
    this.#length = rest.length
    return parseRequest(all.subarray(0, size))
  }
}

function parseRequest(message: Buffer): Request {
  try {
    const opcode = message.readInt32LE(12)
    if (opcode === opMsg) return parseMessage(message)
    if (opcode === opQuery) return parseQuery(message)
    throw new ProtocolError(`opcode ${opcode}`)
  } catch (error) {
    if (error instanceof ProtocolError) throw error
    throw new ProtocolError('a message that cannot be decoded', { cause: error })
  }
}

function documentAt(message: Buffer, at: number, end: number): Buffer {
  const size = message.readInt32LE(at)
  if (size < 5 || at + size > end || message[at + size - 1] !== 0)
    throw new ProtocolError(`a document of ${size} bytes`)
  return message.subarray(at, at + size)
}

function parseMessage(message: Buffer): Request {
  const flags = message.readUInt32LE(headerBytes)
  if ((flags & requiredBits & ~(checksumPresent | moreToCome)) !== 0) throw new ProtocolError(`flags ${flags}`)
  const hasChecksum = (flags & checksumPresent) !== 0
  const end = hasChecksum ? message.length - 4 : message.length
  if (hasChecksum && message.readUInt32LE(end) !== crc32c(message.subarray(0, end)))
    throw new ProtocolError('a checksum that does not match')
  const sequences = new Map<string, Buffer[]>()
  let body: Doc | undefined
  let at = headerBytes + 4
  while (at < end) {
    const kind = message[at++]
    if (kind === 0) {
      const bytes = documentAt(message, at, end)
      if (body) throw new ProtocolError('two bodies')
      body = decode(bytes)
      at += bytes.length
    } else if (kind === 1) {
      const sectionEnd = at + message.readInt32LE(at)
      const nameEnd = message.indexOf(0, at + 4)
      if (sectionEnd > end || nameEnd < 0 || nameEnd >= sectionEnd)
        throw new ProtocolError('a malformed document sequence')
      const documents: Buffer[] = []
      for (let next = nameEnd + 1; next < sectionEnd; next += documents.at(-1)?.length ?? 0) {
        documents.push(documentAt(message, next, sectionEnd))
      }
      const name = message.toString('utf8', at + 4, nameEnd)
      if (sequences.has(name)) throw new ProtocolError(`two sequences ${name}`)
      sequences.set(name, documents)
      at = sectionEnd
    } else throw new ProtocolError(`section kind ${kind}`)
  }
  if (!body) throw new ProtocolError('no body')
  for (const name of sequences.keys()) if (Object.hasOwn(body, name)) throw new ProtocolError(`two fields ${name}`)
  return { id: message.readInt32LE(4), body, sequences, isLegacy: false, expectsReply: (flags & moreToCome) === 0 }
}

/** The first hello of a connection still comes as the old OP_QUERY. */
function parseQuery(message: Buffer): Request {
  const nameEnd = message.indexOf(0, headerBytes + 4)
  if (nameEnd < 0) throw new ProtocolError('a query without a collection')
  const name = message.toString('utf8', headerBytes + 4, nameEnd)
  if (!name.endsWith('.$cmd')) throw new ProtocolError('a legacy query')
  const query = decode(documentAt(message, nameEnd + 9, message.length))
  const body = { ...query, $db: name.slice(0, -'.$cmd'.length) }
  return { id: message.readInt32LE(4), body, sequences: new Map(), isLegacy: true, expectsReply: true }
}

let lastReplyId = 0

/** What a reply may be larger than a document: the fields around a batch. */
const maxReplyBytes = maxDocumentBytes + 16 * 1024

function encodeDocument(reply: Doc): Pieces {
  try {
    const document = encodeWithBatch(reply)
    if (lengthOf(document) <= maxReplyBytes) return document
  } catch (error) {
    // What does not fit into the library's buffer is too large, too.
    if (!(error instanceof RangeError)) throw error
  }
  throw tooLarge()
}

/** A reply in the form the request came in; throws CommandError when it is larger than a client may be sent. */
export function encodeReply(request: Request, reply: Doc): Pieces {
  const document = encodeDocument(reply)
  const preamble = request.isLegacy ? 20 : 5
  const head = Buffer.alloc(headerBytes + preamble)
  lastReplyId = (lastReplyId + 1) | 0
  head.writeInt32LE(head.length + lengthOf(document), 0)
  head.writeInt32LE(lastReplyId, 4)
  head.writeInt32LE(request.id, 8)
  head.writeInt32LE(request.isLegacy ? opReply : opMsg, 12)
  // OP_REPLY: flags, cursor id (8 bytes), first document, number of documents; OP_MSG: flags, section kind.
  if (request.isLegacy) head.writeInt32LE(1, headerBytes + 16)
  return [head, ...document]
}
