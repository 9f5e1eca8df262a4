import { type Doc, getField, isDoc, isNumeric, setField } from './bson.ts'
import { CommandError, notSupported } from './errors.ts'
import { isKnownExpression } from './expression-library.ts'
import { expressionOperators } from './expression-operators.ts'
import { partsOf } from './path.ts'

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
      if (!Object.hasOwn(expressionOperators, name)) {
        if (isKnownExpression(name)) throw notSupported(`The expression ${name}`)
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
  if (partsOf(value).some(part => part === ''))
    throw new CommandError('EmptyFieldPath', 'FieldPath must not end with a "." or have empty parts')
}

interface Scope {
  readonly root: Doc
  readonly variables: Doc
}

/** Goes into the documents of an array, but never by an index: MongoDB's expressions read a number as a field's name. */
function follow(value: unknown, parts: readonly string[], at: number): unknown {
  const part = parts[at]
  if (part === undefined) return value
  if (isDoc(value)) return follow(getField(value, part), parts, at + 1)
  if (!Array.isArray(value)) return undefined
  return value.flatMap(element => {
    const found = isDoc(element) ? follow(element, parts, at) : undefined
    return found === undefined ? [] : [found]
  })
}

function variable(name: string, { root, variables }: Scope): unknown {
  if (Object.hasOwn(variables, name)) return variables[name]
  switch (name) {
    case 'ROOT':
    case 'CURRENT':
      return root
    case 'NOW':
      return new Date()
    case 'REMOVE':
      return undefined
    default:
      throw new CommandError('UndefinedVariable', `Use of undefined variable: ${name}`)
  }
}

function run(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') {
    if (!value.startsWith('$')) return value
    const isVariable = value.startsWith('$$')
    const parts = partsOf(value.slice(isVariable ? 2 : 1))
    return isVariable ? follow(variable(parts[0] ?? '', scope), parts, 1) : follow(scope.root, parts, 0)
  }
  if (Array.isArray(value)) return value.map(each => run(each, scope) ?? null)
  if (!isDoc(value)) return value
  const [name] = Object.keys(value)
  const operator = name?.startsWith('$') ? expressionOperators[name] : undefined
  if (name !== undefined && operator) {
    return operator(value[name], (each, variables) =>
      run(each, variables ? { ...scope, variables: { ...scope.variables, ...variables } } : scope),
    )
  }
  const made: Doc = {}
  for (const [field, each] of Object.entries(value)) {
    const found = run(each, scope)
    if (found !== undefined) setField(made, field, found)
  }
  return made
}

/** The value of an aggregation expression for a document; undefined for a missing field. */
export function evaluate(doc: Doc, value: unknown, variables: Doc = {}): unknown {
  if (isNumeric(value)) return value
  checkExpression(value)
  return run(value, { root: doc, variables })
}
