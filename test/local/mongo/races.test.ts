import { expect, test } from 'vitest'
import { isForeign, MongoClient, openStore } from './helpers/store.ts'

const store = openStore()

test('loses no update of forty clients that compare and set', async () => {
  const docs = store.fresh()
  await docs.insertOne({ _id: 'doc', version: 0, sum: 0 })
  const clients = await Promise.all(
    Array.from({ length: 40 }, () => new MongoClient(store.uri(), { maxPoolSize: 1 }).connect()),
  )
  await Promise.all(
    clients.map(async client => {
      const own = client.db().collection<{ _id: string; version: number; sum: number }>(docs.collectionName)
      for (let done = 0; done < 2; ) {
        const doc = await own.findOne({ _id: 'doc' })
        const { modifiedCount } = await own.replaceOne(
          { _id: 'doc', version: doc!.version },
          { version: doc!.version + 1, sum: doc!.sum + 1 },
        )
        done += modifiedCount
      }
    }),
  )
  await Promise.all(clients.map(client => client.close()))
  expect(await docs.findOne()).toEqual({ _id: 'doc', version: 80, sum: 80 })
})

test('lets exactly one of a hundred racing inserts have a unique value', async () => {
  const docs = store.fresh()
  await docs.createIndex({ key: 1 }, { unique: true })
  const results = await Promise.allSettled(
    Array.from({ length: 100 }, (_, i) => docs.insertOne({ _id: i, key: 'one' })),
  )
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const result of results) if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 11000 })
  expect(await docs.countDocuments()).toBe(1)
})

// The independent server may answer null to a loser of this race.
test.skipIf(isForeign)('gives every racing upsert of one document a number of its own', async () => {
  const docs = store.fresh()
  const results = await Promise.all(
    Array.from({ length: 50 }, () =>
      docs.findOneAndUpdate({ _id: 'counter' }, { $inc: { n: 1 } }, { upsert: true, returnDocument: 'after' }),
    ),
  )
  expect(results.map(doc => doc?.n).sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1))
})

test('hands a piece of work to one claimer only', async () => {
  const claims = store.fresh()
  const now = new Date('2026-01-01T00:00:00Z')
  await claims.insertOne({ _id: 'work', leaseUntil: new Date(now.getTime() - 1), attempts: 0 })
  const claimed = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      claims.findOneAndUpdate(
        { _id: 'work', leaseUntil: { $lte: now } },
        { $set: { leaseUntil: new Date(now.getTime() + 60_000), owner: i }, $inc: { attempts: 1 } },
      ),
    ),
  )
  expect(claimed.filter(Boolean)).toHaveLength(1)
  expect(await claims.findOne()).toMatchObject({ attempts: 1 })
})

// How another server schedules its scans is its own affair.
test.skipIf(isForeign)('answers others while a long scan runs', async () => {
  const docs = store.fresh()
  await docs.insertMany(Array.from({ length: 8_000 }, (_, i) => ({ i, text: 'x'.repeat(100) })))
  let isScanning = true
  const scan = docs.countDocuments({ text: /never$/ }).finally(() => {
    isScanning = false
  })
  let pings = 0
  while (isScanning) {
    await store.db().command({ ping: 1 })
    pings++
  }
  await scan
  // A scan that held everybody up would let one ping through, when it is over.
  expect(pings).toBeGreaterThan(1)
})
