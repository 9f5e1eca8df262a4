import type { Connection } from 'mongoose'
import type { Reviews } from '../app/app.ts'
import { type Kept, openBucket } from './buckets.ts'

/** Whoever is just reading the one before may go on. */
const buildsKept = 2

/** The last built review of each incident in each format, of any size. */
export async function reviewStore(connection: Connection): Promise<Reviews> {
  const bucket = await openBucket(connection, 'exports')
  // Where they were kept before they could be of any size; nothing reads them, and their words must go all the same.
  const before = connection.collection<{ _id: string }>('reviews')
  const toReview = ({ bytes, sha256, metadata, read }: Kept) => ({
    bytes,
    sha256,
    builtAt: metadata.builtAt as Date,
    read,
  })
  return {
    async save({ incident, format, content, builtAt }) {
      const name = `${incident}.${format}`
      const kept = await bucket.save({ name, metadata: { incident, format, builtAt }, content })
      const older = (await bucket.find({ filename: name })).slice(buildsKept)
      await Promise.all(older.map(file => bucket.remove(file)))
      return toReview(kept)
    },
    async get(incident, format) {
      const [newest] = await bucket.find({ filename: `${incident}.${format}` })
      return newest && toReview(newest)
    },
    async forgetAll() {
      const built = await bucket.removeAll({})
      return built + (await before.deleteMany({})).deletedCount
    },
    async forget(incident) {
      await bucket.removeAll({ 'metadata.incident': incident })
      // From “INC-1.” to right before “INC-1/”: its reviews in all formats.
      await before.deleteMany({ _id: { $gte: `${incident}.`, $lt: `${incident}/` } })
    },
  }
}
