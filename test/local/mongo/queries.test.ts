import { describe, expect, test } from 'vitest'
import { Binary, Decimal128, Double, isForeign, Long, MinKey, ObjectId, openStore, refusal } from './helpers/store.ts'

const store = openStore()
const id = new ObjectId()

const documents = [
  { _id: 1, n: 1, s: 'a', d: new Date(1000), list: [1, 2, 3], nested: { x: 1, y: 2 }, id },
  {
    _id: 2,
    n: Long.fromNumber(2),
    s: 'b',
    d: new Date(2000),
    list: [],
    nested: { y: 2, x: 1 },
    items: [
      { k: 1, v: 1 },
      { k: 2, v: 9 },
    ],
  },
  { _id: 3, n: new Double(2.5), s: 'B', list: [[1, 2], 3], items: [{ k: 1, v: 9 }, { k: 3 }], none: null },
  { _id: 4, n: Decimal128.fromString('3.0'), s: 'ä', list: 2, bytes: new Binary(Buffer.from('abc')) },
  { _id: 5, n: '2', s: null, list: ['a', null], flag: true, items: [] },
  { _id: 6, n: Long.fromString('9007199254740993') },
]

const queries: [filter: object, ids: number[]][] = [
  [{}, [1, 2, 3, 4, 5, 6]],
  [{ n: 2 }, [2]],
  [{ n: 3 }, [4]],
  [{ n: { $gt: 2 } }, [3, 4, 6]],
  [{ n: { $gte: 2, $lt: 3 } }, [2, 3]],
  [{ n: { $lte: 'z' } }, [5]],
  [{ n: { $in: [1, '2', 9] } }, [1, 5]],
  [{ n: { $nin: [1, 2] } }, [3, 4, 5, 6]],
  [{ n: Long.fromString('9007199254740993') }, [6]],
  [{ n: 9007199254740992 }, []],
  [{ n: { $not: { $gt: 2 } } }, [1, 2, 5]],
  [{ n: { $ne: 1 } }, [2, 3, 4, 5, 6]],
  [{ n: { $type: 'number' } }, [1, 2, 3, 4, 6]],
  [{ n: { $type: 'long' } }, [2, 6]],
  [{ n: { $type: ['string', 'decimal'] } }, [4, 5]],
  [{ n: { $mod: [2, 0] } }, [2, 3]],
  [{ d: { $gte: new Date(1500) } }, [2]],
  [{ d: { $exists: false } }, [3, 4, 5, 6]],
  [{ id }, [1]],
  [{ bytes: new Binary(Buffer.from('abc')) }, [4]],
  [{ s: null }, [5, 6]],
  [{ s: { $exists: true, $eq: null } }, [5]],
  [{ s: /^b$/i }, [2, 3]],
  [{ s: { $regex: 'B' } }, [3]],
  [{ s: { $in: [/^a/, 'ä'] } }, [1, 4]],
  [{ s: { $eq: /b/ } }, []],
  [{ none: { $gte: new MinKey() } }, [1, 2, 3, 4, 5, 6]],
  [{ s: { $gt: 'b' } }, [4]],
  [{ list: 2 }, [1, 4]],
  [{ list: [1, 2, 3] }, [1]],
  [{ list: [3, 2, 1] }, []],
  [{ list: [1, 2] }, [3]],
  [{ list: { $size: 0 } }, [2]],
  [{ list: { $all: [1, 3] } }, [1]],
  [{ list: { $gt: 2 } }, [1, 3]],
  [{ list: { $gt: 1, $lt: 2 } }, [1]],
  [{ list: { $elemMatch: { $gt: 1, $lt: 3 } } }, [1]],
  [{ list: null }, [5, 6]],
  [{ 'list.1': 2 }, [1]],
  [{ nested: { x: 1, y: 2 } }, [1]],
  [{ 'nested.x': 1 }, [1, 2]],
  [{ 'items.k': 3 }, [3]],
  [{ 'items.v': null }, [1, 3, 4, 6]],
  [{ 'items.k': 1, 'items.v': 9 }, [2, 3]],
  [{ items: { $elemMatch: { k: 1, v: 9 } } }, [3]],
  [{ 'items.k': [1, 2] }, []],
  [{ 'items.1.v': 9 }, [2]],
  [{ none: null }, [1, 2, 3, 4, 5, 6]],
  [{ none: { $type: 'null' } }, [3]],
  [{ flag: true }, [5]],
  [{ flag: { $ne: true } }, [1, 2, 3, 4, 6]],
  [{ $or: [{ n: 1 }, { s: 'ä' }] }, [1, 4]],
  [{ $nor: [{ n: 1 }, { s: 'ä' }] }, [2, 3, 5, 6]],
  [{ $and: [{ n: { $gt: 1 } }, { n: { $lt: 3 } }] }, [2, 3]],
  [{ $expr: { $gt: ['$d', new Date(1500)] }, d: { $exists: true } }, [2]],
  [{ $expr: { $eq: ['$nested.x', 1] } }, [1, 2]],
]

async function filled() {
  const docs = store.fresh()
  await docs.insertMany(documents)
  return docs
}

// The independent server rounds longs in $mod, and misses documents through some indexes; the manual says otherwise.
const foreignDiffers = new Set([
  '{"n":{"$mod":[2,0]}}',
  '{"s":{}}',
  '{"s":{"$in":[{},"ä"]}}',
  '{"list":{"$gt":1,"$lt":2}}',
  '{"items.v":null}',
])
const judged = queries.filter(([filter]) => !isForeign || !foreignDiffers.has(JSON.stringify(filter)))

describe('a query', () => {
  test.each(judged.map(([filter, ids]) => [JSON.stringify(filter), filter, ids] as const))(
    '%s finds the right documents, with and without an index',
    async (_, filter, ids) => {
      const docs = await filled()
      const find = async () => (await docs.find(filter).toArray()).map(doc => doc._id).sort()
      expect(await find()).toEqual(ids)
      for (const path of ['n', 's', 'd', 'list', 'nested.x', 'items.k', 'items.v', 'none', 'flag'])
        await docs.createIndex({ [path]: 1 })
      await docs.createIndex({ n: -1, s: 1 })
      await docs.createIndex({ 'items.k': 1, 'items.v': -1 })
      expect(await find()).toEqual(ids)
    },
  )

  test.each([
    [{ n: { $foo: 1 } }, 2],
    [{ $foo: 1 }, 2],
    [{ $or: [] }, 2],
    [{ n: { $in: 1 } }, 2],
    [{ n: { $regex: '(' } }, 51091],
    [{ n: { $mod: [0, 1] } }, 2],
    [{ $expr: { $foo: 1 } }, 168],
  ])('is refused: %j', async (filter, code) => {
    const docs = await filled()
    expect((await refusal(docs.find(filter).toArray())).code).toBe(code)
  })
})

describe('a sort', () => {
  test('follows the order of types, and takes the least or the greatest of an array', async () => {
    const docs = store.fresh()
    const values = [
      3,
      null,
      'b',
      { a: 1 },
      [5, 0],
      new Date(0),
      true,
      id,
      new Binary(Buffer.from('a')),
      2.5,
      'a',
      Long.fromNumber(3),
      undefined,
    ]
    await docs.insertMany(values.map((v, _id) => (v === undefined ? { _id } : { _id, v })))
    const ascending = (await docs.find().sort({ v: 1, _id: 1 }).toArray()).map(doc => doc._id)
    expect(ascending).toEqual([1, 12, 4, 9, 0, 11, 10, 2, 3, 8, 7, 6, 5])
    const descending = (await docs.find().sort({ v: -1, _id: 1 }).toArray()).map(doc => doc._id)
    expect(descending).toEqual([5, 6, 7, 8, 3, 2, 10, 4, 0, 11, 9, 1, 12])
    await docs.createIndex({ v: 1, _id: 1 })
    expect((await docs.find().sort({ v: 1, _id: 1 }).toArray()).map(doc => doc._id)).toEqual(ascending)
  })

  test('compares text by its bytes, beyond the sixteen-bit characters too', async () => {
    const docs = store.fresh()
    await docs.insertMany(['\uffff', '😀', 'z', 'é', 'Z'].map((_id, n) => ({ _id, n })))
    expect((await docs.find().sort({ _id: 1 }).toArray()).map(doc => doc._id)).toEqual(['Z', 'z', 'é', '\uffff', '😀'])
  })

  test('comes with skip and limit', async () => {
    const docs = store.fresh()
    await docs.insertMany(Array.from({ length: 50 }, (_, i) => ({ _id: i, n: (i * 7) % 50 })))
    const found = await docs.find().sort({ n: -1 }).skip(5).limit(3).toArray()
    expect(found.map(doc => doc.n)).toEqual([44, 43, 42])
  })
})

test.each<[projection: object, shown: object]>([
  [{ a: 1 }, { _id: 1, a: 1 }],
  [
    { a: 0, list: 0, items: 0 },
    { _id: 1, b: { c: 2, d: 3 } },
  ],
  [{ _id: 0, 'b.c': 1 }, { b: { c: 2 } }],
  [{ 'items.k': 1, _id: 0 }, { items: [{ k: 1 }, { k: 2 }] }],
  [
    { _id: 0, a: 1, list: { $slice: -1 } },
    { a: 1, list: [3] },
  ],
  [{ _id: 0, items: { $elemMatch: { k: 2 } } }, { items: [{ k: 2, v: 2 }] }],
  [{ _id: 0, sum: { $add: ['$a', '$b.c'] } }, { sum: 3 }],
])('a projection %j shows the right fields', async (projection, shown) => {
  const docs = store.fresh()
  await docs.insertOne({
    _id: 1,
    a: 1,
    b: { c: 2, d: 3 },
    list: [1, 2, 3],
    items: [
      { k: 1, v: 1 },
      { k: 2, v: 2 },
    ],
  })
  expect(await docs.findOne({}, { projection })).toEqual(shown)
})

test('a projection of included and excluded fields is refused', async () => {
  const docs = await filled()
  expect((await refusal(docs.findOne({}, { projection: { a: 1, b: 0 } }))).code).toBe(31254)
})

test('distinct takes arrays apart and joins equal numbers', async () => {
  const docs = store.fresh()
  await docs.insertMany([{ a: [1, 2] }, { a: Long.fromNumber(2) }, { a: 'x' }, {}])
  expect((await docs.distinct('a')).sort()).toEqual([1, 2, 'x'])
  await docs.insertOne({ many: Array.from({ length: 200_000 }, (_, i) => i % 3) })
  expect(await docs.distinct('many')).toEqual([0, 1, 2])
})

test('a count takes its limit, also below zero', async () => {
  const docs = await filled()
  for (const limit of [2, -2])
    expect(await store.db().command({ count: docs.collectionName, limit })).toMatchObject({ n: 2 })
})

const computed: readonly [expression: object, value: unknown][] = [
  [{ $abs: -3 }, 3],
  [{ $divide: ['$i', 2] }, 3.5],
  [{ $mod: ['$i', 4] }, 3],
  [{ $pow: ['$i', 2] }, 49],
  [{ $sqrt: 16 }, 4],
  [{ $ceil: '$d' }, 3],
  [{ $floor: '$d' }, 2],
  [{ $round: '$d' }, 2],
  [{ $round: [{ $multiply: ['$d', 0.5] }, 1] }, 1.2],
  [{ $trunc: '$d' }, 2],
  [{ $subtract: ['$d', '$i'] }, -4.5],
  [{ $add: ['$at', 1000] }, new Date('2026-03-01T11:22:34.004Z')],
  [{ $subtract: ['$at', 1000] }, new Date('2026-03-01T11:22:32.004Z')],
  [{ $subtract: ['$at', new Date('2026-03-01T11:22:00Z')] }, 33_004],
  [{ $concat: ['$s', '-', '$s'] }, 'Abc-Abc'],
  [{ $concat: ['$s', '$nothing'] }, null],
  [{ $toLower: '$s' }, 'abc'],
  [{ $toUpper: '$nothing' }, ''],
  [{ $strLenCP: '$s' }, 3],
  [{ $split: ['$s', 'b'] }, ['A', 'c']],
  [{ $trim: { input: ' x ' } }, 'x'],
  [{ $substrCP: ['$s', 1, 1] }, 'b'],
  [{ $toString: '$i' }, '7'],
  [{ $toString: '$at' }, '2026-03-01T11:22:33.004Z'],
  [{ $year: '$at' }, 2026],
  [{ $dayOfWeek: '$at' }, 1],
  [{ $dayOfYear: '$at' }, 60],
  [{ $minute: '$at' }, 22],
  [{ $millisecond: '$at' }, 4],
  [{ $dateToString: { date: '$at', format: '%Y-%m-%d' } }, '2026-03-01'],
  [{ $sum: '$t' }, 6],
  [{ $sum: ['$i', '$d', 'x'] }, 9.5],
  [{ $avg: '$t' }, 2],
  [{ $max: '$t' }, 3],
  [{ $min: ['$i', '$d', '$nothing'] }, 2.5],
]

describe('an aggregation', () => {
  test('computes with numbers, text, dates and arrays', async () => {
    const docs = store.fresh()
    const at = new Date('2026-03-01T11:22:33.004Z')
    await docs.insertOne({ i: 7, d: new Double(2.5), s: 'Abc', at, t: [3, 1, 2] })
    const names = computed.map((_, i) => `x${i}`)
    const [found] = await docs
      .aggregate([{ $project: { _id: 0, ...Object.fromEntries(computed.map(([each], i) => [names[i], each])) } }])
      .toArray()
    expect(names.map((name, i) => [computed[i]?.[0], found?.[name]])).toEqual(computed)
  })

  test.each([
    [{ $gt: ['$a'] }, 16020],
    [{ $cond: [true, 1] }, 16020],
    [{ $arrayElemAt: ['$a', 1, 2] }, 16020],
    [{ $foo: 1 }, 168],
  ])('refuses the expression %j', async (x, code) => {
    const docs = await filled()
    const error = await refusal(docs.aggregate([{ $project: { x } }]).toArray())
    expect(error.code).toBe(isForeign && code === 168 ? 31325 : code)
  })

  test.skipIf(isForeign)('keeps the exactness of decimals, and the first of equal values', async () => {
    const docs = store.fresh()
    const amounts = ['1.1', '2.2', '3.3'].map(each => Decimal128.fromString(each))
    await docs.insertMany(amounts.map((amount, i) => ({ amount, one: i ? Long.fromNumber(1) : new Double(1) })))
    const $group = { _id: null, average: { $avg: '$amount' }, ones: { $addToSet: '$one' } }
    const [found] = await docs.aggregate([{ $sort: { _id: 1 } }, { $group }], { promoteValues: false }).toArray()
    expect(found).toMatchObject({ average: Decimal128.fromString('2.2'), ones: [new Double(1)] })
    const third = { $project: { x: { $avg: [Decimal128.fromString('1'), 0, 0] } } }
    expect((await docs.aggregate([third, { $limit: 1 }]).toArray())[0]?.x.toString()).toBe(
      '0.3333333333333333333333333333333333',
    )
    await docs.insertMany([{ long: Long.MAX_VALUE }, { long: 1 }])
    const [sum] = await docs.aggregate([{ $group: { _id: null, most: { $sum: '$long' } } }]).toArray()
    expect(sum?.most).toBe(2 ** 63)
  })

  test('matches, groups, sorts and projects', async () => {
    const docs = store.fresh()
    await docs.insertMany([
      { team: 'a', minutes: 10, at: new Date(0) },
      { team: 'a', minutes: 20, at: new Date(1) },
      { team: 'b', minutes: Long.fromNumber(5), at: new Date(2) },
      { team: null, minutes: 'n/a' },
    ])
    const found = await docs
      .aggregate([
        { $match: { team: { $ne: null } } },
        {
          $group: {
            _id: '$team',
            sum: { $sum: '$minutes' },
            avg: { $avg: '$minutes' },
            n: { $sum: 1 },
            last: { $max: '$at' },
            all: { $push: '$minutes' },
          },
        },
        { $sort: { sum: -1 } },
        { $project: { sum: 1, avg: 1, n: 1, last: 1, all: 1, slow: { $gte: ['$avg', 10] } } },
      ])
      .toArray()
    expect(found).toEqual([
      { _id: 'a', sum: 30, avg: 15, n: 2, last: new Date(1), all: [10, 20], slow: true },
      { _id: 'b', sum: 5, avg: 5, n: 1, last: new Date(2), all: [5], slow: false },
    ])
  })

  test('unwinds, looks up, counts and facets', async () => {
    const docs = store.fresh()
    const others = store.fresh()
    await docs.insertMany([
      { _id: 1, tags: ['x', 'y'] },
      { _id: 2, tags: [] },
      { _id: 3, tags: 'x' },
    ])
    await others.insertMany([{ _id: 'x', name: 'ex' }])
    const found = await docs
      .aggregate([
        { $unwind: { path: '$tags', preserveNullAndEmptyArrays: true } },
        { $lookup: { from: others.collectionName, localField: 'tags', foreignField: '_id', as: 'tag' } },
        {
          $facet: {
            all: [{ $sort: { _id: 1, tags: 1 } }],
            byTag: [{ $sortByCount: '$tags' }, { $limit: 1 }],
            total: [{ $count: 'n' }],
          },
        },
      ])
      .toArray()
    expect(found).toEqual([
      {
        all: [
          { _id: 1, tags: 'x', tag: [{ _id: 'x', name: 'ex' }] },
          { _id: 1, tags: 'y', tag: [] },
          { _id: 2, tag: [] },
          { _id: 3, tags: 'x', tag: [{ _id: 'x', name: 'ex' }] },
        ],
        byTag: [{ _id: 'x', count: 2 }],
        total: [{ n: 4 }],
      },
    ])
  })

  test('looks up by a variable, which is missing where its field is', async () => {
    const docs = store.fresh()
    const others = store.fresh()
    await docs.insertMany([{ _id: 1, f: 1 }, { _id: 2, f: null }, { _id: 3 }])
    await others.insertMany([{ _id: 1, k: 1 }, { _id: 2, k: null }, { _id: 3 }])
    const pipeline = [{ $match: { $expr: { $eq: ['$k', '$$x'] } } }]
    const $lookup = { from: others.collectionName, let: { x: '$f' }, pipeline, as: 'found' }
    const found = await docs.aggregate([{ $sort: { _id: 1 } }, { $lookup }]).toArray()
    expect(found.map(doc => doc.found.map((other: { _id: number }) => other._id))).toEqual([[1], [2], [3]])
  })

  test('is refused with an unknown stage', async () => {
    expect(
      (
        await refusal(
          store
            .fresh()
            .aggregate([{ $foo: 1 }])
            .toArray(),
        )
      ).code,
    ).toBe(40324)
  })
})
