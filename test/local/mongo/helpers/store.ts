import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mongoose from 'mongoose'
import { afterAll, beforeAll } from 'vitest'
import { startStore } from '../../../../src/local/mongo/index.ts'

const { MongoServerError } = mongoose.mongo
export const { MongoClient, ObjectId, Long, Int32, Double, Decimal128, Binary, MinKey } = mongoose.mongo
export type Db = mongoose.mongo.Db
// biome-ignore lint/suspicious/noExplicitAny: tests store documents of every shape
export type Collection = mongoose.mongo.Collection<any>

/** True when the suite runs against another MongoDB than the embedded store. */
export const isForeign = Boolean(process.env.MONGODB_URI)

export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'sitrep-store-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

let counter = 0

/** The same server with a database of this file's own: files run side by side. */
function withDatabase(given: string): string {
  const address = new URL(given)
  address.pathname = `/suite_${randomUUID().slice(0, 8)}`
  return address.toString()
}

/** One server and one client for a test file, with a fresh collection for whoever asks. */
export function openStore(): { uri(): string; db(): Db; client(): mongoose.mongo.MongoClient; fresh(): Collection } {
  const folder = temporaryFolder()
  let uri = ''
  let client: mongoose.mongo.MongoClient | undefined
  let stop = async (): Promise<void> => {}
  beforeAll(async () => {
    const given = process.env.MONGODB_URI
    if (given) uri = withDatabase(given)
    else {
      const store = await startStore({ dir: folder.path })
      uri = store.uri
      stop = () => store.stop()
    }
    client = await new MongoClient(uri).connect()
    await client.db().dropDatabase()
  })
  afterAll(async () => {
    await client?.close()
    await stop()
    folder.remove()
  })
  const connected = (): mongoose.mongo.MongoClient => {
    if (!client) throw new Error('the store has not started')
    return client
  }
  return {
    uri: () => uri,
    client: connected,
    db: () => connected().db(),
    fresh: () => connected().db().collection(`c${process.pid}_${++counter}`),
  }
}

/** The error that a promise rejects with; fails when it does not. */
export async function refusal(promise: Promise<unknown>): Promise<mongoose.mongo.MongoServerError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof MongoServerError) return error
  throw new Error(`expected a refusal by the server, got ${String(error)}`)
}
