import { type Doc, getField, isDoc, isNumeric, isTrue, setField, show, toNumber } from './bson.ts'
import { CommandError } from './errors.ts'
import { checkExpression, evaluate } from './expressions.ts'
import { compileFilter, type Filter } from './filter.ts'
import { partsOf } from './path.ts'
import { matchedIndex } from './positional.ts'
import { setAt, valueAt } from './update-path.ts'

/** Fields by name; a leaf is `true`. */
type Tree = Map<string, Tree | true>

export type Projection = (doc: Doc, filter?: Filter) => Doc

interface Parsed {
  readonly included: Tree
  readonly excluded: Tree
  readonly computed: { path: string; expression: unknown }[]
  readonly special: { path: string; apply: (doc: Doc, filter: Filter | undefined) => unknown; isInclusion: boolean }[]
  id: boolean | undefined
}

function add(tree: Tree, path: string): void {
  let at = tree
  const parts = partsOf(path)
  for (const [i, part] of parts.entries()) {
    const next = at.get(part)
    if (next === true || (next && i === parts.length - 1)) {
      throw new CommandError('BadValue', `Path collision at ${path}`)
    }
    const isLast = i === parts.length - 1
    const made = next ?? (isLast ? true : new Map())
    at.set(part, made)
    if (made !== true) at = made
  }
}

function slice(operand: unknown, path: string): (doc: Doc) => unknown {
  const [from, count] = (Array.isArray(operand) ? operand : [operand]).map(toNumber)
  if (from === undefined || (Array.isArray(operand) && (count === undefined || count <= 0))) {
    throw new CommandError(
      'BadValue',
      `Invalid $slice syntax. The given syntax { $slice: ${show(operand)} } did not match the find() syntax`,
    )
  }
  return doc => {
    const value = valueAt(doc, partsOf(path))
    if (!Array.isArray(value)) return value
    if (count === undefined) return from < 0 ? value.slice(from) : value.slice(0, from)
    const start = from < 0 ? Math.max(0, value.length + from) : from
    return value.slice(start, start + count)
  }
}

function elemMatch(operand: unknown, path: string): (doc: Doc) => unknown {
  const filter = compileFilter({ field: { $elemMatch: operand } })
  return doc => {
    const value = valueAt(doc, partsOf(path))
    const found = Array.isArray(value) ? value.find(element => filter.test({ field: [element] })) : undefined
    return found === undefined ? undefined : [found]
  }
}

function positional(path: string): (doc: Doc, filter: Filter | undefined) => unknown {
  return (doc, filter) => {
    const value = valueAt(doc, partsOf(path))
    if (!Array.isArray(value)) return value
    const index = filter && matchedIndex(filter, doc, path)
    if (index === undefined)
      throw new CommandError(
        'BadValue',
        "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array",
      )
    return [value[index]]
  }
}

function parse(spec: Doc, isFind: boolean): Parsed {
  const parsed: Parsed = { included: new Map(), excluded: new Map(), computed: [], special: [], id: undefined }
  const visit = (path: string, value: unknown): void => {
    if (path === '' || path.startsWith('.') || path.endsWith('.') || path.includes('..'))
      throw new CommandError('BadValue', 'FieldPath field names may not be empty strings.')
    if (isFind && path.endsWith('.$')) {
      const array = path.slice(0, -2)
      parsed.special.push({ path: array, apply: positional(array), isInclusion: true })
    } else if (path.startsWith('$') || path.includes('.$')) {
      throw new CommandError('BadValue', `FieldPath field names may not start with '$': ${path}`)
    } else if (typeof value === 'boolean' || isNumeric(value)) {
      if (path === '_id') parsed.id = isTrue(value)
      else add(isTrue(value) ? parsed.included : parsed.excluded, path)
    } else if (isDoc(value)) visitDoc(path, value)
    else compute(path, value)
  }
  const compute = (path: string, expression: unknown): void => {
    checkExpression(expression)
    parsed.computed.push({ path, expression })
  }
  const visitDoc = (path: string, value: Doc): void => {
    const [operator] = Object.keys(value)
    if (operator === undefined)
      throw new CommandError('BadValue', 'An empty sub-projection is not a valid value. Found empty object at path')
    if (isFind && operator === '$slice' && !isExpressionSlice(value.$slice)) {
      parsed.special.push({ path, apply: slice(value.$slice, path), isInclusion: false })
    } else if (isFind && operator === '$elemMatch') {
      parsed.special.push({ path, apply: elemMatch(value.$elemMatch, path), isInclusion: true })
    } else if (operator.startsWith('$')) compute(path, value)
    else for (const [name, inner] of Object.entries(value)) visit(`${path}.${name}`, inner)
  }
  for (const [path, value] of Object.entries(spec)) visit(path, value)
  return parsed
}

const isExpressionSlice = (operand: unknown): boolean => Array.isArray(operand) && !operand.every(isNumeric)

function include(value: unknown, tree: Tree): unknown {
  if (Array.isArray(value))
    return value.filter(each => isDoc(each) || Array.isArray(each)).map(each => include(each, tree))
  if (!isDoc(value)) return undefined
  const result: Doc = {}
  for (const [name, field] of Object.entries(value)) {
    const next = tree.get(name)
    if (next === undefined) continue
    const kept = next === true ? field : include(field, next)
    if (kept !== undefined) setField(result, name, kept)
  }
  return result
}

function exclude(value: unknown, tree: Tree): unknown {
  if (Array.isArray(value)) return value.map(each => exclude(each, tree))
  if (!isDoc(value)) return value
  const result: Doc = {}
  for (const [name, field] of Object.entries(value)) {
    const next = tree.get(name)
    if (next !== true) setField(result, name, next ? exclude(field, next) : field)
  }
  return result
}

/** Removes the fields of the paths, in the documents of arrays too. */
export function without(doc: Doc, paths: readonly string[]): Doc {
  const tree: Tree = new Map()
  for (const path of paths) add(tree, path)
  return exclude(doc, tree) as Doc
}

/** Checks a projection as MongoDB does and answers the function that applies it. */
export function compileProjection(
  spec: unknown,
  { isFind, variables = {} }: { isFind: boolean; variables?: Doc },
): Projection {
  if (!isDoc(spec)) throw new CommandError('TypeMismatch', 'a projection must be an object')
  const parsed = parse(spec, isFind)
  const { included, excluded, computed, special } = parsed
  const isInclusion =
    included.size > 0 ||
    computed.length > 0 ||
    special.some(each => each.isInclusion) ||
    (parsed.id === true && excluded.size === 0 && special.length === 0)
  if (isInclusion && excluded.size > 0) {
    const [name] = excluded.keys()
    throw new CommandError(
      'ProjectionExclusionInInclusion',
      `Cannot do exclusion on field ${name} in inclusion projection`,
    )
  }
  const hasId = parsed.id ?? true
  const setSpecial = (doc: Doc, result: Doc, filter: Filter | undefined): Doc => {
    for (const { path, apply } of special) {
      const value = apply(doc, filter)
      if (value !== undefined) setAt(result, partsOf(path), value)
    }
    return result
  }
  if (!isInclusion) {
    if (!hasId) add(excluded, '_id')
    return (doc, filter) => setSpecial(doc, exclude(doc, excluded) as Doc, filter)
  }
  if (hasId && !computed.some(({ path }) => path === '_id')) add(included, '_id')
  for (const { path, isInclusion: replaces } of special) if (!replaces) add(included, path)
  return (doc, filter) => {
    const result = setSpecial(doc, include(doc, included) as Doc, filter)
    for (const { path, expression } of computed) {
      const value = evaluate(doc, expression, variables)
      if (value !== undefined) setComputed(result, partsOf(path), value)
    }
    return result
  }
}

/** Sets a computed field, or removes it where the value is missing; on the way every element of an array gets it, and what is no document becomes one. */
export function setComputed(holder: Doc, path: readonly string[], value: unknown): void {
  const [name = '', ...rest] = path
  if (rest.length === 0) {
    if (value === undefined) delete holder[name]
    else setField(holder, name, value)
    return
  }
  const within = (present: unknown): unknown => {
    if (Array.isArray(present)) return present.map(within)
    const next: Doc = isDoc(present) ? { ...present } : {}
    setComputed(next, rest, value)
    return next
  }
  setField(holder, name, within(getField(holder, name)))
}
