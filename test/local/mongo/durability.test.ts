import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { StoreError, startStore } from '../../../src/local/mongo/index.ts'
import { MongoClient, temporaryFolder } from './helpers/store.ts'

const serveFixture = fileURLToPath(new URL('fixtures/serve.js', import.meta.url))

function folder(): string {
  const { path, remove } = temporaryFolder()
  onTestFinished(remove)
  return path
}

async function serve(dir: string): Promise<{ child: ChildProcess; uri: string }> {
  const child = spawn(process.execPath, [serveFixture, dir], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer]
  return { child, uri: line.toString().trim() }
}

test('keeps every acknowledged write, with its index entries, through kill -9', async () => {
  const dir = folder()
  const acknowledged = new Map<number, number>()
  let next = 0
  for (let round = 0; round < 3; round++) {
    const { child, uri } = await serve(dir)
    const client = await new MongoClient(uri, { serverSelectionTimeoutMS: 300, retryWrites: false }).connect()
    const docs = client.db().collection<{ _id: number; value: number; text: string }>('docs')
    await docs.createIndex({ value: 1 }, { unique: true })
    const died = once(child, 'exit')
    const writer = async (): Promise<void> => {
      for (;;) {
        const id = next++
        await docs.insertOne({ _id: id, value: id, text: 'x'.repeat(500) })
        acknowledged.set(id, id)
        await docs.updateOne({ _id: id }, { $inc: { value: 1_000_000 } })
        acknowledged.set(id, id + 1_000_000)
        // The kill falls among writes of the others, some of them half done.
        if (acknowledged.size > (round + 1) * 150) child.kill('SIGKILL')
      }
    }
    await Promise.all(Array.from({ length: 8 }, () => writer().catch(() => undefined)))
    await died
    await client.close()
  }

  const store = await startStore({ dir })
  onTestFinished(() => store.stop())
  const client = await new MongoClient(store.uri).connect()
  onTestFinished(() => client.close())
  const docs = client.db().collection<{ _id: number; value: number }>('docs')
  const found = new Map((await docs.find().toArray()).map(doc => [doc._id, doc.value]))
  expect(acknowledged.size).toBeGreaterThan(450)
  for (const [id, value] of acknowledged) {
    // A write that was not acknowledged may or may not have happened.
    expect([value, id + 1_000_000]).toContain(found.get(id))
  }
  const byIndex = await docs
    .find({ value: { $gte: 0 } })
    .sort({ value: 1 })
    .hint('value_1')
    .toArray()
  expect(byIndex.map(doc => doc._id).sort((a, b) => a - b)).toEqual([...found.keys()].sort((a, b) => a - b))
  for (const [id, value] of [...found].slice(0, 50)) {
    expect(await docs.find({ value }).hint('value_1').toArray()).toMatchObject([{ _id: id }])
  }
})

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
  child.kill('SIGKILL')
  await once(child, 'exit')
  await (await startStore({ dir })).stop()
})

test('says what to do when the folder cannot be written to', async () => {
  const dir = folder()
  writeFileSync(join(dir, 'file'), '')
  await expect(startStore({ dir: join(dir, 'file') })).rejects.toThrow(/cannot be made .* Choose a folder/)
})

test('listens where only the owner may connect, or on the loopback interface when the path is long or a port is given', async () => {
  const dir = folder()
  const store = await startStore({ dir })
  expect(store.uri).toBe(`mongodb://${encodeURIComponent(join(dir, 'mongo.sock'))}/sitrep?directConnection=true`)
  expect(statSync(join(dir, 'mongo.sock')).mode & 0o777).toBe(0o600)
  await store.stop()
  const long = join(dir, 'x'.repeat(100))
  mkdirSync(long)
  const other = await startStore({ dir: long })
  expect(other.uri).toMatch(/^mongodb:\/\/127\.0\.0\.1:\d+\/sitrep\?directConnection=true$/)
  await other.stop()
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
