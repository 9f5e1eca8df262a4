import { type Doc, encode, isDoc, isTrue, toNumber } from './bson.ts'
import type { IndexInfo } from './catalog.ts'
import { idIndex } from './documents.ts'
import { CommandError, notSupported } from './errors.ts'
import { compileFilter } from './filter.ts'
import { checkCollation } from './request.ts'
import { checkUpdatePath } from './update-path.ts'

const knownOptions = new Set([
  'key',
  'name',
  'unique',
  'sparse',
  'background',
  'partialFilterExpression',
  'expireAfterSeconds',
  'v',
  'ns',
  'hidden',
  'collation',
])

/** An index as it is asked for. */
export type Definition = Omit<IndexInfo, 'id' | 'multikey'>

export function parseKey(key: unknown): IndexInfo['key'] {
  if (!isDoc(key) || Object.keys(key).length === 0)
    throw new CommandError('CannotCreateIndex', 'Index keys cannot be an empty object.')
  return Object.entries(key).map(([path, value]) => {
    if (path.includes('$**')) throw notSupported('A wildcard index')
    if (typeof value === 'string') throw notSupported(`An index of the type ${value}`)
    checkUpdatePath(path)
    const direction = toNumber(value)
    if (direction === undefined || direction === 0)
      throw new CommandError(
        'CannotCreateIndex',
        `Values in v:2 index key pattern must be numbers other than 0: ${path}`,
      )
    return [path, direction > 0 ? 1 : -1] as const
  })
}

const partialOperators = new Set(['$eq', '$in', '$gt', '$gte', '$lt', '$lte', '$exists', '$type'])

const isPartial = (operator: string, operand: unknown): boolean =>
  partialOperators.has(operator) && (operator !== '$exists' || isTrue(operand))

/** Refuses conditions that MongoDB does not take for a partial index. */
function checkPartial(condition: Doc): void {
  for (const [path, value] of Object.entries(condition)) {
    if (path === '$and' || path === '$or') (value as Doc[]).forEach(checkPartial)
    else if (path.startsWith('$') || !Object.entries(value as Doc).every(each => isPartial(...each)))
      throw new CommandError('CannotCreateIndex', `Expression not supported in partial index: ${path}`)
  }
}

export function parseDefinition(spec: unknown): Definition {
  if (!isDoc(spec)) throw new CommandError('TypeMismatch', 'an index specification must be an object')
  const unknown = Object.keys(spec).find(name => !knownOptions.has(name))
  if (unknown !== undefined) throw notSupported(`The index option ${unknown}`)
  checkCollation(spec.collation)
  if (isTrue(spec.hidden)) throw notSupported('A hidden index')
  const { name, partialFilterExpression: partial } = spec
  if (typeof name !== 'string' || name === '')
    throw new CommandError('FailedToParse', "The 'name' field is a required property of an index specification")
  const key = parseKey(spec.key)
  const seconds = toNumber(spec.expireAfterSeconds)
  if (seconds !== undefined && key.length > 1)
    throw new CommandError(
      'CannotCreateIndex',
      'TTL indexes are single-field indexes, compound indexes do not support TTL.',
    )
  if (seconds !== undefined && (seconds < 0 || seconds > 2 ** 31))
    throw new CommandError('CannotCreateIndex', 'TTL index expireAfterSeconds must be within 0 and 2147483647')
  if (partial !== undefined) {
    if (!isDoc(partial)) throw new CommandError('CannotCreateIndex', 'partialFilterExpression must be an object')
    checkPartial(compileFilter(partial).condition)
    if (isTrue(spec.sparse))
      throw new CommandError('CannotCreateIndex', 'cannot mix "partialFilterExpression" and "sparse" options')
  }
  return {
    name,
    key,
    unique: isTrue(spec.unique),
    sparse: isTrue(spec.sparse),
    ...(isDoc(partial) ? { partial } : {}),
    ...(seconds === undefined ? {} : { expireAfterSeconds: seconds }),
  }
}

export const keyText = (key: IndexInfo['key']): string => JSON.stringify(key)

function optionsText({ unique, sparse, partial, expireAfterSeconds }: Definition): string {
  return JSON.stringify([
    unique,
    sparse,
    partial ? encode(partial).toString('base64') : null,
    expireAfterSeconds ?? null,
  ])
}

/** True when this very index is among those there are; throws when another is in its place. */
export function hasIndex(indexes: readonly Definition[], wanted: Definition): boolean {
  if (keyText(wanted.key) === keyText(idIndex.key)) return true
  for (const index of indexes) {
    const isSameKey = keyText(index.key) === keyText(wanted.key)
    const isSame = isSameKey && optionsText(index) === optionsText(wanted)
    if (index.name === wanted.name) {
      if (isSame) return true
      throw new CommandError(
        isSameKey ? 'IndexOptionsConflict' : 'IndexKeySpecsConflict',
        `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. Requested index: ${wanted.name}`,
      )
    }
    if (isSame)
      throw new CommandError('IndexOptionsConflict', `Index already exists with a different name: ${index.name}`)
    if (isSameKey && (!index.partial || !wanted.partial)) {
      throw new CommandError(
        'IndexOptionsConflict',
        `An equivalent index already exists with the same name but different options. Requested index: ${wanted.name}, existing index: ${index.name}`,
      )
    }
  }
  return false
}
