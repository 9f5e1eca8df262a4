import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Connection, mongo } from 'mongoose'

/** A file as it is kept: in pieces, because a document holds 16 MB at most. */
export interface Kept {
  readonly id: mongo.ObjectId
  readonly name: string
  readonly bytes: number
  readonly sha256: string
  readonly keptAt: Date
  readonly metadata: Readonly<Record<string, unknown>>
  read(): AsyncIterable<Uint8Array>
}

export interface Bucket {
  /** Nothing is kept when the content ends with an error. */
  save(file: {
    name: string
    metadata: Readonly<Record<string, unknown>>
    content: AsyncIterable<string | Uint8Array>
  }): Promise<Kept>
  /** Newest first. */
  find(filter: mongo.Filter<mongo.GridFSFile>): Promise<Kept[]>
  remove(file: Kept): Promise<void>
  /** Also what is left of files, of whatever name, whose writing broke off long ago. Answers how many were found. */
  removeAll(filter: mongo.Filter<mongo.GridFSFile>): Promise<number>
}

/** Nothing takes so long to be written. */
const longestWriteMs = 24 * 3_600_000

/** Files in MongoDB's GridFS, written and read as streams. */
export async function openBucket(connection: Connection, bucketName: string): Promise<Bucket> {
  const { db } = connection
  if (!db) throw new Error('the database is not connected')
  const bucket = new mongo.GridFSBucket(db, { bucketName })
  const files = db.collection<mongo.GridFSFile>(`${bucketName}.files`)
  // GridFS makes its indexes with the first file; two processes must not find none of them at the same time.
  await files.createIndex({ filename: 1, uploadDate: 1 })
  const chunks = db.collection(`${bucketName}.chunks`)
  await chunks.createIndex({ files_id: 1, n: 1 }, { unique: true })

  const toKept = (file: mongo.GridFSFile): Kept => ({
    id: file._id,
    name: file.filename,
    bytes: file.length,
    sha256: String(file.metadata?.sha256 ?? ''),
    keptAt: file.uploadDate,
    metadata: file.metadata ?? {},
    read: () => bucket.openDownloadStream(file._id),
  })

  const find: Bucket['find'] = async filter =>
    (await files.find(filter).sort({ uploadDate: -1, _id: -1 }).toArray()).map(toKept)

  const remove: Bucket['remove'] = async ({ id }) => {
    // GridFS deletes them in the other order: whoever is killed in between would leave bytes that nobody finds any more.
    await chunks.deleteMany({ files_id: id })
    await files.deleteOne({ _id: id })
  }

  /** Of what was being written when its process was killed, nobody knows what it was. */
  const sweep = async () => {
    const files_id = { $lt: mongo.ObjectId.createFromTime((Date.now() - longestWriteMs) / 1000) }
    for await (const { files_id: id } of chunks.find({ files_id, n: 0 }, { projection: { files_id: 1 } }))
      if (!(await files.findOne({ _id: id }))) await chunks.deleteMany({ files_id: id })
  }

  return {
    async save({ name, metadata, content }) {
      const hash = createHash('sha256')
      async function* bytes(): AsyncGenerator<Uint8Array> {
        for await (const part of content) {
          const piece = typeof part === 'string' ? Buffer.from(part) : part
          hash.update(piece)
          yield piece
        }
      }
      const upload = bucket.openUploadStream(name, { metadata: { ...metadata } })
      try {
        await pipeline(Readable.from(bytes()), upload)
      } catch (error) {
        await upload.abort().catch(() => {})
        throw error
      }
      const sha256 = hash.digest('hex')
      await files.updateOne({ _id: upload.id }, { $set: { 'metadata.sha256': sha256 } })
      const file = await files.findOne({ _id: upload.id })
      if (!file) throw new Error(`${bucketName} did not keep ${name}`)
      return toKept(file)
    },
    find,
    remove,
    async removeAll(filter) {
      const all = await find(filter)
      for (const file of all) await remove(file)
      await sweep()
      return all.length
    },
  }
}
