import { once } from 'node:events'
import { connect } from 'node:net'
import mongoose from 'mongoose'
import { expect, onTestFinished, test } from 'vitest'
import { startStore } from '../../../src/local/mongo/index.ts'
import { isForeign, MongoClient, openStore, refusal, temporaryFolder } from './helpers/store.ts'

const store = openStore()

// The independent server does not look for unknown fields, and creates a collection twice.
test.skipIf(isForeign)(
  'refuses commands, stages and options that it does not have with the codes of MongoDB',
  async () => {
    const db = store.db()
    expect((await refusal(db.command({ fooBar: 1 }))).code).toBe(59)
    expect(await refusal(db.command({ find: 'c', filter: {}, foo: 1 }))).toMatchObject({
      code: 40415,
      codeName: expect.any(String),
    })
    expect((await refusal(db.command({ find: 'c$d' }))).code).toBe(73)
    expect((await refusal(db.command({ insert: 'c'.repeat(3_000), documents: [{}] }))).code).toBe(73)
    expect((await refusal(db.command({ update: 'c', updates: [] }))).code).toBe(16)
  },
)

test.skipIf(isForeign)('refuses what MongoDB has and it does not, rather than leave it out', async () => {
  const docs = store.fresh()
  await docs.insertOne({ a: 1 })
  for (const attempt of [
    () => docs.find({}, { collation: { locale: 'de' } }).toArray(),
    () => docs.find({ $where: 'true' }).toArray(),
    () => docs.aggregate([{ $out: 'other' }]).toArray(),
    () => docs.aggregate([{ $project: { x: { $dateTrunc: { date: '$a', unit: 'day' } } } }]).toArray(),
    () => store.db().createCollection('capped', { capped: true, size: 1000 }),
  ]) {
    expect((await refusal(attempt())).code).toBe(238)
  }
})

test.skipIf(isForeign)('refuses a transaction as a standalone MongoDB does', async () => {
  const docs = store.fresh()
  await docs.insertOne({ a: 1 })
  const session = store.client().startSession()
  onTestFinished(() => session.endSession())
  session.startTransaction()
  const error = await refusal(docs.insertOne({ a: 2 }, { session }))
  // The driver keeps the server's own words behind its advice.
  expect(error.originalError).toMatchObject({
    code: 20,
    message: 'Transaction numbers are only allowed on a replica set member or mongos',
  })
  await session.abortTransaction().catch(() => undefined)
  expect(await docs.countDocuments()).toBe(1)
})

test('works in a session without a transaction', async () => {
  const docs = store.fresh()
  await store.client().withSession(async session => {
    await docs.insertOne({ a: 1 }, { session })
    expect(await docs.countDocuments({}, { session })).toBe(1)
  })
})

test('hands out a large result in batches, and what was there when the cursor was opened', async () => {
  const docs = store.fresh()
  await docs.insertMany(Array.from({ length: 1000 }, (_, i) => ({ _id: i, text: 'x'.repeat(1000) })))
  const cursor = docs.find().sort({ _id: 1 }).batchSize(50)
  const first = await cursor.next()
  await docs.deleteMany({ _id: { $gte: 500 } })
  const rest = await cursor.toArray()
  expect(first?._id).toBe(0)
  if (!isForeign) expect(rest).toHaveLength(999)
  expect(await docs.countDocuments()).toBe(500)
})

test('forgets a cursor that was killed', async () => {
  const docs = store.fresh()
  await docs.insertMany(Array.from({ length: 10 }, (_, i) => ({ _id: i })))
  const { cursor } = await store.db().command({ find: docs.collectionName, batchSize: 2 }, { promoteLongs: false })
  const killed = await store.db().command({ killCursors: docs.collectionName, cursors: [cursor.id] })
  expect(killed.cursorsKilled).toHaveLength(1)
  expect((await refusal(store.db().command({ getMore: cursor.id, collection: docs.collectionName }))).code).toBe(43)
})

test.skipIf(isForeign)('lists collections and databases, and drops them', async () => {
  const docs = store.fresh()
  await docs.insertOne({ a: 1 })
  const name = docs.collectionName
  expect((await store.db().listCollections({ name }).toArray()).map(each => each.name)).toEqual([name])
  await docs.createIndex({ a: 1 })
  await docs.drop()
  expect(await store.db().listCollections({ name }).toArray()).toEqual([])
  await store.db().createCollection(name)
  expect(await docs.find({ a: 1 }).toArray()).toEqual([])
  expect((await refusal(store.db().createCollection(name))).code).toBe(48)
})

test.skipIf(isForeign)('measures a collection for the shell, in the unit that it asks for', async () => {
  const docs = store.fresh()
  const large = { _id: 1, text: 'x'.repeat(4_000) }
  await docs.insertMany([large, { ...large, _id: 2 }])
  await docs.createIndex({ a: 1 })
  const [stats] = await docs
    .aggregate([
      { $collStats: { storageStats: { scale: 1024 }, count: {} } },
      { $addFields: { n: '$storageStats.count' } },
    ])
    .toArray()
  expect(stats).toMatchObject({ n: 2, count: 2, storageStats: { size: 7, scaleFactor: 1024, nindexes: 2 } })
  const { size } = await store.db().command({ collStats: docs.collectionName, scale: 1024 })
  expect(size).toBe(7)
  expect((await refusal(docs.aggregate([{ $collStats: { latencyStats: {} } }]).toArray())).code).toBe(238)
})

test('serves Mongoose: schema, unique index, version check, lean, populate-free queries', async () => {
  const connection = await mongoose.createConnection(store.uri(), { bufferCommands: false }).asPromise()
  onTestFinished(() => connection.close())
  const schema = new mongoose.Schema(
    {
      _id: String,
      requestId: { type: String, unique: true },
      timeline: [{ kind: String, at: Date }],
      nextWorkAt: { type: Date, index: true },
    },
    { optimisticConcurrency: true },
  )
  const Incident = connection.model('Incident', schema)
  await Incident.init()
  await Incident.create({
    _id: 'INC-1',
    requestId: 'r1',
    timeline: [{ kind: 'declared', at: new Date(0) }],
    nextWorkAt: new Date(5),
  })
  await expect(Incident.create({ _id: 'INC-2', requestId: 'r1' })).rejects.toMatchObject({ code: 11000 })
  const [one, two] = await Promise.all([Incident.findById('INC-1'), Incident.findById('INC-1')])
  one!.timeline.push({ kind: 'resolved', at: new Date(1) })
  await one!.save()
  two!.set('nextWorkAt', null)
  await expect(two!.save()).rejects.toThrow(mongoose.Error.VersionError)
  expect(
    await Incident.find({ nextWorkAt: { $lte: new Date(9) } })
      .sort('nextWorkAt')
      .lean(),
  ).toMatchObject([{ _id: 'INC-1', timeline: [{ kind: 'declared' }, { kind: 'resolved' }], __v: 1 }])
})

test.skipIf(isForeign)('closes a connection that speaks nonsense, and goes on serving others', async () => {
  const { path, remove } = temporaryFolder()
  onTestFinished(remove)
  const own = await startStore({ dir: path, port: 0 })
  onTestFinished(() => own.stop())
  const port = Number(new URL(own.portUri?.replace('mongodb', 'http') ?? '').port)
  const header = (size: number, opcode: number): Buffer => {
    const bytes = Buffer.alloc(Math.max(16, Math.min(size, 64)))
    bytes.writeInt32LE(size, 0)
    bytes.writeInt32LE(opcode, 12)
    return bytes
  }
  for (const nonsense of [
    header(3, 2013),
    header(2_000_000_000, 2013),
    header(40, 2013),
    header(40, 9999),
    Buffer.from('GET / HTTP/1.1\r\n\r\n'),
  ]) {
    const socket = connect(port, '127.0.0.1')
    socket.write(nonsense)
    await once(socket.resume(), 'close')
  }
  const client = await new MongoClient(own.uri).connect()
  onTestFinished(() => client.close())
  expect(await client.db().command({ ping: 1 })).toEqual({ ok: 1 })
})

test.skipIf(isForeign)('does not make others wait for a client that does not read', async () => {
  const docs = store.fresh()
  await docs.insertMany(Array.from({ length: 20 }, (_, i) => ({ _id: i, text: 'x'.repeat(1_000_000) })))
  const slow = await new MongoClient(store.uri(), { maxPoolSize: 1 }).connect()
  onTestFinished(() => slow.close())
  const pending = slow.db().collection(docs.collectionName).find().toArray()
  expect(await store.db().command({ ping: 1 })).toMatchObject({ ok: 1 })
  expect(await pending).toHaveLength(20)
})
