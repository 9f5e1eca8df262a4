import { type Connection, mongo, Schema, trusted } from 'mongoose'
import type { Claim, Deliveries } from '../app/app.ts'

/** A lane of work that somebody holds, or that waits for its next attempt. Gone once the work is settled. */
interface DeliveryDocument {
  readonly _id: string
  /** Of the attempt that holds it; another attempt's answer is ignored. */
  readonly token: string
  readonly attempt: number
  readonly since: Date
  /** Until then nobody else may take it: the end of the lease, or of the wait. */
  readonly busyUntil: Date
  readonly reason?: string
}

const schema = new Schema<DeliveryDocument>(
  {
    _id: { type: String, required: true },
    token: { type: String, required: true },
    attempt: { type: Number, required: true },
    since: { type: Date, required: true },
    busyUntil: { type: Date, required: true },
    reason: String,
  },
  { collection: 'deliveries', versionKey: false },
)
// Only tidies up: what a dead process left of a lane that has nothing to do any more.
schema.index({ busyUntil: 1 }, { expireAfterSeconds: 7 * 24 * 3600 })

/** Claims in MongoDB: one document a lane, taken by insert or by compare-and-set. */
export async function deliveryStore(connection: Connection): Promise<Deliveries> {
  const deliveries = connection.model('Delivery', schema)
  await deliveries.createIndexes()

  const toClaim = (document: DeliveryDocument): Claim => ({
    lane: document._id,
    token: document.token,
    attempt: document.attempt,
    since: document.since,
  })

  return {
    async claim({ lane, token, now, leaseMs }) {
      const busyUntil = new Date(now.getTime() + leaseMs)
      const fresh: DeliveryDocument = { _id: lane, token, attempt: 1, since: now, busyUntil }
      try {
        await deliveries.insertOne(fresh)
        return toClaim(fresh)
      } catch (error) {
        if (!(error instanceof mongo.MongoServerError && error.code === 11000)) throw error
      }
      const taken = await deliveries
        .findOneAndUpdate(
          { _id: lane, busyUntil: trusted({ $lte: now }) },
          { $set: { token, busyUntil }, $inc: { attempt: 1 } },
          { returnDocument: 'after' },
        )
        .lean<DeliveryDocument>()
      return taken ? toClaim(taken) : undefined
    },
    async renew(claim, { now, leaseMs }) {
      const busyUntil = new Date(now.getTime() + leaseMs)
      const { matchedCount } = await deliveries.updateOne(
        { _id: claim.lane, token: claim.token },
        { $set: { busyUntil } },
      )
      return matchedCount === 1
    },
    async release(claim) {
      await deliveries.deleteOne({ _id: claim.lane, token: claim.token })
    },
    async postpone(claim, { at, reason, counted }) {
      await deliveries.updateOne(
        { _id: claim.lane, token: claim.token },
        { $set: { busyUntil: at, reason }, $inc: { attempt: counted ? 0 : -1 } },
      )
    },
  }
}
