import { copyOf, type Doc, isDoc, show } from './bson.ts'
import { CommandError } from './errors.ts'
import { compileFilter, type Filter } from './filter.ts'
import { equal } from './order.ts'
import { matchedIndex } from './positional.ts'
import { unknownOperator, updateOperators } from './update-operators.ts'
import { checkConflicts, checkUpdatePath, resolvePositions, setAt } from './update-path.ts'
import { applyPipeline } from './update-pipeline.ts'

/** A checked update: what it makes of a document, or of nothing. */
export interface Update {
  readonly kind: 'operators' | 'pipeline' | 'replacement'
  /** The document after the update, as a new object. */
  apply(before: Doc, filter: Filter): Doc
  /** The document to insert when nothing matched. */
  seed(filter: Filter): Doc
}

interface Change {
  readonly operator: string
  readonly path: string
  readonly operand: unknown
}

export function parseUpdate(update: unknown, arrayFilters: unknown, variables: Doc = {}): Update {
  if (Array.isArray(update)) return pipelineUpdate(update, variables)
  if (!isDoc(update)) throw new CommandError('FailedToParse', 'Update argument must be either an object or an array')
  const [first] = Object.keys(update)
  return first?.startsWith('$') ? operatorUpdate(update, arrayFilters) : replacement(update, arrayFilters)
}

function replacement(update: Doc, arrayFilters: unknown): Update {
  if (arrayFilters !== undefined)
    throw new CommandError('FailedToParse', 'arrayFilters may not be specified for replacement-style updates')
  const apply = (before: Doc): Doc => {
    const { _id: id, ...fields } = update
    if (id !== undefined && before._id !== undefined && !equal(id, before._id)) {
      throw immutable(
        `After applying the update, the (immutable) field '_id' was found to have been altered to _id: ${show(id)}`,
      )
    }
    const kept = before._id ?? id
    return kept === undefined ? fields : { _id: kept, ...fields }
  }
  const seed = (filter: Filter): Doc => apply(equalities(filter, path => path === '_id'))
  return { kind: 'replacement', apply, seed }
}

function pipelineUpdate(stages: unknown[], variables: Doc): Update {
  const apply = (before: Doc): Doc => {
    const after = applyPipeline(copyOf(before), stages, variables)
    const { _id: id } = before
    // A pipeline that leaves the _id out leaves it as it was.
    if (id === undefined) return after
    if (after._id === undefined) return { _id: id, ...after }
    if (!equal(id, after._id)) throw immutable()
    return after
  }
  return { kind: 'pipeline', apply, seed: filter => apply(equalities(filter)) }
}

function immutable(
  message = "Performing an update on the path '_id' would modify the immutable field '_id'",
): CommandError {
  return new CommandError('ImmutableField', message)
}

function changesOf(update: Doc): Change[] {
  const changes: Change[] = []
  for (const [operator, operand] of Object.entries(update)) {
    if (!Object.hasOwn(updateOperators, operator)) throw unknownOperator(operator)
    if (!isDoc(operand)) {
      throw new CommandError(
        'FailedToParse',
        `Modifiers operate on fields but we found type ${Array.isArray(operand) ? 'array' : typeof operand} instead. For example: {$mod: {<field>: ...}} not {${operator}: ${show(operand)}}`,
      )
    }
    for (const [path, value] of Object.entries(operand)) {
      checkUpdatePath(path)
      changes.push({ operator, path, operand: value })
    }
  }
  const renamed = changes.flatMap(({ operator, path, operand }) =>
    operator === '$rename' && typeof operand === 'string' ? [{ path, to: operand }] : [],
  )
  renamed.forEach(checkRename)
  checkConflicts([...changes.map(({ path }) => path), ...renamed.map(({ to }) => to)])
  // MongoDB adds new fields in the order of their names, whatever the operators.
  const place = ({ operator, path, operand }: Change): string => (operator === '$rename' ? String(operand) : path)
  return changes.sort((a, b) => (place(a) < place(b) ? -1 : 1))
}

function checkRename({ path, to }: { readonly path: string; readonly to: string }): void {
  checkUpdatePath(to)
  if (`${to}.`.startsWith(`${path}.`) || `${path}.`.startsWith(`${to}.`))
    throw new CommandError('BadValue', `The source and target field for $rename must differ: ${path}`)
}

function parseArrayFilters(list: unknown, changes: readonly Change[]): Map<string, Filter> {
  const filters = new Map<string, Filter>()
  if (list !== undefined && !Array.isArray(list))
    throw new CommandError('TypeMismatch', 'arrayFilters must be an array')
  for (const filter of Array.isArray(list) ? list : []) {
    if (!isDoc(filter)) throw new CommandError('TypeMismatch', 'each array filter must be an object')
    const compiled = compileFilter(filter)
    const names = new Set(compiled.clauses.map(({ path }) => path.split('.')[0] ?? ''))
    const [name] = names
    if (name === undefined || names.size > 1 || !/^[a-z][A-Za-z0-9]*$/.test(name)) {
      throw new CommandError(
        'FailedToParse',
        `Error parsing array filter: ${show(filter)} needs one identifier that begins with a lowercase letter`,
      )
    }
    if (filters.has(name))
      throw new CommandError('FailedToParse', `Found multiple array filters with the same top-level field name ${name}`)
    if (!changes.some(({ path }) => path.includes(`$[${name}]`))) {
      throw new CommandError('FailedToParse', `The array filter for identifier '${name}' was not used in the update`)
    }
    filters.set(name, compiled)
  }
  for (const { path } of changes) {
    for (const [, name = ''] of path.matchAll(/\$\[([^\]]+)\]/g)) {
      if (!filters.has(name))
        throw new CommandError('BadValue', `No array filter found for identifier '${name}' in path '${path}'`)
    }
  }
  return filters
}

function operatorUpdate(update: Doc, arrayFilters: unknown): Update {
  const changes = changesOf(update)
  const filters = parseArrayFilters(arrayFilters, changes)
  const run = (before: Doc, filter: Filter, isInsert: boolean): Doc => {
    const doc = copyOf(before)
    const now = new Date()
    const matched = (path: string) => matchedIndex(filter, before, path)
    for (const { operator, path, operand } of changes) {
      if (operator === '$setOnInsert' && !isInsert) continue
      for (const plain of resolvePositions(doc, path, { matched, filters })) {
        updateOperators[operator]?.({ doc, path: plain, operand, now })
      }
    }
    const id = before._id
    if (id !== undefined && (doc._id === undefined || !equal(id, doc._id))) throw immutable()
    return doc
  }
  return {
    kind: 'operators',
    apply: (before, filter) => run(before, filter, false),
    seed: filter => run(equalities(filter), filter, true),
  }
}

/** The fields that an upsert takes over from the query: those that must equal one value. */
function equalities(filter: Filter, wanted: (path: string) => boolean = () => true): Doc {
  const seen = new Map<string, unknown>()
  for (const { path, operator, value } of filter.clauses) {
    const only =
      operator === '$eq' ? [value] : operator === '$in' && Array.isArray(value) && value.length === 1 ? value : []
    if (only.length === 0 || !wanted(path)) continue
    const taken = [...seen.keys()].find(
      other => path === other || path.startsWith(`${other}.`) || other.startsWith(`${path}.`),
    )
    if (taken !== undefined)
      throw new CommandError(
        'NotSingleValueField',
        path === taken
          ? `cannot infer query fields to set, path '${path}' is matched twice`
          : `cannot infer query fields to set, both paths '${path}' and '${taken}' are matched`,
      )
    seen.set(path, only[0])
  }
  const doc: Doc = {}
  for (const path of [...seen.keys()].sort()) setAt(doc, path.split('.'), seen.get(path))
  return doc
}
