import { Decimal128, Double, Int32, Long, Timestamp } from 'bson'
import { Context, evalExpr } from 'mingo/core'
import * as known from 'mingo/operators/expression'
import type { Options } from 'mingo/types'
import { type Doc, isDoc, isNumeric, isTrue } from './bson.ts'
import { CommandError, notSupported } from './errors.ts'
import { compare, equal } from './order.ts'
import { partsOf } from './path.ts'

// Numbers that JavaScript cannot hold stay wrapped, and `exact` below refuses to calculate with them.
function toPlain(value: unknown): unknown {
  if (value instanceof Int32 || value instanceof Double) return value.value
  if (Long.isLong(value) && !(value instanceof Timestamp)) {
    const number = value.toNumber()
    return Number.isSafeInteger(number) ? number : value
  }
  if (Array.isArray(value)) return value.map(toPlain)
  if (isDoc(value)) return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, toPlain(field)]))
  return value
}

type Evaluate = (expression: unknown) => unknown
// As a method, because mingo declares some arguments narrower than what it checks.
type Operator = { call(doc: Doc, expression: unknown, options: Options): unknown }['call']

/** An operator of a fixed number of arguments that are all evaluated first. */
function strict(name: string, count: number, apply: (...values: unknown[]) => unknown): Operator {
  return (doc, expression, options) => {
    const list = Array.isArray(expression) ? expression : [expression]
    if (list.length !== count) {
      throw new CommandError(
        'InvalidPipelineOperator',
        `Expression ${name} takes exactly ${count} arguments. ${list.length} were passed in.`,
      )
    }
    return apply(...list.map(each => evalExpr(doc, each, options)))
  }
}

const lazy =
  (apply: (expression: unknown, evaluate: Evaluate) => unknown): Operator =>
  (doc, expression, options) =>
    apply(expression, each => evalExpr(doc, each, options))

/** mingo's operator, refused for numbers that it would silently round. */
function exact(operator: Operator): Operator {
  return (doc, expression, options) => {
    const values: unknown = evalExpr(doc, expression, options)
    const list = Array.isArray(values) ? values : isDoc(values) ? Object.values(values) : [values]
    if (list.some(value => value instanceof Decimal128 || Long.isLong(value))) {
      throw notSupported('An expression over Decimal128 or over a Long beyond 2^53')
    }
    return operator(doc, toLiterals(values), options)
  }
}

function toLiterals(values: unknown): unknown {
  if (Array.isArray(values)) return values.map(value => ({ $literal: value }))
  if (isDoc(values))
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { $literal: value }]))
  return { $literal: values }
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value])

function conditional(expression: unknown, evaluate: Evaluate): unknown {
  const [test, yes, no] = Array.isArray(expression)
    ? expression
    : isDoc(expression)
      ? [expression.if, expression.then, expression.else]
      : []
  return evaluate(isTrue(evaluate(test)) ? yes : no)
}

function chooseCase(expression: unknown, evaluate: Evaluate): unknown {
  if (!isDoc(expression) || !Array.isArray(expression.branches)) {
    throw new CommandError('InvalidPipelineOperator', '$switch requires an array of branches')
  }
  for (const branch of expression.branches) {
    if (isDoc(branch) && isTrue(evaluate(branch.case))) return evaluate(branch.then)
  }
  if (!('default' in expression))
    throw new CommandError(
      'BadValue',
      '$switch could not find a matching branch for an input, and no default was specified.',
    )
  return evaluate(expression.default)
}

function isOneOf(value: unknown, values: unknown): boolean {
  if (!Array.isArray(values)) throw new CommandError('BadValue', '$in requires an array as a second argument')
  return values.some(each => equal(each, value))
}

const own: Record<string, Operator> = {
  $literal: (_, expression) => expression,
  $eq: strict('$eq', 2, (a, b) => equal(a, b)),
  $ne: strict('$ne', 2, (a, b) => !equal(a, b)),
  $gt: strict('$gt', 2, (a, b) => compare(a, b) > 0),
  $gte: strict('$gte', 2, (a, b) => compare(a, b) >= 0),
  $lt: strict('$lt', 2, (a, b) => compare(a, b) < 0),
  $lte: strict('$lte', 2, (a, b) => compare(a, b) <= 0),
  $cmp: strict('$cmp', 2, compare),
  $in: strict('$in', 2, isOneOf),
  $not: strict('$not', 1, value => !isTrue(value)),
  $and: lazy((expression, evaluate) => list(expression).every(each => isTrue(evaluate(each)))),
  $or: lazy((expression, evaluate) => list(expression).some(each => isTrue(evaluate(each)))),
  $cond: lazy(conditional),
  $switch: lazy(chooseCase),
  $ifNull: lazy((expression, evaluate) => {
    let value: unknown
    for (const each of list(expression)) {
      value = evaluate(each)
      if (value !== null && value !== undefined) return value
    }
    return value
  }),
  $isArray: strict('$isArray', 1, value => Array.isArray(value)),
  $size: strict('$size', 1, value => {
    if (!Array.isArray(value)) throw new CommandError('BadValue', 'The argument to $size must be an array')
    return value.length
  }),
}

const { $abs, $add, $ceil, $divide, $floor, $mod, $multiply, $pow, $round, $sqrt, $subtract, $trunc } = known
const { $concat, $toLower, $toUpper, $strLenCP, $split, $trim, $ltrim, $rtrim, $substrCP } = known
const {
  $arrayElemAt,
  $concatArrays,
  $filter,
  $first,
  $last,
  $map,
  $reduce,
  $reverseArray,
  $slice,
  $mergeObjects,
  $objectToArray,
  $arrayToObject,
} = known
const {
  $year,
  $month,
  $dayOfMonth,
  $hour,
  $minute,
  $second,
  $millisecond,
  $dayOfWeek,
  $dayOfYear,
  $dateToString,
  $toString,
  $let,
} = known

const calculating = {
  $abs,
  $add,
  $ceil,
  $divide,
  $floor,
  $mod,
  $multiply,
  $pow,
  $round,
  $sqrt,
  $subtract,
  $trunc,
  $toString,
}
const passing = {
  $concat,
  $toLower,
  $toUpper,
  $strLenCP,
  $split,
  $trim,
  $ltrim,
  $rtrim,
  $substrCP,
  $arrayElemAt,
  $concatArrays,
  $filter,
  $first,
  $last,
  $map,
  $reduce,
  $reverseArray,
  $slice,
  $mergeObjects,
  $objectToArray,
  $arrayToObject,
  $year,
  $month,
  $dayOfMonth,
  $hour,
  $minute,
  $second,
  $millisecond,
  $dayOfWeek,
  $dayOfYear,
  $dateToString,
  $let,
}

const expression = {
  ...Object.fromEntries(Object.entries(calculating).map(([name, operator]) => [name, exact(operator)])),
  ...passing,
  ...own,
}
const context = Context.init({ expression })

const checked = new WeakSet<object>()

/** Refuses an expression with an operator that is unknown (168) or that this server does not have. */
export function checkExpression(value: unknown): void {
  if (typeof value === 'string') checkPath(value)
  if (Array.isArray(value)) for (const each of value) checkExpression(each)
  if (!isDoc(value) || checked.has(value)) return
  for (const [name, operand] of Object.entries(value)) {
    if (name.startsWith('$')) {
      if (Object.keys(value).length > 1)
        throw new CommandError(
          'InvalidPipelineOperator',
          'an object representing an expression must have exactly one field',
        )
      if (!Object.hasOwn(expression, name)) {
        if (name in known) throw notSupported(`The expression ${name}`)
        throw new CommandError('InvalidPipelineOperator', `Unrecognized expression '${name}'`)
      }
      if (name === '$literal') continue
    }
    checkExpression(operand)
  }
  checked.add(value)
}

function checkPath(value: string): void {
  if (!value.startsWith('$')) return
  if (value === '$') throw new CommandError('FailedToParse', "'$' by itself is not a valid FieldPath")
  // MongoDB's expressions do not index arrays by path; mingo's do.
  if (partsOf(value).some((part, i) => i > 0 && /^\d+$/.test(part)))
    throw notSupported('A number in the path of an expression')
  if (value.includes('__proto__')) throw notSupported('A field named __proto__ in an expression')
}

/** The value of an aggregation expression for a document; undefined for a missing field. */
export function evaluate(doc: Doc, value: unknown, variables: Doc = {}): unknown {
  checkExpression(value)
  if (isNumeric(value)) return value
  if (typeof value === 'string' && /^\$[^$.]/.test(value) && !value.includes('.')) return doc[value.slice(1)]
  const options: Options = {
    idKey: '_id',
    processingMode: 0,
    useStrictMode: true,
    scriptEnabled: false,
    failOnError: true,
    context,
    variables: toPlain(variables) as Doc,
  }
  return evalExpr(plainOf(doc), toPlain(value), options)
}

const plain = new WeakMap<Doc, unknown>()

function plainOf(doc: Doc): unknown {
  let known = plain.get(doc)
  if (known === undefined) {
    known = toPlain(doc)
    plain.set(doc, known)
  }
  return known
}
