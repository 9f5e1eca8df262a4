import { type Connection, mongo, Schema, trusted } from 'mongoose'
import type { Subscriptions } from '../app/app.ts'
import type { Subscription } from '../domain/subscriptions.ts'

const schema = new Schema<Subscription>(
  {
    user: { type: String, required: true },
    kind: { type: String, required: true },
    of: { type: String, required: true },
  },
  { collection: 'subscriptions', versionKey: false },
)
// Begins with the subject, as the question at every update does: who subscribed to this?
schema.index({ kind: 1, of: 1, user: 1 }, { unique: true })
schema.index({ user: 1 })

/** Subscriptions in MongoDB, one document each; their ids tell the order in which they were made. */
export async function subscriptionStore(connection: Connection): Promise<Subscriptions> {
  const subscriptions = connection.model('Subscription', schema)
  await subscriptions.createIndexes()
  return {
    async add({ user, kind, of }) {
      try {
        await subscriptions.insertOne({ user, kind, of })
        return true
      } catch (error) {
        if (error instanceof mongo.MongoServerError && error.code === 11000) return false
        throw error
      }
    },
    async remove({ user, kind, of }) {
      const { deletedCount } = await subscriptions.deleteOne({ user, kind, of })
      return deletedCount === 1
    },
    async of(user) {
      const found = await subscriptions.find({ user }).sort({ _id: 1 }).lean<Subscription[]>()
      return found.map(({ kind, of }) => ({ kind, of }))
    },
    async matching(subjects) {
      if (subjects.length === 0) return []
      const found = await subscriptions
        .find({ $or: trusted(subjects.map(({ kind, of }) => ({ kind, of }))) })
        .sort({ _id: 1 })
        .lean<Subscription[]>()
      return found.map(({ user, kind, of }) => ({ user, kind, of }))
    },
  }
}
