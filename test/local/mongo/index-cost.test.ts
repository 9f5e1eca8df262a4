import { beforeAll, describe, expect, test } from 'vitest'
import { openEmbedded } from './helpers/embedded.ts'
import type { Doc } from './helpers/random-values.ts'

const { db, named } = openEmbedded('cost')

interface Cost {
  readonly keys: number
  readonly docs: number
  readonly returned: number
}

async function costOf(command: Doc): Promise<Cost> {
  const { executionStats: stats } = await db().command({ explain: command, verbosity: 'executionStats' })
  return { keys: stats.totalKeysExamined, docs: stats.totalDocsExamined, returned: stats.nReturned }
}

/** Queries that an index serves, and how many documents they answer of `count`. */
const served: readonly [what: string, command: Doc, answers: (count: number) => number][] = [
  ['by _id', { filter: { _id: 500 } }, () => 1],
  ['by several _ids', { filter: { _id: { $in: [1, 2, 999] } } }, () => 3],
  [
    'by very many _ids',
    { filter: { _id: { $in: Array.from({ length: 3_000 }, (_, i) => i * 33) } } },
    count => Math.min(3_000, Math.ceil(count / 33)),
  ],
  ['by a range of _id', { filter: { _id: { $gte: 100, $lt: 110 } } }, () => 10],
  ['in the order of _id', { sort: { _id: -1 }, limit: 7 }, () => 7],
  ['by an equal value', { filter: { n: 77 } }, () => 1],
  ['by some equal values', { filter: { n: { $in: [5, 6] } } }, () => 2],
  ['by a range', { filter: { n: { $gt: 100, $lte: 120 } } }, () => 20],
  ['by a range, backwards', { filter: { n: { $gte: 100 } }, sort: { n: -1 }, limit: 5 }, () => 5],
  ['in the order of an index', { sort: { n: 1 }, limit: 10 }, () => 10],
  ['by a prefix of a compound index', { filter: { group: 3, rank: { $gte: 0 } }, limit: 10 }, () => 10],
  ['by a prefix, in the order of what follows', { filter: { group: 3 }, sort: { rank: -1 }, limit: 10 }, () => 10],
  ['by all of a compound index', { filter: { group: 3, rank: 0 } }, () => 1],
  ['by an element of an array', { filter: { tags: 't42' } }, () => 1],
  ['by what a sparse index holds', { filter: { rare: { $gte: 0 } } }, count => count / 500],
  ['by what a partial index holds', { filter: { n: { $lt: 20 }, isOpen: true } }, () => 2],
  ['by a unique value', { filter: { key: 'k9' } }, () => 1],
]

describe.each([1_000, 100_000])('among %i documents', count => {
  const name = `of${count}`

  beforeAll(async () => {
    const docs = named(name)
    await docs.createIndexes([
      { key: { n: 1 } },
      { key: { group: 1, rank: -1 } },
      { key: { tags: 1 } },
      { key: { rare: 1 }, sparse: true },
      { key: { isOpen: 1, n: 1 }, partialFilterExpression: { isOpen: true } },
      { key: { key: 1 }, unique: true },
    ])
    for (let start = 0; start < count; start += 10_000) {
      await docs.insertMany(
        Array.from({ length: Math.min(10_000, count) }, (_, at) => {
          const i = start + at
          const rare = i % 500 ? {} : { rare: i }
          return {
            _id: i,
            n: i,
            group: i % 10,
            rank: Math.floor(i / 10),
            tags: [`t${i}`, `u${i}`],
            key: `k${i}`,
            isOpen: i % 10 === 0,
            ...rare,
          }
        }),
      )
    }
  }, 120_000)

  test.each(served)('looks at no more than it answers: %s', async (_, command, answers) => {
    const cost = await costOf({ find: name, ...command })
    expect(cost.returned).toBe(answers(count))
    expect(cost.docs).toBe(cost.returned)
    expect(cost.keys).toBeLessThanOrEqual(cost.returned + 1)
  })

  test('counts, updates and removes by an index as cheaply', async () => {
    for (const command of [
      { count: name, query: { n: 77 } },
      { aggregate: name, pipeline: [{ $match: { n: 77 } }, { $sort: { n: 1 } }], cursor: {} },
      { update: name, updates: [{ q: { n: 77 }, u: { $set: { x: 1 } } }] },
      { delete: name, deletes: [{ q: { n: 77 }, limit: 1 }] },
      { findAndModify: name, query: { n: { $gte: 77 } }, sort: { n: 1 }, remove: true },
    ]) {
      expect(await costOf(command), JSON.stringify(command)).toMatchObject({ docs: 1, returned: 1 })
    }
  })

  test('looks at everything where no index serves', async () => {
    expect(await costOf({ find: name, filter: { other: 1 } })).toEqual({ keys: 0, docs: count, returned: 0 })
  })
})
