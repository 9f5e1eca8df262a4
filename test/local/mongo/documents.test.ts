import { expect, test } from 'vitest'
import { Binary, Decimal128, Double, Int32, Long, ObjectId, openStore, refusal } from './helpers/store.ts'

const store = openStore()

test('gives back what was inserted, with the same types', async () => {
  const docs = store.fresh()
  const doc = {
    _id: new ObjectId(),
    int: new Int32(1),
    double: new Double(1),
    long: Long.fromString('9007199254740993'),
    decimal: Decimal128.fromString('1.10'),
    date: new Date(0),
    bytes: new Binary(Buffer.from([1, 2])),
    none: null,
    list: [1, [2, { a: 3 }]],
    text: 'grüß 👋',
    yes: true,
    regex: /a.b/i,
  }
  await docs.insertOne(doc)
  await docs.updateOne({ _id: doc._id }, { $set: { more: 1 } })
  const found = await docs.findOne({ _id: doc._id }, { promoteValues: false, bsonRegExp: false })
  expect(found).toMatchObject({
    int: new Int32(1),
    double: new Double(1),
    decimal: Decimal128.fromString('1.10'),
    date: new Date(0),
    none: null,
    text: 'grüß 👋',
    yes: true,
  })
  expect(found?.long.toString()).toBe('9007199254740993')
  expect(Object.keys(found ?? {})).toEqual([...Object.keys(doc), 'more'])
})

test('counts up a counter with findOneAndUpdate and upsert', async () => {
  const docs = store.fresh()
  for (let i = 1; i <= 3; i++) {
    const after = await docs.findOneAndUpdate(
      { _id: 'incident' },
      { $inc: { value: 1 } },
      { upsert: true, returnDocument: 'after' },
    )
    expect(after).toEqual({ _id: 'incident', value: i })
  }
})

test('refuses a second document with a unique value', async () => {
  const docs = store.fresh()
  await docs.createIndex({ requestId: 1 }, { unique: true })
  await docs.insertOne({ requestId: 'a' })
  const error = await refusal(docs.insertOne({ requestId: 'a' }))
  expect(error).toMatchObject({ code: 11000, keyPattern: { requestId: 1 }, keyValue: { requestId: 'a' } })
  expect(error.message).toContain(
    `E11000 duplicate key error collection: ${docs.namespace} index: requestId_1 dup key: { requestId: "a" }`,
  )
  expect(await docs.countDocuments()).toBe(1)
})
