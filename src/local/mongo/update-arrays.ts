import { BSONRegExp } from 'bson'
import { type Doc, isDoc, show, toNumber } from './bson.ts'
import { CommandError } from './errors.ts'
import { compileFilter, isLogical, isOperatorDoc } from './filter.ts'
import { compare, equal } from './order.ts'
import { compareSortKeys, parseSort, sortKey } from './sort.ts'

function arrayAt(value: unknown, path: readonly string[], operator: string): unknown[] {
  if (value === undefined) return []
  if (Array.isArray(value)) return value
  const name = path.join('.')
  if (operator === '$push')
    throw new CommandError(
      'BadValue',
      `The field '${name}' must be an array but is of type ${typeof value} in document`,
    )
  if (operator === '$addToSet')
    throw new CommandError(
      'BadValue',
      `Cannot apply $addToSet to non-array field. Field named '${name}' has non-array type ${typeof value}`,
    )
  throw new CommandError('BadValue', `Cannot apply ${operator} to a non-array value`)
}

function eachOf(operand: unknown, operator: string): { values: unknown[]; modifiers: Doc } {
  if (!isDoc(operand) || !('$each' in operand)) return { values: [operand], modifiers: {} }
  const { $each: values, ...modifiers } = operand
  if (!Array.isArray(values)) {
    throw new CommandError(
      operator === '$push' ? 'BadValue' : 'TypeMismatch',
      `The argument to $each in ${operator} must be an array but it was of type: ${typeof values}`,
    )
  }
  return { values, modifiers }
}

function whole(value: unknown, name: string): number {
  const number = toNumber(value)
  if (number === undefined || !Number.isInteger(number))
    throw new CommandError(
      'BadValue',
      `The value for ${name} must be an integer value but was given type: ${typeof value}`,
    )
  return number
}

const pushModifiers = new Set(['$slice', '$sort', '$position'])

/** The array after `$push`: insert, then sort, then slice. */
export function pushTo(value: unknown, path: readonly string[], operand: unknown): unknown[] {
  const { values, modifiers } = eachOf(operand, '$push')
  const unknown = Object.keys(modifiers).find(name => !pushModifiers.has(name))
  if (unknown !== undefined) throw new CommandError('BadValue', `Unrecognized clause in $push: ${unknown}`)
  const array = [...arrayAt(value, path, '$push')]
  const position = '$position' in modifiers ? whole(modifiers.$position, '$position') : array.length
  array.splice(position, 0, ...values)
  if ('$sort' in modifiers) sortElements(array, modifiers.$sort)
  if (!('$slice' in modifiers)) return array
  const slice = whole(modifiers.$slice, '$slice')
  if (slice === 0) return []
  return slice < 0 ? array.slice(slice) : array.slice(0, slice)
}

function sortElements(array: unknown[], by: unknown): void {
  const direction = toNumber(by)
  if (direction === 1 || direction === -1) {
    array.sort((a, b) => compare(a, b) * direction)
    return
  }
  if (!isDoc(by) || Object.keys(by).length === 0)
    throw new CommandError('BadValue', 'The $sort element value must be either 1 or -1')
  const spec = parseSort(by)
  const keyed = array.map(element => ({ element, key: sortKey(isDoc(element) ? element : {}, spec) }))
  keyed.sort((a, b) => compareSortKeys(a.key, b.key, spec))
  array.splice(0, array.length, ...keyed.map(({ element }) => element))
}

export function addToSet(value: unknown, path: readonly string[], operand: unknown): unknown[] {
  const { values, modifiers } = eachOf(operand, '$addToSet')
  const [extra] = Object.keys(modifiers)
  if (extra !== undefined)
    throw new CommandError('BadValue', `Found unexpected fields after $each in $addToSet: ${show(operand)}`)
  const array = [...arrayAt(value, path, '$addToSet')]
  for (const candidate of values) if (!array.some(element => equal(element, candidate))) array.push(candidate)
  return array
}

export function popFrom(value: unknown, path: readonly string[], end: number | undefined): unknown[] | undefined {
  if (end !== 1 && end !== -1) throw new CommandError('FailedToParse', `$pop expects 1 or -1, found: ${String(end)}`)
  if (value === undefined) return undefined
  if (!Array.isArray(value))
    throw new CommandError(
      'TypeMismatch',
      `Path '${path.join('.')}' contains an element of non-array type '${typeof value}'`,
    )
  return end === 1 ? value.slice(0, -1) : value.slice(1)
}

export function pullFrom(value: unknown, operand: unknown): unknown[] | undefined {
  if (value === undefined) return undefined
  const array = arrayAt(value, [], '$pull')
  return array.filter(element => !pulls(operand, element))
}

/** Operators are held against the element as against a field's value, other documents are filters on it, and the rest is equal or not. */
function pulls(operand: unknown, element: unknown): boolean {
  if (operand instanceof BSONRegExp || (isOperatorDoc(operand) && !isLogical(operand)))
    return compileFilter({ element: operand }).test({ element })
  return isDoc(operand) ? isDoc(element) && compileFilter(operand).test(element) : equal(element, operand)
}

export function pullAllFrom(value: unknown, operand: unknown): unknown[] | undefined {
  if (!Array.isArray(operand))
    throw new CommandError('BadValue', `$pullAll requires an array argument but was given a ${typeof operand}`)
  if (value === undefined) return undefined
  return arrayAt(value, [], '$pullAll').filter(element => !operand.some(each => equal(each, element)))
}
