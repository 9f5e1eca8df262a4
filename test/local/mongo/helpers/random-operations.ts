import fc from 'fast-check'
import { expression, given, merged, optional, stage, update } from './random-updates.ts'
import { type Doc, document, fields, filter, id, path, scalar, sort } from './random-values.ts'

/** A command without the name of its collection, and what may be compared of its answer. */
export interface Operation {
  readonly name: string
  readonly fields: Doc
  /** `exact`: documents in order; `any`: in any order; `set`: values in any order, equal numbers taken for one. */
  readonly order: 'exact' | 'any' | 'set'
  /** Several documents change one after the other: where that fails, how far it went depends on the order of the scan. */
  readonly isMulti?: boolean
}

const insert = fc
  .tuple(fc.array(document, { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([documents, ordered]): Operation => ({ name: 'insert', fields: { documents, ordered }, order: 'exact' }))

const one = fc
  .tuple(id, filter, fc.boolean())
  .map(([_id, extra, isAlone]): Doc => (isAlone ? { _id } : { _id, ...extra }))

const updateOne = fc.tuple(one, update, fc.boolean()).map(
  ([q, rest, upsert]): Operation => ({
    name: 'update',
    fields: { updates: [{ q, ...rest, upsert }] },
    order: 'exact',
  }),
)

const updatePositional = fc
  .tuple(id, fc.constantFrom('t', 'l.d'), scalar, scalar)
  .map(([_id, on, wanted, v]): Operation => {
    const to = on === 't' ? 't.$' : 'l.$.e'
    return {
      name: 'update',
      fields: { updates: [{ q: { _id, [on]: wanted }, u: { $set: { [to]: v } } }] },
      order: 'exact',
    }
  })

const updateMany = fc.tuple(filter, update).map(
  ([q, rest]): Operation => ({
    name: 'update',
    fields: { updates: [{ q, ...rest, multi: true }] },
    order: 'exact',
    isMulti: true,
  }),
)

const upsert = fc.tuple(id, filter, merged).map(
  ([_id, rest, u]): Operation => ({
    name: 'update',
    fields: { updates: [{ q: { $and: [{ _id }, rest] }, u, upsert: true }] },
    order: 'exact',
  }),
)

const removal = fc
  .oneof(
    one.map(q => ({ q, limit: 1 })),
    filter.map(q => ({ q, limit: 0 })),
  )
  .map((each): Operation => ({ name: 'delete', fields: { deletes: [each] }, order: 'exact' }))

const projection: fc.Arbitrary<Doc> = fc.oneof(
  fc
    .uniqueArray(fc.constantFrom('_id', 'a', 'b', 'c.d', 'l.d', 't'), { minLength: 1 })
    .map(all => Object.fromEntries(all.map(on => [on, 1]))),
  fc
    .uniqueArray(fc.constantFrom('_id', 'a', 'b', 'c.d', 'l.d', 't'), { minLength: 1 })
    .map(all => Object.fromEntries(all.map(on => [on, 0]))),
  fc
    .tuple(fc.integer({ min: -2, max: 2 }), fc.constantFrom({}, { b: 1 }, { b: 0 }))
    .map(([count, rest]): Doc => ({ ...rest, t: { $slice: count } })),
  scalar.map((d): Doc => ({ l: { $elemMatch: { d } } })),
  expression.map((v): Doc => ({ b: 1, x: v })),
)

const findAndModify = fc
  .tuple(filter, sort, fc.oneof(update, fc.constant(undefined)), fc.boolean(), fc.boolean(), optional(projection))
  .map(([query, by, rest, upserts, isNew, shown]): Operation => {
    const changing: Doc = rest
      ? given({ update: rest.u, arrayFilters: rest.arrayFilters, new: isNew })
      : { remove: true }
    const upsert = rest && upserts ? { upsert: true, query: { ...query, _id: 3 } } : {}
    return {
      name: 'findAndModify',
      fields: given({ query, sort: by, ...changing, ...upsert, fields: shown }),
      order: 'exact',
    }
  })

const find = fc
  .tuple(
    filter,
    optional(sort),
    optional(projection),
    optional(fc.integer({ min: 0, max: 4 })),
    optional(fc.integer({ min: 1, max: 5 })),
  )
  .map(([wanted, by, shown, skip, limit]): Operation => {
    const some = by ? given({ sort: by, skip, limit }) : {}
    return { name: 'find', fields: given({ filter: wanted, projection: shown, ...some }), order: by ? 'exact' : 'any' }
  })

const count = fc
  .tuple(filter, optional(fc.integer({ min: 0, max: 3 })), optional(fc.integer({ min: -3, max: 3 })))
  .map(([query, skip, limit]): Operation => ({ name: 'count', fields: given({ query, skip, limit }), order: 'exact' }))
const distinct = fc
  .tuple(path, filter)
  .map(([key, query]): Operation => ({ name: 'distinct', fields: { key, query }, order: 'set' }))

const accumulators: Doc = {
  sum: { $sum: '$n' },
  all: { $sum: 1 },
  low: { $min: '$b' },
  high: { $max: '$b' },
  first: { $first: '$b' },
  last: { $last: '$a' },
  list: { $push: '$n' },
  mean: { $avg: '$_id' },
}

const pipelineEnd: fc.Arbitrary<Doc[]> = fc.oneof<fc.Arbitrary<Doc[]>[]>(
  fc.constantFrom('$b', '$c.d', '$n', null).map(_id => [{ $group: { _id, ...accumulators } }]),
  fc
    .tuple(fc.constantFrom('$t', '$l', '$a', '$z'), fc.boolean())
    .map(([on, preserveNullAndEmptyArrays]) => [
      { $unwind: { path: on, preserveNullAndEmptyArrays, includeArrayIndex: 'i' } },
    ]),
  fc.array(stage, { minLength: 1, maxLength: 2 }),
  fc.tuple(expression, expression).map(([x, y]) => [{ $project: { x, 'y.z': y } }]),
  filter.map($match => [{ $match }, { $count: 'found' }]),
  fc.integer({ min: 1, max: 3 }).map($limit => [{ $limit }, { $addFields: { seen: true } }]),
  fc.integer({ min: 0, max: 3 }).map($skip => [{ $skip }]),
  fc.constant([{ $sortByCount: '$b' }, { $sort: { count: 1, _id: 1 } }]),
  fc.constant([{ $facet: { some: [{ $limit: 2 }], many: [{ $count: 'n' }] } }]),
  fc.constant([{ $replaceRoot: { newRoot: { k: '$_id', v: '$b' } } }]),
)

const aggregate = fc.tuple(filter, sort, pipelineEnd).map(
  ([$match, $sort, end]): Operation => ({
    name: 'aggregate',
    fields: { pipeline: [{ $match }, { $sort }, ...end], cursor: {} },
    order: 'any',
  }),
)

const indexes = [
  { key: { a: 1 }, name: 'a' },
  { key: { b: 1 }, name: 'b' },
  { key: { b: -1, n: 1 }, name: 'b_n' },
  { key: { n: 1, b: 1 }, name: 'n_b' },
  { key: { 'c.d': 1, b: -1 }, name: 'cd_b' },
  { key: { 'l.d': 1 }, name: 'ld' },
  { key: { t: -1 }, name: 't' },
  { key: { n: 1, t: 1, b: 1 }, name: 'n_t_b' },
  { key: { z: 1 }, name: 'sparse', sparse: true },
  { key: { b: 1, a: 1 }, name: 'partial', partialFilterExpression: { n: { $gte: 1 } } },
  { key: { n: -1 }, name: 'partial_exists', partialFilterExpression: { b: { $exists: true } } },
  { key: { c: 1 }, name: 'unique', unique: true, sparse: true },
  { key: { z: 1, b: 1 }, name: 'unique_partial', unique: true, partialFilterExpression: { b: { $gt: '' } } },
]
export const createIndexes = fc
  .constantFrom(...indexes)
  .map((index): Operation => ({ name: 'createIndexes', fields: { indexes: [index] }, order: 'exact' }))
const dropIndexes = fc
  .constantFrom(...indexes)
  .map(({ name }): Operation => ({ name: 'dropIndexes', fields: { index: name }, order: 'exact' }))

/** What a client may do, in proportions that keep the collection filled and its indexes changing. */
export const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 5, arbitrary: insert },
  { weight: 4, arbitrary: updateOne },
  { weight: 1, arbitrary: updatePositional },
  { weight: 3, arbitrary: updateMany },
  { weight: 2, arbitrary: upsert },
  { weight: 1, arbitrary: removal },
  { weight: 3, arbitrary: findAndModify },
  { weight: 8, arbitrary: find },
  { weight: 2, arbitrary: count },
  { weight: 1, arbitrary: distinct },
  { weight: 4, arbitrary: aggregate },
  { weight: 3, arbitrary: createIndexes },
  { weight: 1, arbitrary: dropIndexes },
)

/** Documents to begin with. */
export const beginning = fc.array(fields, { minLength: 1, maxLength: 12 }).map(
  (all): Operation => ({
    name: 'insert',
    fields: { documents: all.map((rest, _id): Doc => ({ _id, ...rest })), ordered: false },
    order: 'exact',
  }),
)
