import { type Connection, Schema } from 'mongoose'
import type { FeedbackBook } from '../app/feedback.ts'
import type { Feedback } from '../domain/feedback.ts'

type FeedbackDocument = Feedback & { readonly _id: string }

const text = { type: String, required: true } as const

const schema = new Schema<FeedbackDocument>(
  {
    _id: text,
    incident: text,
    update: { type: Number, required: true },
    audience: text,
    by: text,
    at: { type: Date, required: true },
    has: String,
    rating: String,
    line: String,
  },
  { collection: 'feedback', versionKey: false },
)
schema.index({ incident: 1, at: 1 })

/** Answers to updates in MongoDB, one document for each person and update. */
export async function feedbackStore(connection: Connection): Promise<FeedbackBook> {
  const feedback = connection.model('Feedback', schema)
  await feedback.createIndexes()
  return {
    async note(of, said) {
      const _id = `${of.incident}#${of.update}/${of.by}`
      await feedback.updateOne({ _id }, { $set: { ...of, ...said } }, { upsert: true })
    },
    async of(incident) {
      const found = await feedback.find({ incident }).sort({ at: 1, _id: 1 }).lean<FeedbackDocument[]>()
      return found.map(({ _id, ...one }) => one)
    },
  }
}
