import { type Connection, Schema } from 'mongoose'
import type { Reviews } from '../app/app.ts'

interface ReviewDocument {
  readonly _id: string
  readonly content: string
  readonly builtAt: Date
}

const schema = new Schema<ReviewDocument>(
  {
    _id: { type: String, required: true },
    content: { type: String, required: true },
    builtAt: { type: Date, required: true },
  },
  { collection: 'reviews', versionKey: false },
)

/** The last built review of each incident in each format. */
export async function reviewStore(connection: Connection): Promise<Reviews> {
  const reviews = connection.model('Review', schema)
  return {
    async save({ incident, format, content, builtAt }) {
      await reviews.updateOne({ _id: `${incident}.${format}` }, { $set: { content, builtAt } }, { upsert: true })
    },
    async get(incident, format) {
      const found = await reviews.findOne({ _id: `${incident}.${format}` }).lean<ReviewDocument>()
      return found ? { content: found.content, builtAt: found.builtAt } : undefined
    },
  }
}
