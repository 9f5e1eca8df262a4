import mongoose from 'mongoose'

const { BSON } = mongoose.mongo

/** CRC-64 by its definition, bit by bit, so that it shares nothing with the one under test. */
export function crc64(bytes: Uint8Array): bigint {
  let crc = (1n << 64n) - 1n
  for (const byte of bytes) {
    crc ^= BigInt(byte)
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ 0xc96c5795d7870f42n : crc >> 1n
  }
  return BigInt.asIntN(64, ~crc)
}

interface Segment {
  readonly ns: string
  readonly docs: readonly Uint8Array[]
  readonly isEnd: boolean
  readonly crc: bigint
}

export interface Archive {
  readonly header: mongoose.mongo.Document
  readonly metadata: readonly mongoose.mongo.Document[]
  readonly segments: readonly Segment[]
}

/** Reads an archive as mongo-tools' common/archive/spec.md describes it. */
export function parseArchive(bytes: Buffer): Archive {
  let at = 0
  const block = (): Uint8Array[] => {
    const docs: Uint8Array[] = []
    while (bytes.readInt32LE(at) !== -1) {
      const size = bytes.readInt32LE(at)
      docs.push(bytes.subarray(at, at + size))
      at += size
    }
    at += 4
    return docs
  }
  if (bytes.readUInt32LE(0) !== 0x8199e26d) throw new Error('no archive')
  at += 4
  const [header, ...metadata] = block().map(doc => BSON.deserialize(doc))
  const segments: Segment[] = []
  while (at < bytes.length) {
    const [head, ...docs] = block()
    const { db, collection, EOF, CRC } = BSON.deserialize(head!, { useBigInt64: true })
    segments.push({ ns: `${db}.${collection}`, docs, isEnd: EOF, crc: CRC })
  }
  return { header: header!, metadata, segments }
}

export interface Given {
  readonly db: string
  readonly name: string
  readonly docs: readonly mongoose.mongo.Document[]
  readonly indexes?: readonly mongoose.mongo.Document[]
  readonly type?: string
}

/** An archive with the collections' documents taking turns, as mongodump writes them when it reads several at once. */
export function makeArchive(collections: readonly Given[]): Buffer {
  const end = Buffer.alloc(4, 255)
  const magic = Buffer.alloc(4)
  magic.writeUInt32LE(0x8199e26d)
  const parts: Uint8Array[] = [
    magic,
    BSON.serialize({ concurrent_collections: 4, version: '0.1', server_version: '8.0.4', tool_version: '100.10.0' }),
  ]
  for (const { db, name, indexes = [], type = 'collection' } of collections) {
    const metadata = JSON.stringify({ indexes, uuid: '0'.repeat(32), collectionName: name, type })
    parts.push(BSON.serialize({ db, collection: name, metadata, size: 0, type }))
  }
  parts.push(end)
  const most = Math.max(...collections.map(({ docs }) => docs.length))
  const head = (given: Given, EOF: boolean, CRC: bigint) =>
    BSON.serialize({ db: given.db, collection: given.name, EOF, CRC: mongoose.mongo.Long.fromBigInt(CRC) })
  for (let nth = 0; nth < most; nth++)
    for (const given of collections) {
      const doc = given.docs[nth]
      if (doc) parts.push(head(given, false, 0n), BSON.serialize(doc), end)
    }
  for (const given of collections) {
    const all = Buffer.concat(given.docs.map(doc => BSON.serialize(doc)))
    parts.push(head(given, true, crc64(all)), end)
  }
  return Buffer.concat(parts)
}
