import { BSONRegExp } from 'bson'
import { type Doc, isDoc } from './bson.ts'
import { CommandError, notSupported } from './errors.ts'
import { compileCondition, isQueryOperator, unsupportedQueryOperators } from './predicates.ts'
import { toRegExp } from './regex.ts'

/** One condition that every match meets: what the planner can use an index for. */
export interface Clause {
  readonly path: string
  readonly operator: string
  readonly value: unknown
}

export interface Filter {
  test(doc: Doc): boolean
  readonly clauses: readonly Clause[]
  /** True when a document that meets all the clauses is a match. */
  readonly isPlain: boolean
  /** The filter with every shorthand written out. */
  readonly condition: Doc
}

const logical = new Set(['$and', '$or', '$nor'])

/** Checks a filter as MongoDB does, then compiles it. Throws BadValue for what MongoDB does not know. */
export function compileFilter(filter: unknown, variables: Doc = {}): Filter {
  const condition = writeOut(filter)
  return {
    test: compileCondition(condition, variables),
    clauses: [...clausesOf(condition)],
    isPlain: isPlain(condition),
    condition,
  }
}

function isPlain(condition: Doc): boolean {
  return Object.entries(condition).every(([path, value]) =>
    path === '$and' ? (value as Doc[]).every(isPlain) : !path.startsWith('$') && !Object.hasOwn(value as Doc, '$all'),
  )
}

function* clausesOf(condition: Doc): Iterable<Clause> {
  for (const [path, value] of Object.entries(condition)) {
    if (path === '$and' || (path === '$or' && (value as Doc[]).length === 1)) {
      for (const part of value as Doc[]) yield* clausesOf(part)
    } else if (!path.startsWith('$')) {
      for (const [operator, operand] of Object.entries(value as Doc)) {
        // Every value of `$all` is one that the field must equal.
        if (operator === '$all') for (const each of operand as Doc[]) yield* clausesOf({ [path]: each })
        else yield { path, operator, value: operand }
      }
    }
  }
}

function writeOut(filter: unknown): Doc {
  if (!isDoc(filter)) throw new CommandError('BadValue', 'a query filter must be a document')
  const all: Doc[] = []
  const condition: Doc = {}
  for (const [name, value] of Object.entries(filter)) {
    if (name === '$comment') continue
    if (name.includes('__proto__')) throw notSupported('A field named __proto__ in a filter')
    if (logical.has(name)) all.push({ [name]: writeOutList(name, value) })
    else if (name === '$expr') all.push({ $expr: { expression: value } })
    else if (name.startsWith('$')) throw unknownTopLevel(name)
    else condition[name] = writeOutPredicate(value)
  }
  if (all.length === 0) return condition
  const parts = Object.keys(condition).length > 0 ? [condition, ...all] : all
  const [only] = parts
  return parts.length === 1 && only ? only : { $and: parts }
}

function unknownTopLevel(name: string): CommandError {
  if (unsupportedQueryOperators.has(name)) return notSupported(`${name} in a filter`)
  return new CommandError(
    'BadValue',
    `unknown top level operator: ${name}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
  )
}

function writeOutList(name: string, value: unknown): Doc[] {
  if (!Array.isArray(value)) throw new CommandError('BadValue', `${name} must be an array`)
  if (value.length === 0) throw new CommandError('BadValue', '$and/$or/$nor must be a nonempty array')
  return value.map(entry => {
    if (!isDoc(entry)) throw new CommandError('BadValue', '$or/$and/$nor entries need to be full objects')
    return writeOut(entry)
  })
}

/** True for `{ $gt: 1 }`, false for a value to equal, such as `{ a: 1 }` or a `{ $ref, $id }`. */
export function isOperatorDoc(value: unknown): value is Doc {
  if (!isDoc(value)) return false
  const [first] = Object.keys(value)
  return first?.startsWith('$') === true && first !== '$ref' && first !== '$id' && first !== '$db'
}

/** True for `{ $or: [...] }` and what else is said of a document, not of a field. */
export function isLogical(value: Doc): boolean {
  const [first = ''] = Object.keys(value)
  return logical.has(first) || first === '$expr'
}

function writeOutPredicate(value: unknown): Doc {
  if (value instanceof BSONRegExp) return { $matches: toRegExp(value.pattern, value.options) }
  if (!isOperatorDoc(value)) return { $eq: value }
  const written: Doc = {}
  for (const [operator, operand] of Object.entries(value)) {
    if (operator === '$options') {
      if (!('$regex' in value)) throw new CommandError('BadValue', '$options needs a $regex')
    } else if (operator === '$regex') written.$matches = regexOperand(operand, value.$options)
    else written[operator] = writeOutOperand(operator, operand)
  }
  return written
}

function regexOperand(regex: unknown, options: unknown): RegExp {
  if (options !== undefined && typeof options !== 'string')
    throw new CommandError('BadValue', '$options has to be a string')
  if (regex instanceof BSONRegExp) {
    if (options !== undefined && regex.options)
      throw new CommandError('BadValue', 'options set in both $regex and $options')
    return toRegExp(regex.pattern, options ?? regex.options)
  }
  if (typeof regex !== 'string') throw new CommandError('BadValue', '$regex has to be a string')
  return toRegExp(regex, options ?? '')
}

function writeOutOperand(operator: string, operand: unknown): unknown {
  switch (operator) {
    case '$not':
      if (operand instanceof BSONRegExp) return writeOutPredicate(operand)
      if (!isDoc(operand)) throw new CommandError('BadValue', '$not needs a regex or a document')
      if (!isOperatorDoc(operand))
        throw new CommandError('BadValue', '$not argument must be a non-empty document of operators')
      return writeOutPredicate(operand)
    case '$elemMatch': {
      if (!isDoc(operand)) throw new CommandError('BadValue', '$elemMatch needs an Object')
      const isValueMatch = isOperatorDoc(operand) && !isLogical(operand)
      return isValueMatch ? { each: writeOutPredicate(operand) } : { all: writeOut(operand) }
    }
    case '$all':
      if (!Array.isArray(operand)) throw new CommandError('BadValue', '$all needs an array')
      return operand.map(entry => (isOperatorDoc(entry) ? onlyElemMatch(entry) : writeOutPredicate(entry)))
    case '$in':
    case '$nin':
      if (!Array.isArray(operand)) throw new CommandError('BadValue', `${operator} needs an array`)
      if (operand.some(isOperatorDoc)) throw new CommandError('BadValue', `cannot nest $ under ${operator}`)
      return operand
    case '$ne':
      if (operand instanceof BSONRegExp) throw new CommandError('BadValue', "Can't have regex as arg to $ne.")
      return operand
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      if (operand instanceof BSONRegExp)
        throw new CommandError('BadValue', `Can't have RegEx as arg to predicate over field with ${operator}.`)
      return operand
  }
  if (isQueryOperator(operator) && operator !== '$matches') return operand
  if (unsupportedQueryOperators.has(operator)) throw notSupported(`${operator} in a filter`)
  throw new CommandError('BadValue', `unknown operator: ${operator}`)
}

function onlyElemMatch(entry: Doc): Doc {
  if (Object.keys(entry).some(name => name !== '$elemMatch')) {
    throw new CommandError('BadValue', 'no $ expressions in $all')
  }
  return writeOutPredicate(entry)
}
