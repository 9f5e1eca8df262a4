import { BSON } from 'bson'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asStored, Batch, encodeWithBatch } from '../../../src/local/mongo/batch.ts'
import { decode, encode, maxDocumentBytes } from '../../../src/local/mongo/bson.ts'
import { keyValues, partsOf } from '../../../src/local/mongo/path.ts'
import { compileProjection } from '../../../src/local/mongo/projection.ts'
import {
  canStay,
  readerFor,
  readerForPaths,
  readerForProjection,
  storedProjection,
} from '../../../src/local/mongo/stored.ts'
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
      const projected = readerForProjection(Object.fromEntries(['_id', ...asked].map(each => [each, true])))(bytes)
      expect(projected).toEqual('_id' in whole ? { _id, ...kept } : kept)
    }),
  )
})

test('reads of documents in arrays what an index holds, and leaves out the rest', () => {
  const { tree } = fc.letrec(tie => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(null, 'text', true, new Int32(1)),
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom('a', 'b', '0'), tie('tree'), { maxKeys: 3 }),
    ),
  }))
  const doc = fc.dictionary(fc.constantFrom('a', 'b', 'c'), tree)
  const path = fc.array(fc.constantFrom('a', 'b', '0'), { minLength: 1, maxLength: 4 }).map(parts => parts.join('.'))
  fc.assert(
    fc.property(doc, fc.array(path, { minLength: 1, maxLength: 3 }), (written, paths) => {
      const bytes = encode(written)
      const read = readerForPaths(paths.map(partsOf))(bytes)
      for (const each of paths.map(partsOf)) expect(keyValues(read, each)).toEqual(keyValues(decode(bytes), each))
    }),
    { numRuns: 500 },
  )
  const bytes = encode({ timeline: [{ text: 'a', digest: 'x' }, { text: 'b' }, 'c'], title: 'd' })
  expect(readerForPaths([['timeline', 'digest']])(bytes)).toEqual({ timeline: [{ digest: 'x' }, {}, 'c'] })
})

test('cuts what a projection includes out of a stored document, as if it had been taken apart', () => {
  const fields = fc.uniqueArray(
    name.filter(each => each !== '_id'),
    { minLength: 1 },
  )
  fc.assert(
    fc.property(
      fc.dictionary(name, value),
      fields,
      fc.constantFrom({}, { _id: true }, { _id: false }),
      (doc, asked, id) => {
        const bytes = encode(doc)
        const spec = { ...id, ...Object.fromEntries(asked.map(each => [each, true])) }
        const expected = compileProjection(spec, { isFind: true })(decode(bytes))
        const batch = new Batch()
        batch.add(storedProjection(spec)?.(bytes) ?? {})
        expect(batch.encoded).toEqual(arrayOf([encode(expected)]))
      },
    ),
  )
})

test.each([{ a: 0 }, { _id: 0 }, { 'a.b': 1 }, { a: '$b' }, { _id: null, a: 1 }, { a: { $slice: 1 } }])(
  'takes a document apart for the projection %j',
  spec => {
    expect(storedProjection(spec)).toBeUndefined()
  },
)

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

const arrayOf = (docs: readonly Buffer[]): Buffer => {
  const list = encode({ list: docs.map(decode) })
  return list.subarray(list.indexOf(0, 5) + 1, -1)
}

test('puts stored documents into a reply as they are, and computed ones among them', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.dictionary(name, value), fc.boolean())),
      fc.constantFrom('firstBatch', 'nextBatch'),
      (docs, batchName) => {
        const encoded = docs.map(([doc]) => encode(doc))
        const batch = new Batch()
        for (const [i, bytes] of encoded.entries()) batch.add(docs[i]?.[1] ? asStored(bytes) : decode(bytes))
        const reply = (list: unknown) => ({ cursor: { [batchName]: list, id: Long.ZERO, ns: 'db.c' }, ok: 1 })
        expect(Buffer.concat(encodeWithBatch(reply(batch)))).toEqual(encode(reply(encoded.map(decode))))
        batch.release()
      },
    ),
  )
})

test('does not give the room of an answer away before it has been sent', () => {
  const [first, second] = [new Batch(), new Batch()]
  first.add({ a: 1 })
  second.add({ a: 2 })
  expect(first.encoded).toEqual(arrayOf([encode({ a: 1 })]))
  first.release()
  const third = new Batch()
  third.add({ a: 3 })
  expect(second.encoded).toEqual(arrayOf([encode({ a: 2 })]))
  expect(third.encoded).toEqual(arrayOf([encode({ a: 3 })]))
})

test.each([
  ['with its _id first', encode({ _id: 1, b: 'x' }), true],
  ['with its _id elsewhere', encode({ a: 1, _id: 1 }), false],
  [
    'with a field twice',
    Buffer.from(encode({ _id: 1, b: 1, c: 2 }).toString('latin1').replace('c', 'b'), 'latin1'),
    false,
  ],
  ['that is too large', Buffer.from(BSON.serialize({ _id: 1, b: 'x'.repeat(maxDocumentBytes) })), false],
])('knows whether a document may stay as it was sent: one %s', (_, bytes, expected) => {
  expect(canStay(bytes, decode(bytes))).toBe(expected)
})

const store = openStore()

test('keeps the bytes of a document that was sent, and puts its _id first', async () => {
  const docs = store.fresh()
  const sent = new Map<string, unknown>([
    ['_id', 1],
    ['b', 'x'],
    ['2', true],
    ['a', [new Double(1)]],
  ])
  await docs.insertMany([sent as never, { a: 1, _id: 2 } as never])
  const [first, second] = await docs.find<Uint8Array>({}, { raw: true }).sort({ _id: 1 }).toArray()
  expect(Buffer.from(first ?? [])).toEqual(Buffer.from(BSON.serialize(sent)))
  expect(Buffer.from(second ?? [])).toEqual(Buffer.from(BSON.serialize({ _id: 2, a: 1 })))
})

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
