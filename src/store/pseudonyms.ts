import { type Connection, Schema } from 'mongoose'
import type { Pseudonym, Pseudonyms } from '../domain/pseudonyms.ts'

interface PseudonymDocument {
  /** Slack's id of the person. */
  readonly _id: string
  readonly number: number
  readonly isSilenced: boolean
}

const schema = new Schema<PseudonymDocument>(
  {
    _id: { type: String, required: true },
    number: { type: Number, required: true },
    isSilenced: { type: Boolean, required: true },
  },
  { collection: 'pseudonyms', versionKey: false },
)
schema.index({ number: 1 }, { unique: true })

/** So soon does a process hear of a pseudonym that another one gave. */
const rememberedMs = 10_000

export interface PseudonymBook {
  all(): Promise<Pseudonyms>
  /** The same person keeps the same pseudonym; what was silenced stays so. */
  give(user: string, options: { isSilenced: boolean }): Promise<Pseudonym>
}

/** The people who have a pseudonym, in MongoDB. */
export async function pseudonymStore(connection: Connection): Promise<PseudonymBook> {
  const model = connection.model('Pseudonym', schema)
  await model.createIndexes()
  let remembered: { people: Pseudonyms; until: number } | undefined
  const toPseudonym = ({ number, isSilenced }: PseudonymDocument): Pseudonym => ({
    name: `Person ${number}`,
    isSilenced,
  })
  return {
    async all() {
      if (remembered && remembered.until > performance.now()) return remembered.people
      const found = await model.find({}).lean<PseudonymDocument[]>()
      const people = new Map(found.map(one => [one._id, toPseudonym(one)]))
      remembered = { people, until: performance.now() + rememberedMs }
      return people
    },
    async give(user, { isSilenced }) {
      remembered = undefined
      if (isSilenced) await model.updateOne({ _id: user }, { $set: { isSilenced } })
      const known = await model.findOne({ _id: user }).lean<PseudonymDocument>()
      if (known) return toPseudonym(known)
      const last = await model.findOne({}).sort({ number: -1 }).lean<PseudonymDocument>()
      const document = { _id: user, number: (last?.number ?? 0) + 1, isSilenced }
      await model.insertOne(document)
      return toPseudonym(document)
    },
  }
}
