import fc from 'fast-check'
import { Decimal128, Double, Long, ObjectId } from './store.ts'

export type Doc = Record<string, unknown>

const oids = ['000000000000000000000001', '000000000000000000000002'].map(hex => new ObjectId(hex))

export const number = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -2, max: 4 }) },
  { weight: 1, arbitrary: fc.constantFrom(new Double(1), new Double(1.5), new Double(-0.5)) },
  { weight: 1, arbitrary: fc.constantFrom(Long.fromNumber(1), Long.fromNumber(3)) },
  { weight: 1, arbitrary: fc.constantFrom(Decimal128.fromString('1'), Decimal128.fromString('2.5')) },
)

export const scalar = fc.oneof(
  { weight: 5, arbitrary: number },
  { weight: 3, arbitrary: fc.constantFrom('', 'a', 'b', 'ab', 'ä', 'B') },
  { weight: 2, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.boolean() },
  { weight: 1, arbitrary: fc.constantFrom(0, 1, 86_400_000).map(time => new Date(time)) },
  { weight: 1, arbitrary: fc.constantFrom(...oids) },
)

export const pattern = fc.constantFrom(/^a/, /b$/, /^$/, /B/i)

const inner = fc.record({ d: scalar, e: scalar }, { requiredKeys: [] })

/** A value of a field: mostly plain, sometimes an array, a document, or one inside the other. */
export const value: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: inner },
  { weight: 1, arbitrary: fc.array(fc.oneof(inner, scalar), { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(fc.array(scalar, { maxLength: 2 }), { maxLength: 2 }) },
)

export const id = fc.integer({ min: 0, max: 11 })

export const fields = fc.record(
  {
    a: value,
    b: scalar,
    c: fc.oneof({ weight: 3, arbitrary: inner }, { weight: 1, arbitrary: value }),
    l: fc.array(inner, { maxLength: 3 }),
    n: number,
    t: fc.array(scalar, { maxLength: 4 }),
  },
  { requiredKeys: [] },
)

export const document = fc.tuple(id, fields).map(([_id, rest]): Doc => ({ _id, ...rest }))

/** Paths that reach into everything that the documents hold, and into nothing. */
export const path = fc.constantFrom(
  'a',
  'b',
  'c',
  'c.d',
  'c.e',
  'l',
  'l.d',
  'l.0.d',
  'n',
  't',
  't.0',
  'a.0',
  'a.d',
  'z',
)

const operators = fc.oneof(
  { weight: 4, arbitrary: value.map((operand): Doc => ({ $eq: operand })) },
  {
    weight: 6,
    arbitrary: fc.tuple(fc.constantFrom('$gt', '$gte', '$lt', '$lte'), scalar).map(([name, v]): Doc => ({ [name]: v })),
  },
  { weight: 2, arbitrary: fc.tuple(scalar, scalar).map(([low, high]): Doc => ({ $gte: low, $lt: high })) },
  { weight: 2, arbitrary: value.map((operand): Doc => ({ $ne: operand })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('$in', '$nin'), fc.array(value, { maxLength: 3 }))
      .map(([name, v]): Doc => ({ [name]: v })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('$in', '$nin'), pattern, fc.array(scalar, { maxLength: 2 }))
      .map(([name, one, others]): Doc => ({ [name]: [one, ...others] })),
  },
  { weight: 1, arbitrary: pattern.map((operand): Doc => ({ $eq: operand })) },
  { weight: 2, arbitrary: fc.boolean().map((operand): Doc => ({ $exists: operand })) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 3 }).map((operand): Doc => ({ $size: operand })) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('int', 'string', 'array', 'object', 'number', 'null', 'date', 10, 2)
      .map((operand): Doc => ({ $type: operand })),
  },
  { weight: 1, arbitrary: fc.array(scalar, { minLength: 1, maxLength: 2 }).map((operand): Doc => ({ $all: operand })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('$gte', '$lt', '$eq'), scalar)
      .map(([name, v]): Doc => ({ $elemMatch: { [name]: v } })),
  },
  { weight: 1, arbitrary: fc.tuple(scalar, scalar).map(([d, e]): Doc => ({ $elemMatch: { d, e: { $ne: e } } })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('$gt', '$eq', '$lte'), scalar)
      .map(([name, v]): Doc => ({ $not: { [name]: v } })),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(2, 3), fc.constantFrom(0, 1)).map((operand): Doc => ({ $mod: operand })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('^a', 'b$', '^$', 'A').map((operand): Doc => ({ $regex: operand, $options: 'i' })),
  },
)

const small = fc.integer({ min: -2, max: 4 })

/** What indexes are used for, over values that many documents have. */
const focused = fc.tuple(
  fc.constantFrom('a', 'b', 'n', 't', 'l.d', 'c.d'),
  fc.oneof(
    small.map((operand): Doc => ({ $eq: operand })),
    fc.tuple(small, small).map(([low, high]): Doc => ({ $gt: low, $lt: high })),
    fc.tuple(small, small).map(([low, high]): Doc => ({ $lte: low, $gte: high })),
  ),
)

const clause = fc.oneof(
  { weight: 6, arbitrary: focused.map(([on, test]): Doc => ({ [on]: test })) },
  { weight: 5, arbitrary: fc.tuple(path, operators).map(([on, test]): Doc => ({ [on]: test })) },
  { weight: 3, arbitrary: fc.tuple(path, value).map(([on, v]): Doc => ({ [on]: v })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('$eq', '$lt', '$gte'), scalar)
      .map(([name, v]): Doc => ({ $expr: { [name]: ['$b', { $literal: v }] } })),
  },
)

export const filter: fc.Arbitrary<Doc> = fc.oneof(
  { weight: 1, arbitrary: fc.constant({}) },
  { weight: 5, arbitrary: clause },
  { weight: 3, arbitrary: fc.array(clause, { minLength: 1, maxLength: 3 }).map((all): Doc => ({ $and: all })) },
  { weight: 2, arbitrary: fc.array(clause, { minLength: 1, maxLength: 3 }).map((any): Doc => ({ $or: any })) },
  { weight: 1, arbitrary: fc.array(clause, { minLength: 1, maxLength: 2 }).map((none): Doc => ({ $nor: none })) },
)

const direction = fc.constantFrom(1, -1)

/** An order without ties: `_id` decides at last. */
export const sort = fc
  .tuple(fc.uniqueArray(fc.tuple(path, direction), { maxLength: 2, selector: ([on]) => on }), direction)
  .map(([parts, last]): Doc => ({ ...Object.fromEntries(parts), _id: last }))
