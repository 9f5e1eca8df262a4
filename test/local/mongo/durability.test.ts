import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { checkAll } from '../../../src/local/mongo/check.ts'
import { folderAt } from '../../../src/local/mongo/folder.ts'
import { StoreError, startStore } from '../../../src/local/mongo/index.ts'
import { Storage } from '../../../src/local/mongo/storage.ts'
import { killed, newServer, serve } from './helpers/child.ts'
import { MongoClient, refusal, temporaryFolder } from './helpers/store.ts'

function folder(): string {
  const { path, remove } = temporaryFolder()
  onTestFinished(remove)
  return path
}

async function connect(uri: string) {
  const client = await new MongoClient(uri, { serverSelectionTimeoutMS: 300, retryWrites: false }).connect()
  onTestFinished(() => client.close())
  return client
}

/** What the checker says of a folder that nobody serves. */
async function problemsIn(dir: string): Promise<readonly string[]> {
  const storage = new Storage(folderAt(dir).data)
  try {
    return checkAll(storage.snapshot()).problems
  } finally {
    await storage.close()
  }
}

interface Doc {
  readonly _id: number
  readonly value: number
  readonly tags: readonly string[]
}

const rounds = 8

test('keeps every acknowledged write, with its index entries, through kill -9 at any moment', async () => {
  const dir = folder()
  const acknowledged = new Map<number, number>()
  const removed = new Set<number>()
  let next = 0
  for (let round = 0; round < rounds; round++) {
    const { child, uri, found } = await serve(dir)
    expect(found).toMatchObject({ wasKilled: round > 0, problems: [] })
    const client = await connect(uri)
    const docs = client.db().collection<Doc>('docs')
    await docs.createIndex({ value: 1 }, { unique: true })
    await docs.createIndex({ tags: 1, value: -1 })
    const writer = async (): Promise<void> => {
      for (;;) {
        const id = next++
        await docs.insertOne({ _id: id, value: id, tags: ['a', `t${id % 7}`] })
        acknowledged.set(id, id)
        if (id % 5 === 0) {
          await docs.deleteOne({ _id: id })
          removed.add(id)
        }
        await docs.updateOne({ _id: id }, { $inc: { value: 1_000_000 }, $push: { tags: 'b' } })
        if (id % 5 !== 0) acknowledged.set(id, id + 1_000_000)
      }
    }
    const writers = Array.from({ length: 8 }, () => writer().catch(() => undefined))
    // The kill falls at another moment each time, among writes that are half done.
    await new Promise(resolve => setTimeout(resolve, 100 + Math.random() * 300))
    await killed(child)
    await Promise.all(writers)
    await client.close()
    expect(await problemsIn(dir)).toEqual([])
  }

  const store = await startStore({ dir })
  onTestFinished(() => store.stop())
  const docs = (await connect(store.uri)).db().collection<Doc>('docs')
  const found = new Map((await docs.find().toArray()).map(doc => [doc._id, doc.value]))
  expect(acknowledged.size).toBeGreaterThan(rounds * 4)
  for (const [id, value] of acknowledged) {
    if (removed.has(id)) expect(found.has(id)).toBe(false)
    // A write that was not acknowledged may or may not have happened.
    else if (id % 5 !== 0) expect([value, id + 1_000_000]).toContain(found.get(id))
  }
})

test('tells the client when the disk is full, goes on reading, and recovers when there is room', async () => {
  const dir = folder()
  const { child, uri } = await serve(dir, { maxFileBlocks: 1024 })
  const docs = (await connect(uri)).db().collection<{ _id: number; n: number; text: string }>('docs')
  await docs.createIndex({ n: 1 })
  let stored = 0
  const fill = async () => {
    for (;;) {
      await docs.insertOne({ _id: stored, n: stored, text: 'x'.repeat(3_000) })
      stored++
    }
  }
  expect(await refusal(fill())).toMatchObject({ code: 14031, codeName: 'OutOfDiskSpace' })
  expect(stored).toBeGreaterThan(50)
  expect(await docs.find({ n: { $gte: 0 } }).toArray()).toHaveLength(stored)
  // Again and again, a few bytes or many, one by one or together: none of it harms the process.
  for (let nth = 0; nth < 15; nth++)
    await Promise.all(
      [0, 3_000, 30_000].map(async length => {
        const insert = docs.insertOne({ _id: -2 - nth, n: -1, text: 'x'.repeat(length) })
        expect(await refusal(insert)).toMatchObject({ code: 14031 })
      }),
    )
  expect(await docs.countDocuments()).toBe(stored)
  // Elsewhere nobody can raise a running process's limit from outside: there the next start has the room.
  const isRaised = process.platform === 'linux'
  if (isRaised) {
    execFileSync('prlimit', ['--pid', String(child.pid), '--fsize=unlimited:unlimited'])
    await docs.insertOne({ _id: -1, n: -1, text: 'x'.repeat(30_000) })
  }
  await killed(child)
  expect(await problemsIn(dir)).toEqual([])
  const store = await startStore({ dir })
  onTestFinished(() => store.stop())
  const after = (await connect(store.uri)).db().collection('docs')
  expect(await after.countDocuments()).toBe(stored + (isRaised ? 1 : 0))
})

test('gives a folder that a killed process left to exactly one of many that start at once', async () => {
  const dir = folder()
  const servers = await Promise.all(Array.from({ length: 10 }, () => newServer()))
  await killed((await serve(dir)).child)
  while (servers.length > 2) {
    const answers = await Promise.all(servers.map(server => server.serve(dir)))
    const winners = answers.filter(({ refusal }) => refusal === undefined)
    expect(winners).toHaveLength(1)
    for (const { refusal } of answers)
      if (refusal !== undefined) expect(refusal).toContain(`in use by the process ${winners[0]?.child.pid}`)
    const winner = servers.findIndex(({ child }) => child === winners[0]?.child)
    await Promise.all(servers.splice(winner, 1).map(({ child }) => killed(child)))
  }
}, 60_000)

test('finds documents, indexes and uniqueness again after a restart', async () => {
  const dir = folder()
  const first = await startStore({ dir })
  const before = await new MongoClient(first.uri).connect()
  await before
    .db()
    .collection('docs')
    .createIndex({ number: 1 }, { unique: true, partialFilterExpression: { number: { $exists: true } } })
  await before
    .db()
    .collection('docs')
    .insertMany([{ number: 1 }, { other: 1 }, { other: 2 }])
  await before.close()
  await first.stop()

  const second = await startStore({ dir })
  onTestFinished(() => second.stop())
  const after = await new MongoClient(second.uri).connect()
  onTestFinished(() => after.close())
  const docs = after.db().collection('docs')
  expect(await docs.countDocuments()).toBe(3)
  expect(await docs.indexes()).toMatchObject([
    { name: '_id_' },
    { name: 'number_1', unique: true, partialFilterExpression: { number: { $exists: true } } },
  ])
  await expect(docs.insertOne({ number: 1 })).rejects.toMatchObject({ code: 11000 })
})

test('refuses a folder that another store of this process holds, until that one stops', async () => {
  const dir = folder()
  const store = await startStore({ dir })
  await expect(startStore({ dir })).rejects.toThrow(StoreError)
  await expect(startStore({ dir })).rejects.toThrow(/in use by the process \d+/)
  await store.stop()
  await (await startStore({ dir })).stop()
})

test('refuses a folder that another living process holds, and takes it over when that one was killed', async () => {
  const dir = folder()
  const { child } = await serve(dir)
  await expect(startStore({ dir })).rejects.toThrow(`in use by the process ${child.pid}`)
  await killed(child)
  const store = await startStore({ dir })
  expect(store.found.wasKilled).toBe(true)
  await store.stop()
  const again = await startStore({ dir })
  expect(again.found.wasKilled).toBe(false)
  await again.stop()
})

test('says what to do when the folder cannot be written to', async () => {
  const dir = folder()
  writeFileSync(join(dir, 'file'), '')
  await expect(startStore({ dir: join(dir, 'file') })).rejects.toThrow(/cannot be made .* Choose a folder/)
})

test('finishes a write that is under way when it is stopped', async () => {
  const dir = folder()
  const store = await startStore({ dir })
  const client = await new MongoClient(store.uri, { serverSelectionTimeoutMS: 200 }).connect()
  const docs = client.db().collection<{ _id: number }>('docs')
  const writes = Array.from({ length: 50 }, (_, i) =>
    docs.insertOne({ _id: i }).then(
      () => i,
      () => undefined,
    ),
  )
  await writes[0]
  await store.stop()
  const acknowledged = (await Promise.all(writes)).filter(i => i !== undefined)
  await client.close()
  const again = await startStore({ dir })
  onTestFinished(() => again.stop())
  const reader = await new MongoClient(again.uri).connect()
  onTestFinished(() => reader.close())
  const found = (await reader.db().collection<{ _id: number }>('docs').find().toArray()).map(doc => doc._id)
  expect(found).toEqual(expect.arrayContaining(acknowledged))
})
