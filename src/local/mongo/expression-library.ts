import { createRequire } from 'node:module'
import { Decimal128, Double, Int32, Long, Timestamp } from 'bson'
import type * as Core from 'mingo/core'
import type * as Expressions from 'mingo/operators/expression'
import type { Options } from 'mingo/types'
import { isDoc } from './bson.ts'
import { notSupported } from './errors.ts'

// As a method, because mingo declares some arguments narrower than what it checks.
type Borrowed = { call(doc: object, expression: unknown, options: Options): unknown }['call']
type Operator = (operand: unknown, evaluate: (expression: unknown) => unknown) => unknown

// Numbers that JavaScript cannot hold stay wrapped, and are refused below.
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

const numbers = [
  '$abs',
  '$add',
  '$ceil',
  '$floor',
  '$mod',
  '$pow',
  '$round',
  '$subtract',
  '$trunc',
  '$toString',
] as const
const texts = [
  '$concat',
  '$toLower',
  '$toUpper',
  '$strLenCP',
  '$split',
  '$trim',
  '$ltrim',
  '$rtrim',
  '$substrCP',
] as const
const days = ['$year', '$month', '$dayOfMonth', '$dayOfWeek', '$dayOfYear'] as const
const times = ['$hour', '$minute', '$second', '$millisecond', '$dateToString'] as const
const fractions = ['$divide', '$sqrt'] as const
type Name = [...typeof numbers, ...typeof texts, ...typeof days, ...typeof times, ...typeof fractions][number]

const load = createRequire(import.meta.url)
let library: { readonly operators: typeof Expressions; readonly options: Options } | undefined

/** mingo, when an expression first needs it: few do, and it takes as much memory as the rest of the store. */
function mingo(): NonNullable<typeof library> {
  if (library) return library
  const { Context }: typeof Core = load('mingo/core')
  const operators: typeof Expressions = load('mingo/operators/expression')
  const options: Options = {
    idKey: '_id',
    processingMode: 0,
    useStrictMode: true,
    scriptEnabled: false,
    failOnError: true,
    // What it is given is evaluated already.
    context: Context.init({ expression: { $literal: operators.$literal } }),
    variables: {},
  }
  library = { operators, options }
  return library
}

const isInexact = (value: unknown): boolean =>
  value instanceof Decimal128 || (Long.isLong(value) && !(value instanceof Timestamp))

/** mingo's operator over evaluated arguments; refused for numbers that it would silently round. */
function borrow(name: Name, isFraction: boolean): Operator {
  return (operand, evaluate) => {
    const { operators, options } = mingo()
    const operator: Borrowed = operators[name]
    const isNamed = isDoc(operand) && !Object.keys(operand).some(name => name.startsWith('$'))
    const values = isNamed
      ? Object.fromEntries(Object.entries(operand).map(([name, each]) => [name, evaluate(each)]))
      : evaluate(operand)
    const list = Array.isArray(values) ? values : isNamed ? Object.values(values as object) : [values]
    if (list.map(toPlain).some(isInexact))
      throw notSupported('An expression over Decimal128 or over a Long beyond 2^53')
    const literal = (value: unknown) => ({ $literal: toPlain(value) })
    const given = Array.isArray(values)
      ? values.map(literal)
      : isNamed
        ? Object.fromEntries(Object.entries(values as object).map(([name, value]) => [name, literal(value)]))
        : literal(values)
    const result = operator({}, given, options)
    if (typeof result !== 'number') return result
    return isFraction || list.some(value => value instanceof Double) ? new Double(result) : result
  }
}

const entries = (names: readonly Name[], isFraction: boolean): [string, Operator][] =>
  names.map(name => [name, borrow(name, isFraction)])

/** Arithmetic, text and dates, by name. */
export const borrowedOperators: Readonly<Record<string, Operator>> = Object.fromEntries([
  ...entries([...numbers, ...texts, ...days, ...times], false),
  ...entries(fractions, true),
])

/** What MongoDB has, as far as mingo knows it. */
export const isKnownExpression = (name: string): boolean => name in mingo().operators
