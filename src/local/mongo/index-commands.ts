import { type Doc, encode, isDoc, isTrue, toNumber } from './bson.ts'
import {
  type CollectionInfo,
  ensureCollection,
  findCollection,
  type IndexInfo,
  nextId,
  saveCollection,
} from './catalog.ts'
import type { Host } from './commands.ts'
import { buildIndex, idIndex } from './documents.ts'
import { CommandError, notSupported } from './errors.ts'
import { compileFilter } from './filter.ts'
import { prefixOf } from './index-keys.ts'
import { checkCollation, namespaceOf } from './request.ts'
import { afterPrefix, type Writer } from './storage.ts'
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

type Definition = Omit<IndexInfo, 'id' | 'multikey'>

function parseKey(key: unknown): IndexInfo['key'] {
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
    compileFilter(partial)
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

const keyText = (key: IndexInfo['key']): string => JSON.stringify(key)

function optionsText({ unique, sparse, partial, expireAfterSeconds }: Definition): string {
  return JSON.stringify([
    unique,
    sparse,
    partial ? encode(partial).toString('base64') : null,
    expireAfterSeconds ?? null,
  ])
}

/** True when the collection has this very index already; throws when it has another in its place. */
function hasIndex(collection: CollectionInfo, wanted: Definition): boolean {
  for (const index of collection.indexes) {
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

function addIndex(writer: Writer, ns: string, definition: Definition): void {
  const collection = ensureCollection(writer, ns)
  const prefix = prefixOf(collection.id)
  const index: IndexInfo = { ...definition, id: nextId(writer), multikey: false }
  const isMultikey = buildIndex(
    writer,
    collection,
    index,
    writer.range('documents', { low: prefix, high: afterPrefix(prefix) }),
  )
  saveCollection(writer, { ...collection, indexes: [...collection.indexes, { ...index, multikey: isMultikey }] })
}

/** Builds the indexes that the collection does not have yet; makes the collection, too. */
export function addIndexes(writer: Writer, ns: string, definitions: readonly Definition[]): void {
  for (const definition of definitions) {
    if (keyText(definition.key) === keyText(idIndex.key)) continue
    if (!hasIndex(ensureCollection(writer, ns), definition)) addIndex(writer, ns, definition)
  }
}

export function createIndexes(host: Host, command: Doc): Promise<Doc> {
  const ns = namespaceOf(command, 'createIndexes')
  const specs = command.indexes
  if (!Array.isArray(specs) || specs.length === 0)
    throw new CommandError('BadValue', 'Must specify at least one index to create')
  const definitions = specs.map(parseDefinition)
  return host.storage.write(writer => {
    const before = findCollection(writer, ns)
    addIndexes(writer, ns, definitions)
    const after = ensureCollection(writer, ns)
    return {
      numIndexesBefore: (before?.indexes.length ?? 0) + 1,
      numIndexesAfter: after.indexes.length + 1,
      createdCollectionAutomatically: before === undefined,
      ...(before?.indexes.length === after.indexes.length ? { note: 'all indexes already exist' } : {}),
    }
  })
}

function describe({ name, key, unique, sparse, partial, expireAfterSeconds }: Definition): Doc {
  return {
    v: 2,
    key: Object.fromEntries(key),
    name,
    ...(unique ? { unique } : {}),
    ...(sparse ? { sparse } : {}),
    ...(partial ? { partialFilterExpression: partial } : {}),
    ...(expireAfterSeconds === undefined ? {} : { expireAfterSeconds }),
  }
}

/** The indexes of a collection as `listIndexes` shows them. */
export function describeIndexes(collection: CollectionInfo): Doc[] {
  return [describe({ ...idIndex, unique: false, sparse: false }), ...collection.indexes.map(describe)]
}

export function listIndexes(host: Host, command: Doc): Promise<Doc> {
  const ns = namespaceOf(command, 'listIndexes')
  const snapshot = host.storage.snapshot()
  try {
    const collection = findCollection(snapshot, ns)
    if (!collection) throw new CommandError('NamespaceNotFound', `ns does not exist: ${ns}`)
    const results = describeIndexes(collection)[Symbol.iterator]()
    return host.cursors.start(ns, results, {
      batchSize: toNumber(isDoc(command.cursor) ? command.cursor.batchSize : undefined),
      single: false,
      close: () => {},
    })
  } finally {
    snapshot.close()
  }
}

/** Removes the entries of an index. */
export function clearIndex(writer: Writer, index: IndexInfo): void {
  const low = prefixOf(index.id)
  const keys = [...writer.range('entries', { low, high: afterPrefix(low) })].map(({ key }) => key)
  for (const key of keys) writer.remove('entries', key)
}

export function dropIndexes(host: Host, command: Doc): Promise<Doc> {
  const ns = namespaceOf(command, 'dropIndexes')
  return host.storage.write(writer => {
    const collection = findCollection(writer, ns)
    if (!collection) throw new CommandError('NamespaceNotFound', `ns not found ${ns}`)
    const doomed = chosenIndexes(collection, command.index)
    for (const index of doomed) clearIndex(writer, index)
    saveCollection(writer, { ...collection, indexes: collection.indexes.filter(index => !doomed.includes(index)) })
    return { nIndexesWas: collection.indexes.length + 1 }
  })
}

function chosenIndexes(collection: CollectionInfo, choice: unknown): readonly IndexInfo[] {
  if (choice === '*') return collection.indexes
  const names: unknown[] = Array.isArray(choice) ? choice : [choice]
  return names.map(name => {
    if (name === '_id_') throw new CommandError('InvalidOptions', 'cannot drop _id index')
    const wanted = isDoc(name) ? keyText(parseKey(name)) : undefined
    const found = collection.indexes.find(index =>
      wanted === undefined ? index.name === name : keyText(index.key) === wanted,
    )
    if (!found) throw new CommandError('IndexNotFound', `index not found with name [${String(name)}]`)
    return found
  })
}
