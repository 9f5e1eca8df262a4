import mongoose, { mongo } from 'mongoose'
import { expect, it, onTestFinished } from 'vitest'
import { openBucket } from '../../src/store/buckets.ts'
import { openDatabase } from '../helpers/database.ts'

async function kept() {
  const database = await openDatabase()
  const connection = await mongoose.createConnection(database.uri, { monitorCommands: true }).asPromise()
  onTestFinished(async () => {
    await connection.close()
    await database.close()
  })
  return { connection, bucket: await openBucket(connection, 'kept') }
}

it('lets go of the bytes before what leads to them, so that nobody who is killed in between leaves any', async () => {
  const { connection, bucket } = await kept()
  const file = await bucket.save({ name: 'a.txt', metadata: {}, content: ReadableStream.from(['said']) })
  const deleted: unknown[] = []
  connection.getClient().on('commandStarted', ({ commandName, command }) => {
    if (commandName === 'delete') deleted.push(command.delete)
  })
  await bucket.remove(file)
  expect(deleted).toEqual(['kept.chunks', 'kept.files'])
  expect(await bucket.find({})).toEqual([])
  await bucket.remove(file)
})

it('sweeps away what a writer left that was killed long ago, and nothing else', async () => {
  const { connection, bucket } = await kept()
  const file = await bucket.save({ name: 'a.txt', metadata: {}, content: ReadableStream.from(['said']) })
  const chunks = connection.collection('kept.chunks')
  const [long, just] = [new Date('2026-01-01'), new Date()].map(at =>
    mongo.ObjectId.createFromTime(at.getTime() / 1000),
  )
  const pieces = [
    ...[0, 1].map(n => ({ files_id: long, n, data: Buffer.from('half') })),
    { files_id: just, n: 0, data: Buffer.from('half') },
  ]
  await chunks.insertMany(pieces)
  expect(await bucket.removeAll({ filename: 'another.txt' })).toBe(0)
  const left = await chunks.find({}).toArray()
  expect(left.map(one => String(one.files_id)).sort()).toEqual([String(file.id), String(just)].sort())
})
