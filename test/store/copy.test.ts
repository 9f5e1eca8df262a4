import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mongo } from 'mongoose'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { startStore } from '../../src/local/mongo/index.ts'
import { CopyError, copyDatabase } from '../../src/store/copy.ts'
import { openDatabase } from '../helpers/database.ts'

interface Side {
  readonly uri: string
  readonly db: mongo.Db
}

async function connected(uri: string): Promise<Side> {
  const client = await new mongo.MongoClient(uri).connect()
  onTestFinished(() => client.close())
  return { uri, db: client.db() }
}

/** The embedded store, and what it is left for: the server at MONGODB_URI where one is given, else another embedded store. */
let ours: Side
let theirs: Side

// A server that writes every document to disk by itself needs its time.
vi.setConfig({ testTimeout: 120_000 })

beforeEach(async () => {
  const dir = await mkdtemp(join(tmpdir(), 'sitrep-copy-'))
  const store = await startStore({ dir })
  onTestFinished(async () => {
    await store.stop()
    await rm(dir, { recursive: true, force: true })
  })
  const other = await openDatabase()
  onTestFinished(() => other.close())
  ours = await connected(store.uri)
  theirs = await connected(other.uri)
})

// More than one batch.
const many = 620

async function fill({ db }: Side): Promise<void> {
  const incidents = db.collection('incidents')
  await incidents.createIndex({ requestId: 1 }, { unique: true })
  await incidents.createIndex({ status: 1, number: -1 }, { name: 'by_status' })
  await incidents.createIndex({ nextWorkAt: 1 }, { sparse: true })
  await incidents.insertMany(
    Array.from({ length: many }, (_, number) => ({
      _id: `INC-${number}` as never,
      number,
      requestId: randomUUID(),
      status: number % 3 ? 'closed' : 'investigating',
      timeline: [{ seq: 1, at: new Date(number), text: 'declared' }],
    })),
  )
  await db.collection('deliveries').createIndex({ busyUntil: 1 }, { expireAfterSeconds: 604_800 })
  await db.collection('reviews').insertMany([
    {
      _id: new mongo.ObjectId(),
      bytes: new mongo.Binary(Buffer.from('pdf')),
      size: mongo.Long.fromString('9007199254740993'),
    },
    {
      _id: 7 as never,
      price: mongo.Decimal128.fromString('1.10'),
      whole: new mongo.Double(1),
      one: new mongo.Int32(1),
    },
    { _id: { team: 'T1', n: 1 } as never, nothing: null, at: new Date(0) },
  ])
}

async function contents({ db }: Side): Promise<unknown> {
  const names = (await db.listCollections().toArray()).map(({ name }) => name).sort()
  return Promise.all(
    names.map(async name => {
      const docs = await db.collection(name).find({}, { promoteValues: false }).toArray()
      const indexes = await db.collection(name).indexes()
      return [
        name,
        docs.map(doc => Buffer.from(mongo.BSON.serialize(doc)).toString('hex')).sort(),
        indexes
          .map(({ v: _, ns: __, background: ___, ...index }) => index)
          .sort((a, b) => (a.name! < b.name! ? -1 : 1)),
      ]
    }),
  )
}

const copy = (from: Side, to: Side, force = false) => copyDatabase({ from: from.uri, to: to.uri, force })

test('brings all collections and indexes to the other database, and says that both sides are the same', async () => {
  await fill(ours)
  const steps: string[] = []
  const copied = await copyDatabase({
    from: ours.uri,
    to: theirs.uri,
    force: false,
    onStep: ({ what, collection, done, total }) => steps.push(`${what} ${collection} ${done}/${total}`),
  })
  expect(copied.map(({ name, documents, indexes, changed }) => [name, documents, indexes, changed])).toEqual([
    ['deliveries', 0, 2, 0],
    ['incidents', many, 4, many],
    ['reviews', 3, 1, 3],
  ])
  for (const { hash } of copied) expect(hash).toMatch(/^[0-9a-f]{64}$/)
  expect(await contents(theirs)).toEqual(await contents(ours))
  expect(steps).toContain(`copy incidents 500/${many}`)
  expect(steps).toContain(`verify incidents 500/${many}`)
})

test('changes nothing the second time', async () => {
  await fill(ours)
  const first = await copy(ours, theirs)
  const before = await contents(theirs)
  const second = await copy(ours, theirs)
  expect(second).toEqual(first.map(each => ({ ...each, changed: 0 })))
  expect(await contents(theirs)).toEqual(before)
})

test('goes on where it was interrupted', async () => {
  await fill(ours)
  await copy(ours, theirs)
  await theirs.db.collection('incidents').deleteMany({ number: { $gte: 560 } })
  await theirs.db.collection('incidents').dropIndex('by_status')
  await theirs.db.collection('reviews').drop()
  const copied = await copy(ours, theirs)
  expect(copied.map(({ name, changed }) => [name, changed])).toEqual([
    ['deliveries', 0],
    ['incidents', many - 560],
    ['reviews', 3],
  ])
  expect(await contents(theirs)).toEqual(await contents(ours))
})

test('brings everything back', async () => {
  await fill(theirs)
  await copy(theirs, ours)
  expect(await contents(ours)).toEqual(await contents(theirs))
})

test('touches nothing where the other database has something else, unless it is told to make it the same', async () => {
  await fill(ours)
  await copy(ours, theirs)
  await theirs.db.collection('incidents').updateOne({ number: 5 }, { $set: { status: 'theirs' } })
  await theirs.db.collection('reviews').insertOne({ _id: 'only theirs' as never })
  await ours.db.collection('incidents').insertOne({ _id: 'INC-new' as never, requestId: 'new', number: many })
  const before = await contents(theirs)
  const attempt = copy(ours, theirs)
  await expect(attempt).rejects.toThrow(CopyError)
  await expect(attempt).rejects.toThrow(
    /incidents: 1 documents differ and 0 are only there. Nothing was changed.*--force/,
  )
  expect(await contents(theirs)).toEqual(before)
  await copy(ours, theirs, true)
  expect(await contents(theirs)).toEqual(await contents(ours))
})

test('takes a value over that a document which has to go still holds', async () => {
  await fill(ours)
  await copy(ours, theirs)
  const moved = await ours.db.collection('incidents').findOneAndDelete({ number: 1 })
  await ours.db.collection('incidents').insertOne({ ...moved, _id: 'INC-moved' as never })
  await copy(ours, theirs, true)
  expect(await contents(theirs)).toEqual(await contents(ours))
})

test('leaves collections alone that are only in the other database', async () => {
  await fill(ours)
  await theirs.db.collection('elsewhere').insertOne({ _id: 1 as never })
  await copy(ours, theirs)
  expect(await theirs.db.collection('elsewhere').countDocuments()).toBe(1)
})

test('says what to do when the database does not answer, and keeps the password to itself', async () => {
  const attempt = copyDatabase({ from: ours.uri, to: 'mongodb://ana:secret@127.0.0.1:1/sitrep', force: false })
  await expect(attempt).rejects.toThrow(/The database at mongodb:\/\/127.0.0.1:1\/sitrep does not answer/)
  await expect(attempt).rejects.not.toThrow(/secret/)
  // What makes an address wrong may be in its password.
  const wrong = copyDatabase({ from: ours.uri, to: 'mongodb://ana:sec/ret@here@db/sitrep', force: false })
  await expect(wrong).rejects.toThrow('mongodb://db/sitrep is not the address of a database')
  // Nobody is left who waits for the other side.
  const { connections } = await ours.db.admin().serverStatus()
  for (let nth = 0; nth < 3; nth++)
    await expect(copyDatabase({ from: ours.uri, to: 'example.org/sitrep', force: false })).rejects.toThrow(CopyError)
  await vi.waitFor(async () =>
    expect((await ours.db.admin().serverStatus()).connections.current).toBeLessThanOrEqual(connections.current),
  )
})
