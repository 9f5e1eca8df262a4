import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Collection, isForeign, Long, openStore } from './helpers/store.ts'

const store = openStore()
// Another server has faults of its own: there the same cases are tried every time, so that red means a change here.
if (isForeign) fc.configureGlobal({ seed: 42 })

type Doc = Record<string, unknown>

const scalar = fc.oneof(
  fc.integer({ min: -2, max: 3 }),
  fc.constantFrom('', 'a', 'b', 'ab'),
  fc.constant(null),
  fc.boolean(),
  fc.constantFrom(0, 1, 2).map(n => new Date(n)),
)
const value = fc.oneof({ weight: 4, arbitrary: scalar }, { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) })
const fields = { a: value, b: value, c: fc.record({ d: scalar }, { requiredKeys: [] }) }
const document = fc.record(fields, { requiredKeys: [] })

const comparison = fc.oneof(
  fc.record({ $eq: scalar }),
  fc.record({ $ne: scalar }),
  fc.record({ $gt: scalar }),
  fc.record({ $gte: scalar }),
  fc.record({ $lt: scalar }),
  fc.record({ $lte: scalar }),
  fc.record({ $in: fc.array(scalar, { maxLength: 3 }) }),
  fc.record({ $exists: fc.boolean() }),
)
const clause = fc.tuple(fc.constantFrom('a', 'b', 'c.d'), comparison).map(([path, test]): Doc => ({ [path]: test }))
const filter = fc.oneof(
  clause,
  fc.array(clause, { minLength: 1, maxLength: 3 }).map((all): Doc => ({ $and: all })),
  fc.array(clause, { minLength: 1, maxLength: 3 }).map((any): Doc => ({ $or: any })),
)

/** The oracle: MongoDB's comparison, written down from its manual for these few types. */
const rank = (v: unknown): number =>
  v === null || v === undefined
    ? 0
    : typeof v === 'number'
      ? 1
      : typeof v === 'string'
        ? 2
        : typeof v === 'boolean'
          ? 3
          : 4
const plain = (v: unknown): number | string =>
  v instanceof Date ? v.getTime() : typeof v === 'boolean' ? Number(v) : (v as number | string)
const order = (a: unknown, b: unknown): number =>
  rank(a) !== rank(b) ? rank(a) - rank(b) : rank(a) === 0 ? 0 : plain(a) < plain(b) ? -1 : plain(a) > plain(b) ? 1 : 0

function at(doc: Doc, path: string): unknown {
  return path === 'c.d' ? (doc.c as Doc | undefined)?.d : doc[path]
}

function meets(doc: Doc, path: string, [operator, operand]: [string, unknown]): boolean {
  const found = at(doc, path)
  const each = Array.isArray(found) ? [...found] : [found]
  const holds = (sign: (order: number) => boolean): boolean =>
    each.some(v => rank(v) === rank(operand) && sign(order(v, operand)))
  switch (operator) {
    case '$eq':
      return holds(o => o === 0)
    case '$ne':
      return !holds(o => o === 0)
    case '$gt':
      return holds(o => o > 0)
    case '$gte':
      return holds(o => o >= 0)
    case '$lt':
      return holds(o => o < 0)
    case '$lte':
      return holds(o => o <= 0)
    case '$in':
      return (operand as unknown[]).some(one => each.some(v => rank(v) === rank(one) && order(v, one) === 0))
    default:
      return (found !== undefined) === operand
  }
}

function matches(doc: Doc, wanted: Doc): boolean {
  return Object.entries(wanted).every(([name, test]) => {
    if (name === '$and') return (test as Doc[]).every(part => matches(doc, part))
    if (name === '$or') return (test as Doc[]).some(part => matches(doc, part))
    return Object.entries(test as Doc).every(one => meets(doc, name, one))
  })
}

const ids = async (docs: Collection, wanted: object): Promise<number[]> =>
  (await docs.find(wanted).sort({ _id: 1 }).toArray()).map(doc => doc._id)

test('finds what the manual says, whatever the documents, the filter and the indexes', async () => {
  const docs = store.fresh()
  await docs.createIndex({ a: 1 })
  await docs.createIndex({ b: -1, a: 1 }, { sparse: true })
  await docs.createIndex({ 'c.d': 1, b: 1 }).catch(() => undefined)
  const scanned = store.fresh()
  await fc.assert(
    fc.asyncProperty(
      fc.array(document, { minLength: 1, maxLength: 12 }),
      fc.array(filter, { minLength: 1, maxLength: 6 }),
      async (list, filters) => {
        // Two arrays in one compound index are refused; one of them has to go.
        const numbered = list.map((doc, _id) =>
          Array.isArray(doc.a) && Array.isArray(doc.b) ? { ...doc, _id, b: 0 } : { ...doc, _id },
        )
        for (const each of [docs, scanned]) {
          await each.deleteMany({})
          await each.insertMany(numbered)
        }
        for (const wanted of filters) {
          const expected = numbered.filter(doc => matches(doc, wanted)).map(doc => doc._id)
          expect(await ids(scanned, wanted), JSON.stringify(wanted)).toEqual(expected)
          // The independent server misses documents through some indexes on text.
          if (!isForeign) expect(await ids(docs, wanted), JSON.stringify(wanted)).toEqual(expected)
        }
      },
    ),
    { numRuns: 60 },
  )
})

test('sorts as the manual says, by an index or without', async () => {
  const docs = store.fresh()
  await docs.createIndex({ 'c.d': 1, _id: 1 })
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ c: fc.record({ d: scalar }, { requiredKeys: [] }) }), { minLength: 1, maxLength: 20 }),
      fc.constantFrom<1 | -1>(1, -1),
      async (list, direction) => {
        await docs.deleteMany({})
        const numbered = list.map((doc, _id) => ({ ...doc, _id }))
        await docs.insertMany(numbered)
        const expected = [...numbered]
          .sort((x, y) => (order(x.c.d, y.c.d) || x._id - y._id) * direction)
          .map(doc => doc._id)
        const sort = { 'c.d': direction, _id: direction }
        expect((await docs.find().sort(sort).toArray()).map(doc => doc._id)).toEqual(expected)
        expect((await docs.find().sort(sort).hint({ _id: 1 }).toArray()).map(doc => doc._id)).toEqual(expected)
      },
    ),
    { numRuns: 40 },
  )
})

type Model = Record<string, number | number[]>
type Step = readonly [update: Doc, apply: (model: Model) => Model]
const name = fc.constantFrom('x', 'y')
const list = fc.constantFrom('p', 'q')
const small = fc.integer({ min: -5, max: 5 })
const number = (v: unknown): number => (typeof v === 'number' ? v : 0)
const numbers = (v: unknown): number[] => (Array.isArray(v) ? v : [])
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(name, small).map(([k, n]): Step => [{ $inc: { [k]: n } }, m => ({ ...m, [k]: number(m[k]) + n })]),
  fc.tuple(name, small).map(([k, n]): Step => [{ $set: { [k]: Long.fromNumber(n) } }, m => ({ ...m, [k]: n })]),
  fc
    .tuple(name, small)
    .map(([k, n]): Step => [{ $max: { [k]: n } }, m => ({ ...m, [k]: k in m ? Math.max(number(m[k]), n) : n })]),
  name.map((k): Step => [{ $unset: { [k]: 1 } }, ({ [k]: _, ...rest }) => rest]),
  fc.tuple(list, fc.array(small, { maxLength: 3 }), fc.integer({ min: -3, max: 3 })).map(
    ([k, each, slice]): Step => [
      { $push: { [k]: { $each: each, $slice: slice } } },
      m => {
        const all = [...numbers(m[k]), ...each]
        return { ...m, [k]: slice === 0 ? [] : slice < 0 ? all.slice(slice) : all.slice(0, slice) }
      },
    ],
  ),
  fc
    .tuple(list, small)
    .map(
      ([k, n]): Step => [
        { $pull: { [k]: { $gte: n } } },
        m => (k in m ? { ...m, [k]: numbers(m[k]).filter(v => v < n) } : m),
      ],
    ),
  fc
    .tuple(list, small)
    .map(
      ([k, n]): Step => [
        { $addToSet: { [k]: n } },
        m => ({ ...m, [k]: numbers(m[k]).includes(n) ? numbers(m[k]) : [...numbers(m[k]), n] }),
      ],
    ),
)

test('updates as the model does, and keeps its indexes in step', async () => {
  const docs = store.fresh()
  await docs.createIndex({ x: 1 })
  await docs.createIndex({ p: 1, y: -1 })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async steps => {
      await docs.deleteMany({})
      await docs.insertOne({ _id: 1 })
      let model: Model = {}
      for (const [update, apply] of steps) {
        model = apply(model)
        await docs.updateOne({ _id: 1 }, update)
        expect(await docs.findOne({ _id: 1 })).toEqual({ _id: 1, ...model })
      }
      expect(await ids(docs, { x: model.x ?? null })).toEqual([1])
      for (const element of numbers(model.p)) expect(await ids(docs, { p: element })).toEqual([1])
      expect(await ids(docs, { p: 99 })).toEqual([])
    }),
    { numRuns: 50 },
  )
})
