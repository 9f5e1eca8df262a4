import mongoose from 'mongoose'
import { expect, onTestFinished, test } from 'vitest'
import { startStore } from '../../../src/local/mongo/index.ts'
import { openEmbedded } from './helpers/embedded.ts'
import { MongoClient, temporaryFolder } from './helpers/store.ts'

const { uri } = openEmbedded('driver')

/** In one process with its store a client needs a moment to hear that its connections have ended. */
async function heard(): Promise<void> {
  for (let turns = 0; turns < 10; turns++) await new Promise(resolve => setImmediate(resolve))
}

/** A store that can be stopped and started again at the same place, and a client that stays. */
async function restartable() {
  const folder = temporaryFolder()
  let store = await startStore({ dir: folder.path })
  const client = await new MongoClient(store.uri, { serverSelectionTimeoutMS: 20_000 }).connect()
  onTestFinished(async () => {
    await client.close()
    await store.stop()
    folder.remove()
  })
  return {
    client,
    docs: client.db('driver').collection<{ _id: number; n?: number }>('docs'),
    stop: async () => {
      await store.stop()
      await heard()
    },
    start: async () => {
      store = await startStore({ dir: folder.path })
    },
  }
}

test('a client finds its store again after a restart, without being told', async () => {
  const { docs, stop, start } = await restartable()
  await docs.insertOne({ _id: 1, n: 1 })
  await stop()
  await start()
  // The pool holds connections to the store that is gone: a read is tried again on a new one.
  expect(await docs.findOne({ _id: 1 })).toEqual({ _id: 1, n: 1 })
  await docs.updateOne({ _id: 1 }, { $inc: { n: 1 } })
  expect(await docs.findOne({ _id: 1 })).toEqual({ _id: 1, n: 2 })
})

test('a read that is asked for while the store is away is answered when it is back', async () => {
  const { docs, stop, start } = await restartable()
  await docs.insertMany([{ _id: 1 }, { _id: 2 }])
  await stop()
  const asked = docs.find().sort({ _id: 1 }).toArray()
  const counted = docs.countDocuments()
  await start()
  expect(await asked).toEqual([{ _id: 1 }, { _id: 2 }])
  expect(await counted).toBe(2)
})

test('a write that the restart cuts off is an error or is done, never done twice', async () => {
  const { docs, stop, start } = await restartable()
  await docs.insertOne({ _id: 0, n: 0 })
  const writes = Array.from({ length: 50 }, () => docs.updateOne({ _id: 0 }, { $inc: { n: 1 } }))
  const settled = Promise.allSettled(writes)
  await stop()
  await start()
  const done = (await settled).filter(({ status }) => status === 'fulfilled').length
  const n = (await docs.findOne({ _id: 0 }))?.n ?? 0
  expect(n).toBeGreaterThanOrEqual(done)
  expect(n).toBeLessThanOrEqual(50)
})

test('a cursor does not outlive the store: the next batch is refused, not wrong', async () => {
  const { docs, stop, start } = await restartable()
  await docs.insertMany(Array.from({ length: 300 }, (_, _id) => ({ _id })))
  const cursor = docs.find().batchSize(100)
  await cursor.next()
  await stop()
  await start()
  await expect(cursor.toArray()).rejects.toThrow()
  expect(await docs.countDocuments()).toBe(300)
})

test('Mongoose goes on after a restart', async () => {
  const folder = temporaryFolder()
  let store = await startStore({ dir: folder.path })
  const connection = await mongoose.createConnection(store.uri).asPromise()
  onTestFinished(async () => {
    await connection.close()
    await store.stop()
    folder.remove()
  })
  const Note = connection.model('Note', new mongoose.Schema({ text: String }))
  await Note.create({ text: 'before' })
  await store.stop()
  await heard()
  store = await startStore({ dir: folder.path })
  expect((await Note.findOne().lean())?.text).toBe('before')
  await Note.create({ text: 'after' })
  expect(await Note.countDocuments()).toBe(2)
})

test('a pool of connections works side by side, waits when it is empty, and gives its cursors back', async () => {
  const client = await new MongoClient(uri(), { maxPoolSize: 5 }).connect()
  onTestFinished(() => client.close())
  const docs = client.db('driver').collection<{ _id: number }>('pool')
  await docs.insertMany(Array.from({ length: 500 }, (_, _id) => ({ _id })))
  const found = await Promise.all(
    Array.from({ length: 40 }, () => docs.find().sort({ _id: 1 }).batchSize(50).toArray()),
  )
  for (const list of found) expect(list.map(doc => doc._id)).toEqual(Array.from({ length: 500 }, (_, i) => i))
  const left = docs.find().batchSize(50)
  await left.next()
  const open = async (): Promise<number> => (await client.db().command({ serverStatus: 1 })).metrics.cursor.open.total
  expect(await open()).toBe(1)
  await left.close()
  expect(await open()).toBe(0)
})

test('an iteration, a skip and a limit give the same whatever the size of the batches', async () => {
  const client = await new MongoClient(uri()).connect()
  onTestFinished(() => client.close())
  const docs = client.db('driver').collection<{ _id: number }>('batches')
  await docs.insertMany(Array.from({ length: 250 }, (_, _id) => ({ _id })))
  for (const size of [1, 7, 101, 1000]) {
    const ids: number[] = []
    for await (const doc of docs.find().sort({ _id: -1 }).skip(3).limit(200).batchSize(size)) ids.push(doc._id)
    expect(ids).toEqual(Array.from({ length: 200 }, (_, i) => 246 - i))
  }
})
