import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decode, encode } from '../../../src/local/mongo/bson.ts'
import { asStored, encodeWithStored, readerFor, readerForProjection, sizeOf } from '../../../src/local/mongo/stored.ts'
import { Binary, Decimal128, Double, Int32, Long, ObjectId, openStore } from './helpers/store.ts'

const value = fc.oneof(
  fc.string(),
  fc.double().map(n => new Double(n)),
  fc.integer().map(n => new Int32(n)),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(n => Long.fromBigInt(n)),
  fc.constantFrom(null, true, new Date(0), new ObjectId(), Decimal128.fromString('1.5'), /^a/i),
  fc.uint8Array().map(bytes => new Binary(bytes)),
  fc.array(fc.string()),
  fc.record({ inner: fc.string(), a: fc.array(fc.integer()) }),
)
const name: fc.Arbitrary<string> = fc.constantFrom('_id', 'a', 'b', 'ä', 'long name', 'c')

test('reads exactly the fields that a condition, a sort or a projection asks for', () => {
  fc.assert(
    fc.property(fc.dictionary(name, value), fc.array(name), (doc, asked) => {
      const bytes = encode(doc)
      const whole = decode(bytes)
      const some = Object.fromEntries(Object.entries(whole).filter(([each]) => asked.includes(each)))
      const condition = { $and: asked.map(each => ({ [`${each}.inner`]: { $eq: 1 } })) }
      expect(readerFor(condition, [])(bytes)).toEqual(some)
      expect(readerFor({}, asked.map(each => [each, 1] as const) as never)(bytes)).toEqual(some)
      const { _id, ...rest } = whole
      const kept = Object.fromEntries(Object.entries(rest).filter(([each]) => asked.includes(each)))
      const projected = readerForProjection(Object.fromEntries(['_id', ...asked].map(each => [each, new Int32(1)])))(
        bytes,
      )
      expect(projected).toEqual('_id' in whole ? { _id, ...kept } : kept)
    }),
  )
})

test.each([{ $expr: { expression: true } }, { $or: [{ a: { $eq: 1 } }, { $expr: { expression: true } }] }])(
  'reads everything where a condition may look at anything: %j',
  condition => {
    expect(readerFor(condition, [])(encode({ a: 1, b: 2 }))).toEqual(decode(encode({ a: 1, b: 2 })))
  },
)

test.each([{ b: 0 }, { _id: 0 }, { a: { $slice: 1 } }, { b: '$a' }, { 'a.$': 1 }])(
  'reads everything for the projection %j',
  spec => {
    expect(Object.keys(readerForProjection(spec)(encode({ _id: 1, a: 1, b: 2 })))).toEqual(['_id', 'a', 'b'])
  },
)

test('puts stored documents into a reply as they are', () => {
  fc.assert(
    fc.property(fc.array(fc.dictionary(name, value)), fc.constantFrom('firstBatch', 'nextBatch'), (docs, batch) => {
      const stored = docs.map(doc => encode(doc))
      const reply = (list: unknown[]) => ({ cursor: { [batch]: list, id: Long.ZERO, ns: 'db.c' }, ok: 1 })
      const expected = encode(reply(stored.map(decode)))
      expect(Buffer.concat(encodeWithStored(reply(stored.map(asStored))))).toEqual(expected)
      expect(stored.map(bytes => sizeOf(asStored(bytes)))).toEqual(stored.map(bytes => bytes.length))
    }),
  )
})

const store = openStore()

test('hands documents on over several batches, sorted or not, and with a projection', async () => {
  const docs = store.fresh()
  const all = Array.from({ length: 250 }, (_, _id) => ({ _id, n: (_id * 7) % 250, text: `${_id}`, deep: { a: [_id] } }))
  await docs.insertMany(all)
  expect(await docs.find({}, { batchSize: 40 }).sort({ _id: 1 }).toArray()).toEqual(all)
  expect(
    (
      await docs
        .find({ 'deep.a': { $gte: 100 } }, { batchSize: 40 })
        .sort({ n: 1 })
        .toArray()
    ).map(d => d.n),
  ).toEqual(
    all
      .filter(({ _id }) => _id >= 100)
      .map(({ n }) => n)
      .sort((a, b) => a - b),
  )
  expect(await docs.find({ text: '7' }, { projection: { 'deep.a': 1 } }).toArray()).toEqual([
    { _id: 7, deep: { a: [7] } },
  ])
  expect(await docs.find({ text: '7' }, { projection: { _id: 0, n: 1 } }).toArray()).toEqual([{ n: 49 }])
  expect(await docs.find({ text: '7' }, { projection: { deep: 0 } }).toArray()).toEqual([{ _id: 7, n: 49, text: '7' }])
})
