import { Int32, Long } from 'bson'
import { accumulators } from './accumulators.ts'
import { type Doc, isDoc, isNumeric, isTrue, setField, toNumber } from './bson.ts'
import { CommandError } from './errors.ts'
import { borrowedOperators } from './expression-library.ts'
import { calculate } from './numeric.ts'
import { compare, equal } from './order.ts'

/** The value of an expression, with more variables if need be. */
type Evaluate = (expression: unknown, variables?: Doc) => unknown
type Operator = (operand: unknown, evaluate: Evaluate) => unknown

const isNothing = (value: unknown): value is null | undefined => value === null || value === undefined
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value])
const refused = (message: string): CommandError => new CommandError('BadValue', message)

/** An operator whose arguments are all evaluated first. */
function strict(
  name: string,
  [least, most]: readonly [number, number],
  apply: (...values: unknown[]) => unknown,
): Operator {
  return (operand, evaluate) => {
    const list = listOf(operand)
    if (list.length < least || list.length > most) {
      const wanted = least === most ? `exactly ${least}` : `at least ${least}, at most ${most}`
      throw new CommandError(
        least === most ? 'Location16020' : 'Location28667',
        `Expression ${name} takes ${wanted} arguments. ${list.length} were passed in.`,
      )
    }
    return apply(...list.map(each => evaluate(each)))
  }
}

const comparison = (name: string, holds: (order: number) => boolean): Operator =>
  strict(name, [2, 2], (a, b) => holds(compare(a, b)))

/** An operator of arrays: nothing gives null, anything but an array is refused. */
const ofArray = (name: string, most: number, apply: (array: unknown[], ...rest: unknown[]) => unknown): Operator =>
  strict(name, [most > 1 ? 2 : 1, most], (array, ...rest) => {
    if (isNothing(array)) return null
    if (!Array.isArray(array)) throw refused(`${name}'s argument must be an array`)
    return apply(array, ...rest)
  })

function whole(value: unknown, name: string): number {
  const number = toNumber(value)
  if (number === undefined || !Number.isInteger(number)) throw refused(`${name} needs an integer`)
  return number
}

function slice(array: unknown[], first: unknown, count: unknown): unknown {
  if (isNothing(first) || count === null) return null
  const start = whole(first, '$slice')
  if (count === undefined) return start < 0 ? array.slice(start) : array.slice(0, start)
  const length = whole(count, '$slice')
  if (length <= 0) throw refused('Third argument to $slice must be positive')
  const from = start < 0 ? Math.max(0, array.length + start) : start
  return array.slice(from, from + length)
}

/** Adds or multiplies numbers by their types; dates are left to the library. */
const arithmetic =
  (name: '$add' | '$multiply', start: number, operation: '+' | '×'): Operator =>
  (operand, evaluate) => {
    const values = listOf(operand).map(each => evaluate(each))
    if (values.some(isNothing)) return null
    if (values.some(value => value instanceof Date))
      return borrowedOperators[name]?.({ $literal: values }, () => values)
    return values.reduce((sum, value) => calculate(sum, value, operation), new Int32(start))
  }

function subtract(operand: unknown, evaluate: Evaluate): unknown {
  const [a, b] = listOf(operand).map(each => evaluate(each))
  if (isNothing(a) || isNothing(b)) return null
  if (a instanceof Date && b instanceof Date) return Long.fromNumber(a.getTime() - b.getTime())
  if (a instanceof Date) return borrowedOperators.$subtract?.(operand, () => [a, b])
  return calculate(a, calculate(b, new Int32(-1), '×'), '+')
}

function conditional(operand: unknown, evaluate: Evaluate): unknown {
  const names = ['if', 'then', 'else']
  const parts = isDoc(operand) ? names.filter(name => name in operand).map(name => operand[name]) : listOf(operand)
  if (parts.length !== names.length)
    throw new CommandError(
      'Location16020',
      `Expression $cond takes exactly 3 arguments. ${parts.length} were passed in.`,
    )
  const [test, yes, no] = parts
  return evaluate(isTrue(evaluate(test)) ? yes : no)
}

function chooseCase(operand: unknown, evaluate: Evaluate): unknown {
  if (!isDoc(operand) || !Array.isArray(operand.branches))
    throw new CommandError('InvalidPipelineOperator', '$switch requires an array of branches')
  for (const branch of operand.branches) {
    if (isDoc(branch) && isTrue(evaluate(branch.case))) return evaluate(branch.then)
  }
  if (!('default' in operand))
    throw refused('$switch could not find a matching branch for an input, and no default was specified.')
  return evaluate(operand.default)
}

function fieldsOf(operand: unknown, name: string): Doc {
  if (!isDoc(operand)) throw refused(`${name} only supports an object as its argument`)
  return operand
}

/** The input of `$map` and its like; undefined where there is nothing to go through. */
function inputOf(operand: Doc, name: string, evaluate: Evaluate): unknown[] | undefined {
  const input = evaluate(operand.input)
  if (isNothing(input)) return undefined
  if (!Array.isArray(input)) throw refused(`input to ${name} must be an array`)
  return input
}

const nameOf = (operand: Doc): string => (typeof operand.as === 'string' ? operand.as : 'this')

function map(spec: unknown, evaluate: Evaluate): unknown {
  const operand = fieldsOf(spec, '$map')
  const name = nameOf(operand)
  return inputOf(operand, '$map', evaluate)?.map(each => evaluate(operand.in, { [name]: each }) ?? null) ?? null
}

function filter(spec: unknown, evaluate: Evaluate): unknown {
  const operand = fieldsOf(spec, '$filter')
  const name = nameOf(operand)
  const limit = operand.limit === undefined ? undefined : evaluate(operand.limit)
  const kept = inputOf(operand, '$filter', evaluate)?.filter(each => isTrue(evaluate(operand.cond, { [name]: each })))
  return (isNothing(limit) ? kept : kept?.slice(0, whole(limit, '$filter'))) ?? null
}

function reduce(spec: unknown, evaluate: Evaluate): unknown {
  const operand = fieldsOf(spec, '$reduce')
  const input = inputOf(operand, '$reduce', evaluate)
  const start = evaluate(operand.initialValue)
  return input ? input.reduce((sum, each) => evaluate(operand.in, { value: sum, this: each }), start) : null
}

function withVariables(spec: unknown, evaluate: Evaluate): unknown {
  const operand = fieldsOf(spec, '$let')
  const variables = Object.entries(fieldsOf(operand.vars, '$let')).map(([name, value]) => [name, evaluate(value)])
  return evaluate(operand.in, Object.fromEntries(variables))
}

function merge(operand: unknown, evaluate: Evaluate): unknown {
  const values = listOf(operand).flatMap(each => {
    const value = evaluate(each)
    return Array.isArray(value) && !Array.isArray(operand) ? value : [value]
  })
  const merged: Doc = {}
  for (const value of values) {
    if (isNothing(value)) continue
    for (const [name, field] of Object.entries(fieldsOf(value, '$mergeObjects'))) setField(merged, name, field)
  }
  return merged
}

function toObject(pairs: unknown[]): unknown {
  const made: Doc = {}
  for (const pair of pairs) {
    const [name, value] = isDoc(pair) ? [pair.k, pair.v] : listOf(pair)
    if (typeof name !== 'string') throw refused('$arrayToObject requires keys that are strings')
    setField(made, name, value)
  }
  return made
}

function isOneOf(value: unknown, values: unknown): boolean {
  if (!Array.isArray(values)) throw refused('$in requires an array as a second argument')
  return values.some(each => equal(each, value))
}

function firstOfThem(operand: unknown, evaluate: Evaluate): unknown {
  const { length } = listOf(operand)
  if (length < 2) throw new CommandError('Location1257300', `$ifNull needs at least two arguments, had: ${length}`)
  let value: unknown
  for (const each of listOf(operand)) {
    value = evaluate(each)
    if (!isNothing(value)) return value
  }
  return value
}

function size(value: unknown): Int32 {
  if (!Array.isArray(value)) throw refused('The argument to $size must be an array')
  return new Int32(value.length)
}

/** An accumulator over its arguments, or over the elements of the only one. */
const accumulating =
  (name: '$sum' | '$avg' | '$min' | '$max'): Operator =>
  (operand, evaluate) => {
    const values = listOf(operand).map(each => evaluate(each))
    const [only] = values
    const accumulator = accumulators[name]()
    for (const each of values.length === 1 && Array.isArray(only) ? only : values) accumulator.add(each)
    return accumulator.result()
  }

/** Nothing is an empty text. */
const ofText =
  (name: '$toLower' | '$toUpper'): Operator =>
  (operand, evaluate) => {
    const [value] = listOf(operand).map(each => evaluate(each))
    return isNothing(value) ? '' : borrowedOperators[name]?.(value, each => each)
  }

/** The number of places may be left out. */
const rounding =
  (name: '$round' | '$trunc'): Operator =>
  (operand, evaluate) => {
    const [value, places = new Int32(0)] = listOf(operand).map(each => evaluate(each))
    return borrowedOperators[name]?.([value, places], each => each)
  }

/** The expressions of aggregation that keep the types of what they are given, by name. */
export const expressionOperators: Readonly<Record<string, Operator>> = {
  ...borrowedOperators,
  $toLower: ofText('$toLower'),
  $toUpper: ofText('$toUpper'),
  $round: rounding('$round'),
  $trunc: rounding('$trunc'),
  $sum: accumulating('$sum'),
  $avg: accumulating('$avg'),
  $min: accumulating('$min'),
  $max: accumulating('$max'),
  $literal: operand => operand,
  $eq: comparison('$eq', order => order === 0),
  $ne: comparison('$ne', order => order !== 0),
  $gt: comparison('$gt', order => order > 0),
  $gte: comparison('$gte', order => order >= 0),
  $lt: comparison('$lt', order => order < 0),
  $lte: comparison('$lte', order => order <= 0),
  $cmp: strict('$cmp', [2, 2], (a, b) => new Int32(compare(a, b))),
  $in: strict('$in', [2, 2], isOneOf),
  $not: strict('$not', [1, 1], value => !isTrue(value)),
  $and: (operand, evaluate) => listOf(operand).every(each => isTrue(evaluate(each))),
  $or: (operand, evaluate) => listOf(operand).some(each => isTrue(evaluate(each))),
  $cond: conditional,
  $switch: chooseCase,
  $ifNull: firstOfThem,
  $add: arithmetic('$add', 0, '+'),
  $multiply: arithmetic('$multiply', 1, '×'),
  $subtract: subtract,
  $isArray: strict('$isArray', [1, 1], value => Array.isArray(value)),
  $isNumber: strict('$isNumber', [1, 1], isNumeric),
  $size: strict('$size', [1, 1], size),
  $arrayElemAt: ofArray('$arrayElemAt', 2, (array, at) => (isNothing(at) ? null : array.at(whole(at, '$arrayElemAt')))),
  $first: ofArray('$first', 1, array => array[0]),
  $last: ofArray('$last', 1, array => array.at(-1)),
  $reverseArray: ofArray('$reverseArray', 1, array => array.toReversed()),
  $slice: ofArray('$slice', 3, slice),
  $concatArrays: (operand, evaluate) => {
    const arrays = listOf(operand).map(each => evaluate(each))
    if (arrays.some(isNothing)) return null
    if (!arrays.every(each => Array.isArray(each))) throw refused('$concatArrays only supports arrays')
    return arrays.flat()
  },
  $map: map,
  $filter: filter,
  $reduce: reduce,
  $let: withVariables,
  $mergeObjects: merge,
  $objectToArray: strict('$objectToArray', [1, 1], value =>
    isNothing(value) ? null : Object.entries(fieldsOf(value, '$objectToArray')).map(([k, v]) => ({ k, v })),
  ),
  $arrayToObject: ofArray('$arrayToObject', 1, toObject),
}
