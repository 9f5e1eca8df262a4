import { type Connection, Schema } from 'mongoose'
import type { Draft, DraftOf, Drafts } from '../app/drafts.ts'

type DraftDocument = { readonly _id: string; readonly token: string; readonly savedAt: Date; readonly draft: Draft }

/** Nobody goes on with what they wrote a month ago. */
const keptForSeconds = 30 * 24 * 3600

const schema = new Schema<DraftDocument>(
  {
    _id: { type: String, required: true },
    token: { type: String, required: true },
    savedAt: { type: Date, required: true },
    draft: { type: Schema.Types.Mixed, required: true },
  },
  { collection: 'drafts', minimize: false, versionKey: false },
)
schema.index({ savedAt: 1 }, { expireAfterSeconds: keptForSeconds })

function keyOf({ incident, by, corrects, ends }: DraftOf): string {
  if (ends) return `${incident}/${by}/end`
  return corrects ? `${incident}/${by}/${corrects.update}` : `${incident}/${by}`
}

/** Drafts in MongoDB, one document each. */
export async function draftStore(connection: Connection): Promise<Drafts> {
  const drafts = connection.model('Draft', schema)
  await drafts.createIndexes()
  return {
    async get(of) {
      const found = await drafts.findOne({ _id: keyOf(of) }).lean<DraftDocument>()
      return found?.draft
    },
    async save(draft) {
      const { token, savedAt } = draft
      await drafts.replaceOne({ _id: keyOf(draft) }, { token, savedAt, draft }, { upsert: true })
    },
    async remove({ token, ...of }) {
      await drafts.deleteOne({ _id: keyOf(of), ...(token === undefined ? {} : { token }) })
    },
  }
}
