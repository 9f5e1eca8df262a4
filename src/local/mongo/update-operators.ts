import { Int32, Long, Timestamp } from 'bson'
import { type Doc, isDoc, isNumeric, show, toNumber } from './bson.ts'
import { CommandError, notSupported } from './errors.ts'
import { calculate } from './numeric.ts'
import { compare } from './order.ts'
import { addToSet, popFrom, pullAllFrom, pullFrom, pushTo } from './update-arrays.ts'
import { notViable, setAt, unsetAt, valueAt } from './update-path.ts'

/** One change of one update operator at one plain path. */
interface Application {
  readonly doc: Doc
  readonly path: readonly string[]
  readonly operand: unknown
  readonly now: Date
}

export type UpdateOperator = (application: Application) => void

/** Applies a function of the present value; undefined as its answer leaves the document alone. */
const changing =
  (change: (value: unknown, application: Application) => unknown): UpdateOperator =>
  application => {
    const next = change(valueAt(application.doc, application.path), application)
    if (next !== undefined) setAt(application.doc, application.path, next)
  }

function arithmetic(name: '$inc' | '$mul'): UpdateOperator {
  return changing((value, { doc, path, operand }) => {
    if (!isNumeric(operand)) {
      const verb = name === '$inc' ? 'increment' : 'multiply'
      throw new CommandError(
        'TypeMismatch',
        `Cannot ${verb} with non-numeric argument: {${path.join('.')}: ${show(operand)}}`,
      )
    }
    if (value === undefined) return name === '$inc' ? operand : calculate(new Int32(0), operand, '×')
    if (!isNumeric(value)) {
      throw new CommandError(
        'TypeMismatch',
        `Cannot apply ${name} to a value of non-numeric type. {_id: ${show(doc._id ?? null)}} has the field '${path.at(-1)}' of non-numeric type ${typeName(value)}`,
      )
    }
    try {
      return calculate(value, operand, name === '$inc' ? '+' : '×')
    } catch (error) {
      if (!(error instanceof CommandError) || error.codeName !== 'BadValue') throw error
      throw new CommandError(
        'BadValue',
        `Failed to apply ${name} operations to current value (${show(value)}) for document {_id: ${show(doc._id ?? null)}}`,
      )
    }
  })
}

function typeName(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (value instanceof Date) return 'date'
  if (typeof value === 'boolean') return 'bool'
  return typeof value
}

function rename({ doc, path, operand }: Application): void {
  if (typeof operand !== 'string')
    throw new CommandError('BadValue', `The 'to' field for $rename must be a string: ${path.join('.')}`)
  const value = valueAt(doc, path)
  const to = operand.split('.')
  const isWithinArray = (way: readonly string[]): boolean =>
    way.some((_, i) => i > 0 && Array.isArray(valueAt(doc, way.slice(0, i))))
  if (value === undefined) {
    if (isWithinArray(path))
      throw notViable(path.at(-1) ?? '', path.slice(0, -1).join('.'), valueAt(doc, path.slice(0, -1)))
    return
  }
  for (const way of [path, to]) {
    if (isWithinArray(way)) {
      throw new CommandError(
        'BadValue',
        `The source and target field for $rename must not be inside an array: ${way.join('.')}`,
      )
    }
  }
  unsetAt(doc, path)
  // The field is new where it goes, so it comes last there.
  unsetAt(doc, to)
  setAt(doc, to, value)
}

function currentDate({ doc, path, operand, now }: Application): void {
  const type = isDoc(operand) ? operand.$type : operand === true ? 'date' : undefined
  if (type === 'date') setAt(doc, path, now)
  else if (type === 'timestamp') setAt(doc, path, new Timestamp({ t: Math.floor(now.getTime() / 1000), i: 1 }))
  else if (isDoc(operand))
    throw new CommandError(
      'BadValue',
      "The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}",
    )
  else
    throw new CommandError(
      'BadValue',
      `${show(operand)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}).`,
    )
}

function bitwise(value: unknown, { operand }: Application): unknown {
  if (!isDoc(operand) || Object.keys(operand).length === 0)
    throw new CommandError('BadValue', 'The $bit modifier needs a document with at least one of and, or and xor')
  let current = value === undefined ? new Int32(0) : value
  for (const [name, mask] of Object.entries(operand)) {
    if (!isInteger(current) || !isInteger(mask))
      throw new CommandError('BadValue', 'The $bit modifier field must be an Integer(32/64 bit)')
    const [a, b] = [BigInt(current.toString()), BigInt(mask.toString())]
    if (name !== 'and' && name !== 'or' && name !== 'xor')
      throw new CommandError('BadValue', `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}'`)
    const result = name === 'and' ? a & b : name === 'or' ? a | b : a ^ b
    current = Long.isLong(current) || Long.isLong(mask) ? Long.fromBigInt(result) : new Int32(Number(result))
  }
  return current
}

const isInteger = (value: unknown): value is Int32 | Long =>
  value instanceof Int32 || (Long.isLong(value) && !(value instanceof Timestamp))

/** The update operators; `$setOnInsert` is `$set` that only an upsert applies. */
export const updateOperators: Readonly<Record<string, UpdateOperator>> = {
  $set: ({ doc, path, operand }) => setAt(doc, path, operand),
  $setOnInsert: ({ doc, path, operand }) => setAt(doc, path, operand),
  $unset: ({ doc, path }) => unsetAt(doc, path),
  $inc: arithmetic('$inc'),
  $mul: arithmetic('$mul'),
  $min: changing((value, { operand }) => (value === undefined || compare(operand, value) < 0 ? operand : undefined)),
  $max: changing((value, { operand }) => (value === undefined || compare(operand, value) > 0 ? operand : undefined)),
  $rename: rename,
  $currentDate: currentDate,
  $bit: changing(bitwise),
  $push: changing((value, { path, operand }) => pushTo(value, path, operand)),
  $addToSet: changing((value, { path, operand }) => addToSet(value, path, operand)),
  $pop: changing((value, { path, operand }) => popFrom(value, path, toNumber(operand))),
  $pull: changing((value, { operand }) => pullFrom(value, operand)),
  $pullAll: changing((value, { operand }) => pullAllFrom(value, operand)),
}

export function unknownOperator(name: string): CommandError {
  if (name === '$pushAll') return notSupported('$pushAll')
  return new CommandError(
    'FailedToParse',
    `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update specified as an array`,
  )
}
