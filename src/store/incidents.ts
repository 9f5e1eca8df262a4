import { type Connection, mongo, Schema, trusted } from 'mongoose'
import type { Incidents } from '../app/app.ts'
import { itemOwners } from '../domain/action-items.ts'
import type { Incident } from '../domain/incident.ts'
import { openReviewOwner } from '../domain/review-state.ts'
import { ACTIVE_STATUSES, type Status } from '../domain/status.ts'

/** An incident as it is kept: its id is the document's, and what is derived from it is there while there is any. */
interface IncidentDocument extends Omit<Incident, 'id'> {
  readonly _id: string
  readonly nextWorkAt?: Date
  /** Whose open follow-ups it has; '' = nobody's. */
  readonly itemOwners?: readonly string[]
  /** Whose review is not published yet. */
  readonly reviewOwner?: string
}

const text = { type: String, required: true } as const

const schema = new Schema<IncidentDocument>(
  {
    _id: text,
    number: { type: Number, required: true },
    version: { type: Number, required: true },
    requestId: text,
    title: text,
    summary: { type: String, default: '' },
    severity: text,
    urgency: text,
    priority: text,
    status: text,
    isPrivate: { type: Boolean, required: true },
    service: String,
    category: String,
    subcategory: String,
    reporter: text,
    roles: { type: Schema.Types.Mixed, required: true },
    declaredAt: { type: Date, required: true },
    acknowledgedAt: Date,
    resolvedAt: Date,
    closedAt: Date,
    resolution: String,
    mergedInto: String,
    channel: new Schema({ id: text, name: text }, { _id: false }),
    topic: String,
    cardTs: String,
    announcement: new Schema({ channel: text, ts: text }, { _id: false }),
    timeline: { type: [Schema.Types.Mixed], required: true },
    settled: { type: [String], required: true },
    nextWorkAt: Date,
    itemOwners: { type: [String], default: undefined },
    reviewOwner: String,
  },
  { collection: 'incidents', minimize: false, versionKey: false },
)
schema.index({ requestId: 1 }, { unique: true })
schema.index({ number: 1 }, { unique: true })
schema.index({ nextWorkAt: 1 }, { sparse: true })
schema.index({ 'channel.id': 1 }, { sparse: true })
schema.index({ status: 1, number: -1 })
schema.index({ declaredAt: -1 })
schema.index({ 'timeline.digest': 1 }, { sparse: true })
schema.index({ itemOwners: 1, service: 1 }, { sparse: true })
schema.index({ reviewOwner: 1 }, { sparse: true })

const openStatuses: Status[] = [...ACTIVE_STATUSES, 'resolved']
const dueAtOnce = 500
const readAtOnce = 100

function toIncident(document: IncidentDocument): Incident {
  const { _id, nextWorkAt: _, itemOwners: _owners, reviewOwner: _owner, ...rest } = document
  return { id: _id, ...rest }
}

function toDocument(incident: Incident, nextWorkAt: Date | null): IncidentDocument {
  const { id, ...rest } = incident
  const owners = itemOwners(incident)
  const reviewOwner = openReviewOwner(incident)
  return {
    _id: id,
    ...rest,
    ...(nextWorkAt ? { nextWorkAt } : {}),
    ...(owners.length > 0 ? { itemOwners: owners } : {}),
    ...(reviewOwner === undefined ? {} : { reviewOwner }),
  }
}

function isDuplicate(error: unknown, field: string): boolean {
  return (
    error instanceof mongo.MongoServerError &&
    error.code === 11000 &&
    Object.keys((error.keyPattern as object | undefined) ?? {}).includes(field)
  )
}

/** Incidents in MongoDB, one document each, and the counter that numbers them. */
export async function incidentStore(connection: Connection): Promise<Incidents> {
  const incidents = connection.model('Incident', schema)
  const counters = connection.collection<{ _id: string; value: number }>('counters')
  const marks = connection.collection<{ _id: string; value: string }>('marks')
  await incidents.createIndexes()
  await counters.updateOne({ _id: 'incident' }, { $setOnInsert: { value: 0 } }, { upsert: true })

  const nextNumber = async (): Promise<number> => {
    const counter = await counters.findOneAndUpdate(
      { _id: 'incident' },
      { $inc: { value: 1 } },
      { returnDocument: 'after' },
    )
    if (!counter) throw new Error('the incident counter is gone from the database')
    return counter.value
  }
  const one = async (filter: Record<string, unknown>): Promise<Incident | undefined> => {
    const document = await incidents.findOne(filter).lean<IncidentDocument>()
    return document ? toIncident(document) : undefined
  }

  return {
    async create(requestId, build) {
      const known = await one({ requestId })
      if (known) return known
      for (;;) {
        const incident = build(await nextNumber())
        try {
          await incidents.insertOne(toDocument(incident, incident.declaredAt))
          return incident
        } catch (error) {
          // The same submission was faster on another path: its incident is the one.
          if (isDuplicate(error, 'requestId')) {
            const winner = await one({ requestId })
            if (winner) return winner
          }
          // A counter behind the incidents, as after a partial restore, catches up one number at a time.
          if (!isDuplicate(error, 'number') && !isDuplicate(error, '_id')) throw error
        }
      }
    },
    get: id => one({ _id: id }),
    getByChannel: channel => one({ 'channel.id': channel }),
    async listOpen() {
      const documents = await incidents
        .find({ status: trusted({ $in: openStatuses }) })
        .sort({ number: -1 })
        .lean<IncidentDocument[]>()
      return documents.map(toIncident)
    },
    async declaredSince(from, atMost) {
      const documents = await incidents
        .find({ declaredAt: trusted({ $gte: from }) })
        .sort({ declaredAt: -1 })
        .limit(atMost)
        .lean<IncidentDocument[]>()
      return documents.map(toIncident)
    },
    async withItemsOf(user) {
      const documents = await incidents.find({ itemOwners: user }).sort({ number: -1 }).lean<IncidentDocument[]>()
      return documents.map(toIncident)
    },
    async newest({ before, atMost }) {
      const documents = await incidents
        .find(before === undefined ? {} : { number: trusted({ $lt: before }) })
        .sort({ number: -1 })
        .limit(atMost)
        .lean<IncidentDocument[]>()
      return documents.map(toIncident)
    },
    async withReviewOf(user) {
      const documents = await incidents.find({ reviewOwner: user }).sort({ number: -1 }).lean<IncidentDocument[]>()
      return documents.map(toIncident)
    },
    async withOpenItems(service, atMost) {
      const documents = await incidents
        // Every owner, nobody too: a range is looked up in the index, and that there is one is not.
        .find({ service, itemOwners: trusted({ $gte: '' }) })
        .sort({ number: -1 })
        .limit(atMost)
        .lean<IncidentDocument[]>()
      return documents.map(toIncident)
    },
    async inDigest(name) {
      const documents = await incidents.find({ 'timeline.digest': name }).sort({ number: 1 }).lean<IncidentDocument[]>()
      return documents.map(toIncident)
    },
    async due(now) {
      const documents = await incidents
        .find({ nextWorkAt: trusted({ $lte: now }) }, { _id: 1 })
        .sort({ nextWorkAt: 1 })
        .limit(dueAtOnce)
        .lean<{ _id: string }[]>()
      return documents.map(document => document._id)
    },
    async reschedule(policy, next) {
      if (await marks.findOne({ _id: 'policy', value: policy })) return
      for (let after = 0; ; ) {
        const found = await incidents
          .find({ number: trusted({ $gt: after }) })
          .sort({ number: 1 })
          .limit(readAtOnce)
          .lean<IncidentDocument[]>()
        for (const document of found) {
          const at = next(toIncident(document))
          if (at?.getTime() === document.nextWorkAt?.getTime()) continue
          const change = at ? { $set: { nextWorkAt: at } } : { $unset: { nextWorkAt: true } }
          // Whoever wrote it meanwhile knew the policy.
          await incidents.updateOne({ _id: document._id, version: document.version }, change)
        }
        const last = found.at(-1)
        if (!last || found.length < readAtOnce) break
        after = last.number
      }
      await marks.updateOne({ _id: 'policy' }, { $set: { value: policy } }, { upsert: true })
    },
    async replace(incident, expectedVersion, nextWorkAt) {
      const { _id, ...rest } = toDocument(incident, nextWorkAt)
      const { matchedCount } = await incidents.replaceOne({ _id, version: expectedVersion }, rest)
      return matchedCount === 1
    },
  }
}
