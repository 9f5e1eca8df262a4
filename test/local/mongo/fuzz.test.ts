import fc from 'fast-check'
import mongoose from 'mongoose'
import { expect, test } from 'vitest'
import { openEmbedded } from './helpers/embedded.ts'
import type { Doc } from './helpers/random-values.ts'
import { body, flags, frame, message, sequence, withChecksum } from './helpers/raw-connection.ts'

const { db, named, raw } = openEmbedded('fuzz')
const ping = { ping: 1, $db: 'fuzz' }
const settings = { seed: Number(process.env.FC_SEED ?? 20_261_123), numRuns: Number(process.env.FC_RUNS ?? 300) }

test('answers or closes the connection whatever bytes it is sent', { timeout: 60_000 }, async () => {
  const good = [
    message(ping),
    message({ find: 'sections', filter: { a: { $gt: 1 } }, sort: { a: 1 }, $db: 'fuzz' }),
    withChecksum(body({ count: 'sections', query: {}, $db: 'fuzz' })),
    frame(
      2013,
      Buffer.concat([flags(0), body({ insert: 'fuzz', $db: 'fuzz' }), sequence('documents', [{ a: [1, { b: 'c' }] }])]),
    ),
  ]
  const mutated = fc
    .tuple(
      fc.constantFrom(...good),
      fc.array(fc.tuple(fc.nat(200), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
      fc.option(fc.nat(120), { nil: undefined }),
    )
    .map(([whole, changes, length]) => {
      const bytes = Buffer.from(whole.subarray(0, length))
      for (const [at, byte] of changes) if (at < bytes.length) bytes[at] = byte
      return bytes
    })
  const anything = fc.uint8Array({ maxLength: 80 }).map(bytes => Buffer.from(bytes))
  // Behind a header of the right size, any bytes at all.
  const framed = anything.map(bytes => frame(2013, bytes))
  await fc.assert(
    fc.asyncProperty(fc.oneof(mutated, framed, anything), async bytes => {
      const connection = raw()
      connection.send(bytes)
      // The end of what the client has to say ends the connection, be the request whole or not.
      connection.socket.end()
      connection.socket.resume()
      await connection.closed()
      expect(await db().command({ ping: 1 })).toEqual({ ok: 1 })
    }),
    settings,
  )
})

test('refuses commands of any shape with a code, and never with an error of its own making', {
  timeout: 60_000,
}, async () => {
  const names = [
    'find',
    'insert',
    'update',
    'delete',
    'findAndModify',
    'aggregate',
    'count',
    'distinct',
    'getMore',
    'createIndexes',
    'dropIndexes',
    'listIndexes',
    'explain',
    'killCursors',
    'listCollections',
    'create',
    'getParameter',
  ]
  const fields = [
    'filter',
    'query',
    'sort',
    'projection',
    'updates',
    'deletes',
    'documents',
    'update',
    'pipeline',
    'cursor',
    'key',
    'indexes',
    'limit',
    'skip',
    'hint',
    'cursors',
    'batchSize',
    'arrayFilters',
    'let',
    'index',
    'collection',
  ]
  const operators = [
    '$set',
    '$push',
    '$each',
    '$match',
    '$group',
    '$gt',
    '$in',
    '$elemMatch',
    '$and',
    '$expr',
    '$regex',
    '$type',
    '$mod',
    '$slice',
    'q',
    'u',
    '_id',
    'a',
    'a.b',
    '',
    '$',
    '.',
    'a..b',
    'multi',
    'key',
    'name',
  ]
  const { anything } = fc.letrec(tie => ({
    anything: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<unknown>(0, 1, -1, 1.5, '', 'a', '$a', '$$x', null, true, Number.NaN, new Date(Number.NaN)),
      fc.array(tie('anything'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...operators), tie('anything'), { maxKeys: 3 }),
    ),
  }))
  const target = fc.constantFrom<unknown>('shapes', 'shapes', 'shapes', '', 1, {}, null)
  const command = fc
    .tuple(fc.constantFrom(...names), target, fc.dictionary(fc.constantFrom(...fields), anything, { maxKeys: 4 }))
    .map(([name, on, rest]): Doc => ({ [name]: on, ...rest }))
  await named('shapes').insertMany([{ a: 1 }, { a: [{ b: 2 }] }])
  await fc.assert(
    fc.asyncProperty(command, async given => {
      const outcome: unknown = await db()
        .command(given)
        .catch((error: unknown) => error)
      if (outcome instanceof mongoose.mongo.MongoServerError) expect(outcome.code, outcome.message).not.toBe(1)
    }),
    { ...settings, numRuns: settings.numRuns * 5 },
  )
  expect(await db().command({ ping: 1 })).toEqual({ ok: 1 })
})
