import fc from 'fast-check'
import { type Doc, fields, number, pattern, scalar, value } from './random-values.ts'

export const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined })
export const given = (doc: Doc): Doc => Object.fromEntries(Object.entries(doc).filter(([, v]) => v !== undefined))

const target = fc.constantFrom('a', 'b', 'c.d', 'c.e', 'l.0.d', 'n', 't', 't.1', 'l', 'a.x', 'z')
const list = fc.constantFrom('t', 'l', 'a', 'z')

const change: fc.Arbitrary<Doc> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(target, value).map(([on, v]): Doc => ({ $set: { [on]: v } })) },
  { weight: 2, arbitrary: target.map((on): Doc => ({ $unset: { [on]: '' } })) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom('$inc', '$mul'), target, number)
      .map(([name, on, v]): Doc => ({ [name]: { [on]: v } })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('$min', '$max'), target, scalar)
      .map(([name, on, v]): Doc => ({ [name]: { [on]: v } })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('a', 'b', 'c.d', 'n'), fc.constantFrom('z', 'c.e', 'y.x'))
      .map(([from, to]): Doc => ({ $rename: { [from]: to } })),
  },
  { weight: 2, arbitrary: fc.tuple(list, value).map(([on, v]): Doc => ({ $push: { [on]: v } })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        list,
        fc.array(scalar, { maxLength: 3 }),
        optional(fc.integer({ min: -3, max: 3 })),
        optional(fc.constantFrom(1, -1)),
        optional(fc.integer({ min: -2, max: 3 })),
      )
      .map(
        ([on, $each, $slice, $sort, $position]): Doc => ({
          $push: { [on]: given({ $each, $slice, $sort, $position }) },
        }),
      ),
  },
  { weight: 2, arbitrary: fc.tuple(list, value).map(([on, v]): Doc => ({ $addToSet: { [on]: v } })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(list, fc.array(scalar, { maxLength: 3 }))
      .map(([on, $each]): Doc => ({ $addToSet: { [on]: { $each } } })),
  },
  { weight: 1, arbitrary: fc.tuple(list, fc.constantFrom(1, -1)).map(([on, end]): Doc => ({ $pop: { [on]: end } })) },
  { weight: 2, arbitrary: fc.tuple(list, scalar).map(([on, v]): Doc => ({ $pull: { [on]: v } })) },
  { weight: 1, arbitrary: fc.tuple(list, scalar).map(([on, v]): Doc => ({ $pull: { [on]: { $gte: v } } })) },
  { weight: 1, arbitrary: scalar.map((v): Doc => ({ $pull: { l: { d: v } } })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        list,
        fc.oneof(
          fc.array(scalar, { maxLength: 2 }).map((v): Doc => ({ $in: v })),
          scalar.map((v): Doc => ({ $ne: v })),
          pattern.map((v): Doc => ({ $not: v })),
          fc.constantFrom<Doc>({ $size: 1 }, { $type: 'number' }, { $elemMatch: { $gt: 1 } }, { d: { $gte: 1 } }),
        ),
      )
      .map(([on, v]): Doc => ({ $pull: { [on]: v } })),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(list, fc.array(scalar, { maxLength: 2 })).map(([on, v]): Doc => ({ $pullAll: { [on]: v } })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(target, fc.constantFrom('and', 'or', 'xor'))
      .map(([on, name]): Doc => ({ $bit: { [on]: { [name]: 3 } } })),
  },
  { weight: 1, arbitrary: scalar.map((v): Doc => ({ $set: { 't.$[]': v } })) },
  { weight: 1, arbitrary: number.map((v): Doc => ({ $inc: { 'l.$[].d': v } })) },
  { weight: 1, arbitrary: fc.tuple(target, value).map(([on, v]): Doc => ({ $setOnInsert: { [on]: v } })) },
)

/** The operators of several changes in one update. */
function merge(changes: readonly Doc[]): Doc {
  const update: Record<string, Doc> = {}
  for (const each of changes) {
    for (const [name, operand] of Object.entries(each)) update[name] = { ...update[name], ...(operand as Doc) }
  }
  return update
}

export const merged = fc.array(change, { minLength: 1, maxLength: 2 }).map(merge)

export const expression: fc.Arbitrary<unknown> = fc.oneof(
  scalar.map($literal => ({ $literal })),
  fc.constantFrom('$a', '$b', '$c.d', '$n', '$l.d', '$z', '$$ROOT.b'),
  fc.constantFrom('$a', '$n').map(of => ({ $ifNull: [of, 0] })),
  fc.constantFrom('$eq', '$lt', '$cmp').map(name => ({ [name]: ['$a', '$b'] })),
  fc.constant({ $cond: [{ $isArray: '$a' }, { $size: '$a' }, -1] }),
  fc.constant({ $concatArrays: [{ $ifNull: ['$t', []] }, [1]] }),
  // What is borrowed, over numbers of one type.
  fc.constantFrom(
    { $divide: ['$_id', 4] },
    { $mod: ['$_id', 3] },
    { $concat: [{ $toString: '$_id' }, '-'] },
    { $toUpper: { $cond: [{ $eq: ['$b', 'ab'] }, '$b', 'x'] } },
    { $year: { $add: [new Date(0), '$_id'] } },
    { $max: '$t' },
    { $min: ['$_id', 4, '$nothing'] },
    { $sum: ['$_id', 1.5, 'x'] },
    { $avg: ['$_id', 1] },
  ),
)

export const stage: fc.Arbitrary<Doc> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom('z', 'b', 'c.d', 'c'), expression)
      .map(([on, v]): Doc => ({ $set: { [on]: v } })),
  },
  { weight: 1, arbitrary: fc.constantFrom('a', 'c.d', 'l.e', '_id').map((on): Doc => ({ $unset: on })) },
  { weight: 1, arbitrary: expression.map((v): Doc => ({ $replaceWith: { b: '$b', v } })) },
)

/** The update and what belongs to it. */
export const update: fc.Arbitrary<Doc> = fc.oneof(
  { weight: 6, arbitrary: merged.map((u): Doc => ({ u })) },
  { weight: 1, arbitrary: fields.map((u): Doc => ({ u })) },
  { weight: 1, arbitrary: fc.array(stage, { minLength: 1, maxLength: 2 }).map((u): Doc => ({ u })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(scalar, scalar)
      .map(([low, v]): Doc => ({ u: { $set: { 't.$[x]': v } }, arrayFilters: [{ x: { $gte: low } }] })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(scalar, number)
      .map(([d, n]): Doc => ({ u: { $inc: { 'l.$[x].e': n } }, arrayFilters: [{ 'x.d': d }] })),
  },
)
