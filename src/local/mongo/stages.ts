import { type Doc, isDoc } from './bson.ts'
import { CommandError } from './errors.ts'
import { checkExpression, evaluate } from './expressions.ts'
import { partsOf } from './path.ts'
import { compileProjection, setComputed, without } from './projection.ts'

/** A stage that makes one document of one. */
export type Mapping = (doc: Doc) => Doc

/** `$addFields` and `$set`. */
export function addFields(spec: unknown, variables: Doc): Mapping {
  if (!isDoc(spec)) throw new CommandError('InvalidStage', '$addFields specification stage must be an object')
  const fields = flatten(spec)
  for (const { expression } of fields) checkExpression(expression)
  return doc => {
    const result = { ...doc }
    // A value that is missing takes the field away.
    for (const { path, expression } of fields) setComputed(result, partsOf(path), evaluate(doc, expression, variables))
    return result
  }
}

/** `{ a: { b: 1 } }` adds `a.b`; a document of an operator is an expression. */
function flatten(spec: Doc, prefix = ''): { path: string; expression: unknown }[] {
  return Object.entries(spec).flatMap(([name, value]) => {
    if (name.startsWith('$'))
      throw new CommandError('BadValue', `FieldPath field names may not start with '$': ${name}`)
    const path = `${prefix}${name}`
    const isNested =
      isDoc(value) && Object.keys(value).length > 0 && !Object.keys(value).some(key => key.startsWith('$'))
    return isNested ? flatten(value, `${path}.`) : [{ path, expression: value }]
  })
}

export function unsetFields(spec: unknown): Mapping {
  const paths: unknown[] = Array.isArray(spec) ? spec : [spec]
  const names = paths.filter(path => typeof path === 'string')
  if (names.length < paths.length || names.length === 0) {
    throw new CommandError('InvalidStage', '$unset specification must be a string or an array of strings')
  }
  return doc => without(doc, names)
}

export function projectStage(spec: unknown, variables: Doc): Mapping {
  if (!isDoc(spec) || Object.keys(spec).length === 0)
    throw new CommandError('InvalidStage', '$project specification must be a non-empty object')
  const project = compileProjection(spec, { isFind: false, variables })
  return doc => project(doc)
}

/** `$replaceRoot` and `$replaceWith`. */
export function replaceRoot(expression: unknown, variables: Doc): Mapping {
  checkExpression(expression)
  return doc => {
    const root = evaluate(doc, expression, variables)
    if (!isDoc(root)) throw new CommandError('BadValue', "'newRoot' expression must evaluate to an object")
    return root
  }
}
