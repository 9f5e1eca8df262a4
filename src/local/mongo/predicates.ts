import { Binary, BSONRegExp, BSONSymbol, Code, Decimal128, Double, Int32, Long, ObjectId, Timestamp } from 'bson'
import { type Doc, getField, isDoc, isNumeric, isTrue, toNumber } from './bson.ts'
import { CommandError } from './errors.ts'
import { evaluate } from './expressions.ts'
import { encodeKey, tagOf } from './key-encoding.ts'
import { comparable, compare, equal } from './order.ts'
import { partsOf, reach, reachEach, wholeField } from './path.ts'
import { toRegExp } from './regex.ts'

type Predicate = (doc: Doc) => boolean
type Operator = (path: string, operand: unknown, variables: Doc) => Predicate

/** What MongoDB has and this server refuses. */
export const unsupportedQueryOperators: ReadonlySet<string> = new Set([
  '$where',
  '$text',
  '$jsonSchema',
  '$near',
  '$nearSphere',
  '$geoWithin',
  '$geoIntersects',
  '$geoNear',
  '$within',
  '$bitsAllSet',
  '$bitsAnySet',
  '$bitsAllClear',
  '$bitsAnyClear',
  '$sampleRate',
  '$rand',
  '$alwaysTrue',
  '$alwaysFalse',
  '$encStrStartsWith',
])

function equals(value: unknown): (candidate: unknown) => boolean {
  if (value === null || value === undefined) return candidate => candidate === null || candidate === undefined
  return candidate => candidate !== undefined && equal(candidate, value)
}

function matchesRegex(regex: RegExp, candidate: unknown): boolean {
  if (typeof candidate === 'string') return regex.test(candidate)
  if (candidate instanceof BSONSymbol) return regex.test(candidate.value)
  return (
    candidate instanceof BSONRegExp &&
    candidate.pattern === regex.source &&
    candidate.options === regex.flags.replace('u', '')
  )
}

const anyEach =
  (path: string, test: (candidate: unknown) => boolean): Predicate =>
  doc =>
    reachEach(doc, partsOf(path), test)

const not =
  (predicate: Predicate): Predicate =>
  doc =>
    !predicate(doc)

/** However many values there are, a candidate is looked up among them at once; only patterns are tried one by one. */
function equalsOneOf(values: readonly unknown[]): (candidate: unknown) => boolean {
  const keys = new Set(values.map(value => keyOf(value ?? null)))
  const tags = new Set(values.map(value => tagOf(value ?? null)))
  const patterns = values
    .filter(value => value instanceof BSONRegExp)
    .map(({ pattern, options }) => toRegExp(pattern, options))
  return (candidate = null) =>
    (tags.has(tagOf(candidate)) && keys.has(keyOf(candidate))) ||
    patterns.some(pattern => matchesRegex(pattern, candidate))
}

const keyOf = (value: unknown): string => encodeKey(value).toString('latin1')

function isOneOf(path: string, operand: unknown): Predicate {
  return anyEach(path, equalsOneOf(operand as unknown[]))
}

/** MongoDB compares within one type only; null stands for missing too, and MinKey and MaxKey compare with everything. */
function ordered(path: string, operand: unknown, holds: (order: number) => boolean): Predicate {
  if (operand === null) return holds(0) ? anyEach(path, equals(null)) : () => false
  const isEnd = isNamed(operand, 'MinKey') || isNamed(operand, 'MaxKey')
  return anyEach(path, candidate => {
    // A missing field, too, lies between the ends.
    if (isEnd) return holds(compare(candidate, operand))
    if (candidate === undefined) return false
    if (!comparable(candidate, operand)) return false
    if (isNotANumber(candidate) !== isNotANumber(operand)) return false
    return holds(compare(candidate, operand))
  })
}

const isNamed = (value: unknown, type: string): boolean =>
  typeof value === 'object' && value !== null && '_bsontype' in value && value._bsontype === type
const isNotANumber = (value: unknown): boolean => isNumeric(value) && Number.isNaN(toNumber(value))

const typeTests: Readonly<Record<string, readonly [code: number, test: (value: unknown) => boolean]>> = {
  double: [1, value => value instanceof Double || (typeof value === 'number' && !Number.isInteger(value))],
  string: [2, value => typeof value === 'string'],
  object: [3, isDoc],
  array: [4, Array.isArray],
  binData: [5, value => value instanceof Binary],
  undefined: [6, () => false],
  objectId: [7, value => value instanceof ObjectId],
  bool: [8, value => typeof value === 'boolean'],
  date: [9, value => value instanceof Date],
  null: [10, value => value === null],
  regex: [11, value => value instanceof BSONRegExp],
  javascript: [13, value => value instanceof Code && !value.scope],
  symbol: [14, value => value instanceof BSONSymbol],
  javascriptWithScope: [15, value => value instanceof Code && Boolean(value.scope)],
  int: [16, value => value instanceof Int32],
  timestamp: [17, value => value instanceof Timestamp],
  long: [18, value => Long.isLong(value) && !(value instanceof Timestamp)],
  decimal: [19, value => value instanceof Decimal128],
  minKey: [-1, value => isNamed(value, 'MinKey')],
  maxKey: [127, value => isNamed(value, 'MaxKey')],
  number: [Number.NaN, isNumeric],
}

function typeTest(type: unknown): (value: unknown) => boolean {
  const code = toNumber(type)
  for (const [name, [number, test]] of Object.entries(typeTests)) if (name === type || number === code) return test
  throw new CommandError('BadValue', `Unknown type name alias: ${String(type)}`)
}

function hasType(path: string, operand: unknown): Predicate {
  const tests = (Array.isArray(operand) ? operand : [operand]).map(typeTest)
  return anyEach(path, candidate => candidate !== undefined && tests.some(test => test(candidate)))
}

function wholeNumber(operand: unknown, name: string): number {
  const value = toNumber(operand)
  if (value === undefined) throw new CommandError('BadValue', `Failed to parse ${name}. Expected a number.`)
  if (!Number.isInteger(value)) throw new CommandError('BadValue', `Failed to parse ${name}. Expected an integer.`)
  return value
}

function hasSize(path: string, operand: unknown): Predicate {
  const size = wholeNumber(operand, '$size')
  if (size < 0)
    throw new CommandError('BadValue', `Failed to parse $size. Expected a non-negative number in: $size: ${size}`)
  return doc => reach(doc, partsOf(path), value => Array.isArray(value) && value.length === size)
}

function hasRemainder(path: string, operand: unknown): Predicate {
  if (!Array.isArray(operand)) throw new CommandError('BadValue', 'malformed mod, needs to be an array')
  if (operand.length < 2) throw new CommandError('BadValue', 'malformed mod, not enough elements')
  if (operand.length > 2) throw new CommandError('BadValue', 'malformed mod, too many elements')
  const [divisor = 0, remainder = 0] = operand.map(part => Math.trunc(toNumber(part) ?? Number.NaN))
  if (Number.isNaN(divisor) || Number.isNaN(remainder))
    throw new CommandError('BadValue', 'malformed mod, divisor and remainder not numbers')
  if (divisor === 0) throw new CommandError('BadValue', 'divisor cannot be 0')
  return anyEach(path, candidate => {
    if (Long.isLong(candidate))
      return !(candidate instanceof Timestamp) && candidate.toBigInt() % BigInt(divisor) === BigInt(remainder)
    const value = toNumber(candidate)
    return value !== undefined && Number.isFinite(value) && Math.trunc(value) % divisor === remainder
  })
}

function elementMatches(path: string, operand: unknown, variables: Doc): Predicate {
  const { each, all } = operand as { each?: Doc; all?: Doc }
  const test = compileCondition(each ? { [wholeField]: each } : (all ?? {}), variables)
  // An array inside the array counts as one element, with its indexes for field names.
  const matches = each
    ? (element: unknown) => test({ [wholeField]: element })
    : (element: unknown) => (isDoc(element) ? test(element) : Array.isArray(element) && test({ ...element }))
  return doc => reach(doc, partsOf(path), value => Array.isArray(value) && value.some(matches))
}

function hasAll(path: string, operand: unknown, variables: Doc): Predicate {
  const tests = (operand as Doc[]).map(predicate => compileCondition({ [path]: predicate }, variables))
  return tests.length === 0 ? () => false : allOf(tests)
}

const operators: Readonly<Record<string, Operator>> = {
  $eq: (path, operand) => anyEach(path, equals(operand)),
  $ne: (path, operand) => not(anyEach(path, equals(operand))),
  $in: isOneOf,
  $nin: (path, operand) => not(isOneOf(path, operand)),
  $gt: (path, operand) => ordered(path, operand, order => order > 0),
  $gte: (path, operand) => ordered(path, operand, order => order >= 0),
  $lt: (path, operand) => ordered(path, operand, order => order < 0),
  $lte: (path, operand) => ordered(path, operand, order => order <= 0),
  $exists: (path, operand) => {
    const isThere: Predicate = doc => reach(doc, partsOf(path), value => value !== undefined)
    return isTrue(operand) ? isThere : not(isThere)
  },
  $type: hasType,
  $size: hasSize,
  $mod: hasRemainder,
  $matches: (path, operand) =>
    anyEach(path, candidate => operand instanceof RegExp && matchesRegex(operand, candidate)),
  $all: hasAll,
  $elemMatch: elementMatches,
  $not: (path, operand, variables) => not(compileCondition({ [path]: operand }, variables)),
}

const allOf =
  (tests: readonly Predicate[]): Predicate =>
  doc =>
    tests.every(test => test(doc))

const logical: Readonly<Record<string, (tests: readonly Predicate[]) => Predicate>> = {
  $and: allOf,
  $or: tests => doc => tests.some(test => test(doc)),
  $nor: tests => doc => !tests.some(test => test(doc)),
}

function testsFor(path: string, value: unknown, variables: Doc): readonly Predicate[] {
  const join = logical[path]
  if (join) return [join((value as Doc[]).map(part => compileCondition(part, variables)))]
  if (path === '$expr') {
    const expression = getField(value as Doc, 'expression')
    return [doc => isTrue(evaluate(doc, expression, variables))]
  }
  return Object.entries(value as Doc).map(([name, operand]) => {
    const operator = operators[name]
    if (!operator) throw new CommandError('BadValue', `unknown operator: ${name}`)
    return operator(path, operand, variables)
  })
}

/** The test that a condition with every shorthand written out stands for. */
export function compileCondition(condition: Doc, variables: Doc = {}): Predicate {
  const tests = Object.entries(condition).flatMap(([path, value]) => testsFor(path, value, variables))
  const [only] = tests
  return only && tests.length === 1 ? only : allOf(tests)
}

/** True for an operator that a field's condition may have. */
export const isQueryOperator = (name: string): boolean => Object.hasOwn(operators, name)
