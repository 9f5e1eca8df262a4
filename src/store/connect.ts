import mongoose from 'mongoose'
import type { Deliveries, Incidents, Reviews, Subscriptions } from '../app/app.ts'
import type { Attachments } from '../app/attachments.ts'
import type { Drafts } from '../app/drafts.ts'
import type { FeedbackBook } from '../app/feedback.ts'
import type { Transcripts } from '../app/transcripts.ts'
import { ServiceError } from '../errors.ts'
import { attachmentStore } from './attachments.ts'
import { deliveryStore } from './deliveries.ts'
import { draftStore } from './drafts.ts'
import { feedbackStore } from './feedback.ts'
import { incidentStore } from './incidents.ts'
import { type PseudonymBook, pseudonymStore } from './pseudonyms.ts'
import { reviewStore } from './reviews.ts'
import { sharedSecret } from './secrets.ts'
import { subscriptionStore } from './subscriptions.ts'
import { transcriptStore } from './transcripts.ts'

export interface Store {
  readonly incidents: Incidents
  readonly deliveries: Deliveries
  readonly feedback: FeedbackBook
  readonly reviews: Reviews
  readonly drafts: Drafts
  readonly subscriptions: Subscriptions
  readonly transcripts: Transcripts
  readonly pseudonyms: PseudonymBook
  readonly attachments: Attachments
  /** The key that signs review links; the same for every process on this database. */
  readonly linkSecret: string
  /** Forgets everything; for the sandbox, whose workspace starts anew. */
  clear(): Promise<void>
  /** True when the database answers. */
  isReady(): Promise<boolean>
  close(): Promise<void>
}

/** Below Slack's three seconds, so that a person is told in time when the database does not answer. */
const operationTimeoutMs = 2_000

/** Connects and builds the indexes that the invariants rest on. Throws ServiceError when the database cannot be reached. */
export async function connectStore(uri: string): Promise<Store> {
  const odm = new mongoose.Mongoose()
  // Values from outside never act as query operators; the few that we mean are marked with `trusted`.
  odm.set('sanitizeFilter', true)
  odm.set('strictQuery', true)
  const connection = odm.createConnection(uri, {
    bufferCommands: false,
    autoIndex: false,
    serverSelectionTimeoutMS: operationTimeoutMs,
    connectTimeoutMS: operationTimeoutMs,
    waitQueueTimeoutMS: operationTimeoutMs,
    socketTimeoutMS: 2 * operationTimeoutMs,
    appName: 'sitrep',
    // Without a name in the address the driver would use “test”.
    ...(/^mongodb(\+srv)?:\/\/[^/]+\/[^?]/.test(uri) ? {} : { dbName: 'sitrep' }),
  })
  try {
    await connection.asPromise()
    const pseudonyms = await pseudonymStore(connection)
    const feedback = await feedbackStore(connection)
    const subscriptions = await subscriptionStore(connection)
    const [incidents, deliveries, reviews, drafts] = [
      await incidentStore(connection),
      await deliveryStore(connection),
      await reviewStore(connection),
      await draftStore(connection),
    ]
    return {
      incidents,
      deliveries,
      feedback,
      reviews,
      drafts,
      subscriptions,
      pseudonyms,
      transcripts: await transcriptStore(connection, pseudonyms),
      attachments: await attachmentStore(connection),
      linkSecret: await sharedSecret(connection),
      clear: async () => {
        await connection.collection('feedback').deleteMany({})
        await connection.collection('subscriptions').deleteMany({})
        const files = ['exports', 'attachments'].flatMap(bucket => [`${bucket}.files`, `${bucket}.chunks`])
        await Promise.all(
          [
            'incidents',
            'deliveries',
            'drafts',
            'transcript',
            'transcript-progress',
            'pseudonyms',
            'reviews',
            'marks',
            ...files,
          ].map(name => connection.collection(name).deleteMany({})),
        )
        await connection
          .collection<{ _id: string; value: number }>('counters')
          .updateOne({ _id: 'incident' }, { $set: { value: 0 } })
      },
      isReady: async () => {
        try {
          await connection.db?.admin().ping()
          return connection.readyState === mongoose.ConnectionStates.connected
        } catch {
          return false
        }
      },
      close: () => connection.close(),
    }
  } catch (error) {
    await connection.close().catch(() => {})
    throw new ServiceError('mongodb', {
      code: error instanceof Error ? error.message : 'unreachable',
      outcome: 'retry-safe',
      cause: error,
    })
  }
}
