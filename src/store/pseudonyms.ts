import { type Connection, Schema } from 'mongoose'
import type { Pseudonym, Pseudonyms } from '../domain/pseudonyms.ts'

interface PseudonymDocument {
  /** Slack's id of the person. */
  readonly _id: string
  readonly number: number
  readonly isSilenced: boolean
  readonly names?: readonly string[]
}

const schema = new Schema<PseudonymDocument>(
  {
    _id: { type: String, required: true },
    number: { type: Number, required: true },
    isSilenced: { type: Boolean, required: true },
    names: { type: [String], default: undefined },
  },
  { collection: 'pseudonyms', versionKey: false },
)
schema.index({ number: 1 }, { unique: true })

/** So soon is somebody called by a pseudonym that another process gave. */
const rememberedMs = 10_000

export interface PseudonymBook {
  /** At most ten seconds old. */
  all(): Promise<Pseudonyms>
  now(): Promise<Pseudonyms>
  /** The same person keeps the same pseudonym; what was silenced stays so, and names are added to those that were given. */
  give(user: string, options: { isSilenced: boolean; names?: readonly string[] }): Promise<Pseudonym>
}

/** The people who have a pseudonym, in MongoDB. */
export async function pseudonymStore(connection: Connection): Promise<PseudonymBook> {
  const model = connection.model('Pseudonym', schema)
  await model.createIndexes()
  let remembered: { people: Pseudonyms; until: number } | undefined
  const toPseudonym = ({ number, isSilenced, names = [] }: PseudonymDocument): Pseudonym => ({
    name: `Person ${number}`,
    isSilenced,
    names,
  })
  const now = async (): Promise<Pseudonyms> => {
    const found = await model.find({}).sort({ _id: 1 }).lean<PseudonymDocument[]>()
    const people = new Map(found.map(one => [one._id, toPseudonym(one)]))
    remembered = { people, until: performance.now() + rememberedMs }
    return people
  }
  return {
    now,
    all: async () => (remembered && remembered.until > performance.now() ? remembered.people : now()),
    async give(user, { isSilenced, names = [] }) {
      remembered = undefined
      if (isSilenced) await model.updateOne({ _id: user }, { $set: { isSilenced } })
      if (names.length > 0) await model.updateOne({ _id: user }, { $addToSet: { names: { $each: names } } })
      const known = await model.findOne({ _id: user }).lean<PseudonymDocument>()
      if (known) return toPseudonym(known)
      const last = await model.findOne({}).sort({ number: -1 }).lean<PseudonymDocument>()
      const document = { _id: user, number: (last?.number ?? 0) + 1, isSilenced, names }
      await model.insertOne(document)
      return toPseudonym(document)
    },
  }
}
