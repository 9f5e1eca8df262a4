import { BSONRegExp, Double } from 'bson'
import { beforeAll, expect, test } from 'vitest'
import { compileFilter } from '../../../src/local/mongo/filter.ts'
import { openEmbedded } from './helpers/embedded.ts'

const { db, named } = openEmbedded('plans')
const values = [Number.NaN, -1, 1, 1, 2, 3.5, 'x', 'y', null, undefined, new Date(1), true, { x: 1 }]

beforeAll(async () => {
  const docs = named('docs')
  await docs.createIndexes([{ key: { a: 1, b: -1 } }, { key: { c: -1 } }])
  await docs.insertMany(
    values.flatMap((a, i) =>
      [0, 1, 2].map(j => ({
        _id: i * 3 + j,
        ...(a === undefined ? {} : { a }),
        // Every number once, in no order of the index.
        b: (i * 3 + j) * 17 - ((i * 3 + j) % 5) * 31,
        c: a ?? 0,
        d: j,
      })),
    ),
  )
})

const all = { $natural: 1 } as const

test.each([
  { a: { $lt: 3 } },
  { a: { $lte: Number.NaN } },
  { a: { $gte: Number.NaN } },
  { a: { $gte: -1, $lte: Number.NaN } },
  { a: { $gt: 1, $lt: 'x' } },
  { a: { $gt: 1, $lt: 3 } },
  { a: { $gt: 1, $ne: 2 } },
  { a: { $in: [1, 2], $ne: 2 } },
  { a: { $eq: 1, $in: [2] } },
  { a: { $in: [1, 2] }, $or: [{ d: 1 }, { b: 0 }] },
  { $and: [{ a: { $gte: 1 } }, { a: { $lt: 3 } }] },
  { $and: [{ a: { $gte: 1 } }, { $nor: [{ d: 1 }] }] },
  { a: 1, b: { $gt: 0 } },
  { a: 1, d: 1 },
  { a: 1, $expr: { $eq: ['$d', 1] } },
  { a: null },
  { a: { $in: [null, 1] } },
  { a: { $all: [] } },
  { a: { $all: [1] } },
  { a: { x: 1 } },
  { a: { $gte: 'x' } },
  { a: { $gte: new Date(0) } },
  { c: { $gt: -1 } },
  { c: { $lte: 2 } },
])('finds by an index what looking at every document finds: %j', async filter => {
  // Sorted here: a sort of the store's own would let it look at every document again.
  const found = (await named('docs').find(filter).toArray()).sort((a, b) => a._id - b._id)
  expect(found).toEqual(await named('docs').find(filter).hint(all).toArray())
  for (const sort of [
    { a: 1, b: -1 },
    { d: 1, b: 1 },
  ] as const) {
    const sorted = await named('docs').find(filter).sort(sort).toArray()
    expect(sorted).toEqual(await named('docs').find(filter).hint(all).sort(sort).toArray())
  }
})

test.each<Record<string, 1 | -1>>([
  { b: 1 },
  { b: -1 },
  { a: 1, b: 1 },
  { a: -1, b: 1 },
  { a: 1, b: -1 },
  { b: -1, a: 1 },
])('sorts what lies in several places of an index as without it: %j', async sort => {
  for (const filter of [{ a: { $in: [1, 'x', 3.5, null] } }, { a: { $in: [2] } }, { a: { $in: [] } }, { a: 1 }]) {
    for (const limit of [0, 4]) {
      const found = await named('docs').find(filter).sort(sort).limit(limit).toArray()
      expect(found).toEqual(await named('docs').find(filter).hint(all).sort(sort).limit(limit).toArray())
    }
  }
})

test('reads no more of several places than it answers, and does not sort them', async () => {
  const find = { find: 'docs', filter: { a: { $in: [1, 'x', 2] } }, sort: { b: -1 }, limit: 2 }
  const { queryPlanner, executionStats } = await db().command({ explain: find, verbosity: 'executionStats' })
  expect(queryPlanner.winningPlan.stage).toBe('FETCH')
  expect(executionStats).toMatchObject({ nReturned: 2, totalDocsExamined: 2 })
})

test('keeps what did not fit into an answer while others read', async () => {
  const docs = named('large')
  const large = 'a'.repeat(8 * 1024 * 1024 - 50)
  await docs.createIndex({ n: 1 })
  await docs.insertMany([large, large, 'b', 'c'].map((text, n) => ({ _id: n, n, text })))
  const cursor = docs.find({ n: { $gte: 0, $lt: 3 } }).sort({ n: 1 })
  await cursor.next()
  expect(await docs.find({ n: 3 }).toArray()).toEqual([{ _id: 3, n: 3, text: 'c' }])
  expect((await cursor.toArray()).at(-1)).toEqual({ _id: 2, n: 2, text: 'b' })
})

test('holds a document against any number of values at once', () => {
  const $in = Array.from({ length: 40_000 }, (_, i) => (i % 2 ? i : `v${i}`))
  const { test: isMatch } = compileFilter({ a: { $in: [...$in, null, new BSONRegExp('^x')] } })
  const found = Array.from({ length: 4_000 }, (_, i) => i).filter(i => isMatch({ a: `v${i}` }) || isMatch({ a: i }))
  expect(found).toHaveLength(4_000)
  expect([{}, { a: null }, { a: 'xy' }, { a: [new Double(1), 2] }, { a: 'y' }, { a: [[1]] }].map(isMatch)).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
  ])
})
