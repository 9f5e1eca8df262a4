import { expect, test } from 'vitest'
import { openEmbedded } from './helpers/embedded.ts'
import { type Collection, MongoClient } from './helpers/store.ts'

const { db, named, uri } = openEmbedded('concurrency')
const clients = 50
const documents = 8_000

async function withClients(work: (docs: Collection, client: number) => Promise<void>, name: string): Promise<void> {
  const all = await Promise.all(
    Array.from({ length: clients }, () => new MongoClient(uri(), { maxPoolSize: 1 }).connect()),
  )
  try {
    await Promise.all(all.map((client, i) => work(client.db('concurrency').collection(name), i)))
  } finally {
    await Promise.all(all.map(client => client.close()))
  }
}

async function filled(name: string): Promise<Collection> {
  const docs = named(name)
  const all = Array.from({ length: documents }, (_, i) => ({ _id: i, i, text: 'x'.repeat(100), n: 0 }))
  await docs.insertMany(all)
  return docs
}

test('fifty clients that find and modify, and compare and set, lose no update', { timeout: 60_000 }, async () => {
  const docs = named('counters')
  await docs.insertMany([
    { _id: 'modified', n: 0 },
    { _id: 'set', n: 0, version: 0 },
  ])
  await withClients(async own => {
    for (let i = 0; i < 2; i++) await own.findOneAndUpdate({ _id: 'modified' }, { $inc: { n: 1 } })
    for (let done = 0; done < 1; ) {
      const { n, version } = (await own.findOne({ _id: 'set' })) ?? {}
      const { modifiedCount } = await own.updateOne(
        { _id: 'set', version },
        { $set: { n: n + 1, version: version + 1 } },
      )
      done += modifiedCount
    }
  }, 'counters')
  expect(await docs.find().sort({ _id: 1 }).toArray()).toEqual([
    { _id: 'modified', n: clients * 2 },
    { _id: 'set', n: clients, version: clients },
  ])
})

test('nobody reads a document that was refused, nor half of a change', { timeout: 60_000 }, async () => {
  const docs = named('pairs')
  await docs.createIndex({ key: 1 }, { unique: true })
  await docs.insertOne({ _id: 'pair', key: 0, left: 0, right: 0 })
  await withClients(async (own, client) => {
    for (let i = 1; i <= 4; i++) {
      if (client % 2) {
        await own.updateOne({ _id: 'pair' }, { $inc: { left: 1, right: 1 } })
        await own.insertOne({ key: 0, left: -1, right: 1 }).catch(() => undefined)
      } else {
        for (const { left, right } of await own.find().toArray()) expect(left).toBe(right)
      }
    }
  }, 'pairs')
  expect(await docs.countDocuments()).toBe(1)
})

/** How many answers others get while they write, and ask, and the work goes on. */
async function answersDuring(work: Promise<unknown>): Promise<number> {
  let isWorking = true
  const end = work.finally(() => {
    isWorking = false
  })
  let answers = 0
  const keepOn = async (ask: () => Promise<unknown>): Promise<void> => {
    while (isWorking) {
      await ask()
      answers++
    }
  }
  await Promise.all([
    keepOn(() => named('others').updateOne({ _id: 'other' }, { $inc: { n: 1 } }, { upsert: true })),
    // A write may take as long as a slow disk; an answer without one does not.
    keepOn(() => db().command({ ping: 1 })),
    end,
  ])
  return answers
}

const long: readonly [what: string, work: (docs: Collection) => Promise<unknown>][] = [
  ['an update of many documents without an index', docs => docs.updateMany({ text: /x$/ }, { $inc: { n: 1 } })],
  ['an update of one document without an index', docs => docs.updateOne({ i: documents - 1 }, { $inc: { n: 1 } })],
  ['a find-and-modify without an index', docs => docs.findOneAndUpdate({ i: documents - 1 }, { $inc: { n: 1 } })],
  ['a removal of one document without an index', docs => docs.deleteOne({ text: 'nothing' })],
  ['a removal of many documents without an index', docs => docs.deleteMany({ i: { $mod: [2, 1] } })],
  ['a sort without an index', docs => docs.find().sort({ text: 1, i: -1 }).toArray()],
  ['a count without an index', docs => docs.countDocuments({ text: /never/ })],
  ['building an index', docs => docs.createIndex({ i: 1, text: -1 })],
  ['dropping a collection', docs => docs.drop()],
  ['measuring a collection', docs => db().command({ collStats: docs.collectionName })],
  ['measuring a database', () => db().command({ dbStats: 1 })],
  ['listing databases', () => db().admin().listDatabases()],
]

test.each(long)('%s lets others write in between', { timeout: 60_000 }, async (what, work) => {
  const docs = await filled(what.replaceAll(' ', '-'))
  // A store that holds everybody up answers each of them once, when the long work is over.
  expect(await answersDuring(work(docs))).toBeGreaterThan(2)
})

test('of many that look for the same without an index each gets one of its own', { timeout: 60_000 }, async () => {
  const docs = await filled('claims')
  await docs.updateMany({ i: { $gte: documents - clients } }, { $set: { isFree: true } })
  const claimed: number[] = []
  await withClients(async own => {
    const doc = await own.findOneAndUpdate({ isFree: true }, { $set: { isFree: false } })
    claimed.push(doc?._id)
  }, 'claims')
  expect(new Set(claimed)).toEqual(new Set(Array.from({ length: clients }, (_, i) => documents - clients + i)))
})

test('a long cursor sees what was there when it was opened', async () => {
  const docs = await filled('stable')
  const cursor = docs.find({}, { batchSize: 100 })
  const first = await cursor.next()
  await docs.updateMany({}, { $set: { n: 1 } })
  await docs.deleteMany({ i: { $gte: 1000 } })
  await docs.insertOne({ _id: -1, n: 1 })
  const rest = await cursor.toArray()
  expect([first, ...rest].map(doc => doc._id)).toEqual(Array.from({ length: documents }, (_, i) => i))
  expect(rest.every(doc => doc.n === 0)).toBe(true)
  expect(await docs.countDocuments()).toBe(1001)
})

test('as many cursors as clients may open stay open, each at its own moment', async () => {
  const docs = named('moments')
  await docs.insertMany([
    { _id: 0, n: 0 },
    { _id: 1, n: 0 },
  ])
  const cursors = []
  // More than lmdb has room for unless it is told otherwise.
  for (let n = 0; n < 140; n++) {
    const cursor = docs.find({}, { batchSize: 1 })
    await cursor.next()
    cursors.push(cursor)
    await docs.updateMany({}, { $inc: { n: 1 } })
  }
  const seen = await Promise.all(cursors.map(async cursor => (await cursor.next())?.n))
  expect(seen).toEqual(cursors.map((_, n) => n))
  await Promise.all(cursors.map(cursor => cursor.close()))
})
