import { Long } from 'bson'
import { type Doc, decode, encode, isTrue, maxDocumentBytes } from './bson.ts'
import { Crc64 } from './crc64.ts'

/** `mongodump --archive`, as mongo-tools describes it in common/archive/spec.md. */
const magic = 0x8199e26d
const formatVersion = '0.1'
const terminator = Buffer.alloc(4, 255)

export interface ArchivedCollection {
  readonly db: string
  readonly name: string
  /** Options, indexes and kind in canonical Extended JSON, as in mongodump's `metadata.json`. */
  readonly metadata: string
  readonly type: string
}

/** The bytes are no archive, or not a whole one. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError'
}

const chunkBytes = 1 << 20

/** Joins small pieces, so that a file is written in few steps. */
function* joined(pieces: Iterable<Buffer>): Iterable<Buffer> {
  let waiting: Buffer[] = []
  let length = 0
  for (const piece of pieces) {
    waiting.push(piece)
    length += piece.length
    if (length < chunkBytes) continue
    yield Buffer.concat(waiting, length)
    waiting = []
    length = 0
  }
  yield Buffer.concat(waiting, length)
}

function* pieces(
  collections: readonly ArchivedCollection[],
  documentsOf: (collection: ArchivedCollection) => Iterable<Buffer>,
  serverVersion: string,
): Iterable<Buffer> {
  const start = Buffer.alloc(4)
  start.writeUInt32LE(magic)
  yield start
  yield encode({
    concurrent_collections: 1,
    version: formatVersion,
    server_version: serverVersion,
    tool_version: 'sitrep',
  })
  for (const { db, name, metadata, type } of collections)
    yield encode({ db, collection: name, metadata, size: 0, type })
  yield terminator
  for (const collection of collections) {
    const namespace = { db: collection.db, collection: collection.name }
    const crc = new Crc64()
    let isOpen = false
    for (const document of documentsOf(collection)) {
      if (!isOpen) yield encode({ ...namespace, EOF: false, CRC: Long.ZERO })
      isOpen = true
      crc.update(document)
      yield document
    }
    if (isOpen) yield terminator
    yield encode({ ...namespace, EOF: true, CRC: Long.fromBigInt(crc.value) })
    yield terminator
  }
}

/** An archive that `mongorestore --archive` reads, piece by piece. */
export function writeArchive(
  collections: readonly ArchivedCollection[],
  documentsOf: (collection: ArchivedCollection) => Iterable<Buffer>,
  serverVersion: string,
): Iterable<Buffer> {
  return joined(pieces(collections, documentsOf, serverVersion))
}

/** Cuts a stream into what an archive is made of. */
class ArchiveReader {
  readonly #source: AsyncIterator<Buffer>
  #buffer: Buffer = Buffer.alloc(0)
  #at = 0

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  async #has(count: number): Promise<boolean> {
    if (this.#buffer.length - this.#at >= count) return true
    const parts = [this.#buffer.subarray(this.#at)]
    let length = parts[0]?.length ?? 0
    while (length < count) {
      const { done, value } = await this.#source.next()
      if (done) break
      parts.push(value)
      length += value.length
    }
    this.#buffer = Buffer.concat(parts, length)
    this.#at = 0
    return length >= count
  }

  async isAtEnd(): Promise<boolean> {
    return !(await this.#has(1))
  }

  async bytes(count: number): Promise<Buffer> {
    if (!(await this.#has(count))) throw new ArchiveError('It ends too early: the rest of it is missing.')
    const found = this.#buffer.subarray(this.#at, this.#at + count)
    this.#at += count
    return found
  }

  /** The next document, or undefined at the end of a block. */
  async document(): Promise<Buffer | undefined> {
    const head = await this.bytes(4)
    if (head.equals(terminator)) return undefined
    const size = head.readInt32LE()
    if (size < 5 || size > maxDocumentBytes) throw new ArchiveError(`It has a document of ${size} bytes.`)
    const document = Buffer.concat([head, await this.bytes(size - 4)])
    if (document.at(-1) !== 0) throw new ArchiveError('It has a document that does not end.')
    return document
  }

  async header(): Promise<Doc> {
    const bytes = await this.document()
    if (!bytes) throw new ArchiveError('It lacks a header.')
    return decode(bytes)
  }
}

interface Visitor {
  /** Called once, before the documents. */
  collections(list: readonly ArchivedCollection[]): Promise<void>
  document(namespace: string, bytes: Buffer): Promise<void>
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

async function readPrelude(reader: ArchiveReader): Promise<ArchivedCollection[]> {
  if ((await reader.bytes(4)).readUInt32LE() !== magic) throw new ArchiveError('It is not an archive of mongodump.')
  const { version } = await reader.header()
  if (version !== formatVersion) throw new ArchiveError(`It has the version ${text(version)}, not ${formatVersion}.`)
  const collections: ArchivedCollection[] = []
  for (let bytes = await reader.document(); bytes; bytes = await reader.document()) {
    const { db, collection, metadata, type } = decode(bytes)
    collections.push({ db: text(db), name: text(collection), metadata: text(metadata), type: text(type) })
  }
  return collections
}

/** Reads an archive, whose collections may be mixed, and checks every checksum. Throws ArchiveError. */
export async function readArchive(source: AsyncIterable<Buffer>, visitor: Visitor): Promise<void> {
  const reader = new ArchiveReader(source)
  const collections = await readPrelude(reader)
  await visitor.collections(collections)
  const open = new Map(collections.map(({ db, name }) => [`${db}.${name}`, new Crc64()]))
  while (!(await reader.isAtEnd())) {
    const { db, collection, EOF, CRC } = await reader.header()
    const namespace = `${text(db)}.${text(collection)}`
    const crc = open.get(namespace)
    if (!crc) throw new ArchiveError(`It has documents of ${namespace} that it does not announce.`)
    for (let bytes = await reader.document(); bytes; bytes = await reader.document()) {
      crc.update(bytes)
      await visitor.document(namespace, bytes)
    }
    if (!isTrue(EOF)) continue
    if (!Long.isLong(CRC) || CRC.toBigInt() !== crc.value)
      throw new ArchiveError(`The documents of ${namespace} do not have the checksum that it gives.`)
    open.delete(namespace)
  }
  const [unfinished] = open.keys()
  if (unfinished !== undefined) throw new ArchiveError(`It ends before the end of ${unfinished}.`)
}
