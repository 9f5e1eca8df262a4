import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import mongoose from 'mongoose'
import { expect, onTestFinished, test } from 'vitest'
import { crc32c } from '../../../src/local/mongo/crc32c.ts'
import { WireServer } from '../../../src/local/mongo/server.ts'
import { Storage } from '../../../src/local/mongo/storage.ts'
import { openEmbedded } from './helpers/embedded.ts'
import type { Doc } from './helpers/random-values.ts'
import { body, flags, frame, message, RawConnection, sequence, withChecksum } from './helpers/raw-connection.ts'
import { refusal, temporaryFolder } from './helpers/store.ts'

const { BSON } = mongoose.mongo
const { db, named, raw } = openEmbedded('protocol')
const ping = { ping: 1, $db: 'protocol' }

test('knows the checksum of the standard', () => {
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283)
  expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa)
})

test('takes a message with its checksum, and closes the connection over a wrong one', async () => {
  const connection = raw()
  connection.send(withChecksum(body(ping)))
  expect(await connection.reply()).toMatchObject({ opcode: 2013, responseTo: 7, document: { ok: 1 } })
  const wrong = withChecksum(body(ping))
  // The message itself is whole.
  wrong.writeUInt32LE((wrong.readUInt32LE(wrong.length - 4) ^ 1) >>> 0, wrong.length - 4)
  connection.send(wrong)
  expect(await connection.reply()).toBeUndefined()
})

test('takes documents in a sequence before or behind the body, and says nothing where nothing is asked for', async () => {
  const connection = raw()
  const insert = body({ insert: 'sections', $db: 'protocol' })
  connection.send(
    frame(2013, Buffer.concat([flags(2), sequence('documents', [{ _id: 1 }, { _id: 2 }]), insert])),
    frame(2013, Buffer.concat([flags(0), insert, sequence('documents', [{ _id: 3 }])]), 8),
  )
  expect(await connection.reply()).toMatchObject({ responseTo: 8, document: { n: 1, ok: 1 } })
  expect(await db().collection('sections').countDocuments()).toBe(3)
})

test('leaves nothing out that comes in a sequence: refuses one that it does not know, and closes the connection over two of one name', async () => {
  const insert = body({ insert: 'twice', $db: 'protocol' })
  for (const sections of [
    [insert, sequence('documents', [{ _id: 1 }]), sequence('documents', [{ _id: 2 }])],
    [body({ insert: 'twice', documents: [{ _id: 3 }], $db: 'protocol' }), sequence('documents', [{ _id: 4 }])],
  ]) {
    const connection = raw()
    connection.send(frame(2013, Buffer.concat([flags(0), ...sections])))
    expect(await connection.reply()).toBeUndefined()
  }
  const connection = raw()
  for (const sections of [
    [insert, sequence('documents', [{ _id: 5 }]), sequence('more', [{ _id: 6 }])],
    [body({ find: 'twice', $db: 'protocol' }), sequence('filter', [{ _id: 7 }])],
  ]) {
    connection.send(frame(2013, Buffer.concat([flags(0), ...sections])))
    expect(await connection.reply()).toMatchObject({ document: { ok: 0, code: 40415 } })
  }
  expect(await named('twice').countDocuments()).toBe(0)
})

test('answers the first hello as it was asked in the old days', async () => {
  const connection = raw()
  const query = (name: string, doc: Doc): Buffer =>
    frame(2004, Buffer.concat([flags(0), Buffer.from(`${name}\0`), Buffer.alloc(8), BSON.serialize(doc)]))
  for (const hello of [{ isMaster: 1, helloOk: true }, { ismaster: 1 }, { hello: 1 }]) {
    connection.send(query('admin.$cmd', hello))
    const reply = await connection.reply()
    expect(reply).toMatchObject({ opcode: 1, document: { ok: 1, isWritablePrimary: true, ismaster: true } })
  }
  connection.send(query('protocol.documents', {}))
  expect(await connection.reply()).toBeUndefined()
})

test('knows every command that the driver, Mongoose and mongosh need, and refuses the others with 59', async () => {
  const docs = named('known')
  await docs.insertOne({ a: 1 })
  await docs.createIndex({ a: 1 })
  const known: Doc[] = [
    { hello: 1 },
    { isMaster: 1 },
    { ping: 1 },
    { buildInfo: 1 },
    { connectionStatus: 1 },
    { getParameter: 1, featureCompatibilityVersion: 1 },
    { serverStatus: 1 },
    { insert: 'known', documents: [{ a: 2 }] },
    { find: 'known' },
    { aggregate: 'known', pipeline: [], cursor: {} },
    { count: 'known' },
    { distinct: 'known', key: 'a' },
    { update: 'known', updates: [{ q: {}, u: { $set: { a: 2 } } }] },
    { findAndModify: 'known', query: {}, update: { $set: { a: 3 } } },
    { delete: 'known', deletes: [{ q: { a: 9 }, limit: 1 }] },
    { killCursors: 'known', cursors: [] },
    { explain: { find: 'known' }, verbosity: 'executionStats' },
    { createIndexes: 'known', indexes: [{ key: { b: 1 }, name: 'b' }] },
    { listIndexes: 'known' },
    { dropIndexes: 'known', index: 'b' },
    { create: 'made' },
    { listCollections: 1 },
    { listDatabases: 1, $db: 'admin' },
    { collStats: 'known' },
    { dbStats: 1 },
    { endSessions: [] },
    { drop: 'made' },
    { dropDatabase: 1, $db: 'nowhere' },
  ]
  for (const { $db, ...command } of known) {
    const answered = db(String($db ?? 'protocol')).command(command)
    expect(await answered, JSON.stringify(command)).toMatchObject({ ok: 1 })
  }
  for (const unknown of ['mapReduce', 'shutdown', 'eval', 'constructor', '__proto__', 'toString']) {
    expect(await refusal(db().command({ [unknown]: 1 }))).toMatchObject({ code: 59, codeName: 'CommandNotFound' })
  }
})

test('stores a document of 16 MB, refuses a larger one and a larger answer, and goes on', async () => {
  const docs = named('large')
  const around = BSON.calculateObjectSize({ _id: 1, text: '' })
  const largest = 16 * 1024 * 1024
  await docs.insertOne({ _id: 1, text: 'x'.repeat(largest - around) })
  const larger = { _id: 2, text: 'x'.repeat(largest - around + 1) }
  const { n, writeErrors } = await db().command({ insert: 'large', documents: [larger] })
  expect([n, writeErrors[0].code]).toEqual([0, 10334])
  expect((await refusal(docs.updateOne({ _id: 1 }, { $set: { more: 1 } }))).code).toBe(10334)
  const doubled = docs.aggregate([{ $project: { text: 1, again: '$text' } }]).toArray()
  expect((await refusal(doubled)).code).toBe(10334)
  expect((await docs.findOne({ _id: 1 }))?.text).toHaveLength(largest - around)
})

test('refuses what is nested deeper than MongoDB stores', async () => {
  const nested = (levels: number): Doc => (levels === 0 ? {} : { a: nested(levels - 1) })
  const docs = named('deep')
  await docs.insertOne(nested(150))
  expect((await refusal(docs.insertOne(nested(250)))).code).toBe(15)
  expect((await refusal(docs.updateOne({}, { $set: { b: nested(250) } }, { upsert: true }))).code).toBe(15)
  expect(await docs.countDocuments()).toBe(1)
})

test('refuses a bad document in a sequence, and serves on', async () => {
  const connection = raw()
  const bad = sequence('documents', [{ text: 'abc' }])
  // A string that is said to be longer than the document.
  bad.writeInt32LE(2_000_000, bad.indexOf('text') + 5)
  connection.send(frame(2013, Buffer.concat([flags(0), body({ insert: 'bad', $db: 'protocol' }), bad])))
  expect(await connection.reply()).toMatchObject({ document: { ok: 0, code: 22 } })
  connection.send(message(ping))
  expect(await connection.reply()).toMatchObject({ document: { ok: 1 } })
})

test('closes a connection whose request does not arrive in full, byte by byte or not at all', async () => {
  const own = temporaryFolder()
  const storage = new Storage(join(own.path, 'store.lmdb'))
  const server = new WireServer(storage, { requestWithinMs: 50 })
  const path = join(own.path, 'own.sock')
  await server.listen({ path })
  onTestFinished(async () => {
    await server.stop()
    await storage.close()
    own.remove()
  })
  const silent = new RawConnection(path)
  silent.send(message(ping).subarray(0, 20))
  const slow = new RawConnection(path)
  const bytes = message(ping)
  const dribble = setInterval(() => slow.send(bytes.subarray(0, 1)), 5)
  onTestFinished(() => clearInterval(dribble))
  const idle = new RawConnection(path)
  idle.send(message(ping))
  expect(await idle.reply()).toMatchObject({ document: { ok: 1 } })
  await Promise.all([silent.closed(), slow.closed()])
  // A connection between two requests may stay.
  idle.send(message(ping))
  expect(await idle.reply()).toMatchObject({ document: { ok: 1 } })
  idle.socket.destroy()
})

test('stops beside a client that does not read its answer', async () => {
  const own = temporaryFolder()
  const storage = new Storage(join(own.path, 'store.lmdb'))
  const server = new WireServer(storage, { answersReadWithinMs: 50 })
  const path = join(own.path, 'own.sock')
  await server.listen({ path })
  onTestFinished(async () => {
    await storage.close()
    own.remove()
  })
  const documents = Array.from({ length: 10 }, () => ({ text: 'x'.repeat(1_000_000) }))
  const writing = new RawConnection(path)
  writing.send(message({ insert: 'docs', documents, $db: 'protocol' }))
  await writing.reply()
  const deaf = connect(path)
  deaf.on('error', () => {})
  deaf.write(message({ find: 'docs', $db: 'protocol' }))
  // The answer is on its way when the first bytes of it are there to be read.
  await once(deaf, 'readable')
  await server.stop()
  deaf.destroy()
})

test('survives clients that go away in the middle of an answer', async () => {
  const docs = named('left')
  await docs.insertMany(Array.from({ length: 2000 }, (_, i) => ({ _id: i, text: 'x'.repeat(2000) })))
  for (let i = 0; i < 10; i++) {
    const connection = raw()
    connection.send(
      message({ find: 'left', batchSize: 2000, $db: 'protocol' }),
      message({ count: 'left', $db: 'protocol' }),
    )
    if (i % 2) await connection.reply()
    connection.socket.destroy()
  }
  expect(await docs.countDocuments()).toBe(2000)
})
