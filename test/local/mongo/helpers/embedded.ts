import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { type RunningStore, startStore } from '../../../../src/local/mongo/index.ts'
import { RawConnection } from './raw-connection.ts'
import { type Collection, type Db, MongoClient, temporaryFolder } from './store.ts'

interface Embedded {
  db(name?: string): Db
  named(collection: string): Collection
  uri(): string
  /** A connection without a driver, gone at the end of the test. */
  raw(): RawConnection
}

/** The embedded store for one test file, whatever MONGODB_URI says. */
export function openEmbedded(database: string): Embedded {
  const folder = temporaryFolder()
  let running: { store: RunningStore; client: InstanceType<typeof MongoClient> } | undefined
  beforeAll(async () => {
    const store = await startStore({ dir: folder.path })
    running = { store, client: await new MongoClient(store.uri).connect() }
  })
  afterAll(async () => {
    await running?.client.close()
    await running?.store.stop()
    folder.remove()
  })
  const started = () => {
    if (!running) throw new Error('the store has not started')
    return running
  }
  const db = (name = database): Db => started().client.db(name)
  return {
    db,
    named: collection => db().collection(collection),
    uri: () => started().store.uri,
    raw: () => {
      const [, host = ''] = /mongodb:\/\/([^/]+)\//.exec(started().store.uri) ?? []
      const connection = new RawConnection(decodeURIComponent(host))
      onTestFinished(() => {
        connection.socket.destroy()
      })
      return connection
    },
  }
}
