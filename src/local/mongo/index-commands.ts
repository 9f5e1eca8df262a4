import { type Doc, isDoc, toNumber } from './bson.ts'
import { type CollectionInfo, findCollection, type IndexInfo, saveCollection } from './catalog.ts'
import type { Host } from './commands.ts'
import { idIndex } from './documents.ts'
import { doomIndexes, sweep } from './doomed.ts'
import { CommandError } from './errors.ts'
import { addIndexes } from './index-build.ts'
import { type Definition, keyText, parseDefinition, parseKey } from './index-definition.ts'
import { namespaceOf } from './request.ts'

export async function createIndexes(host: Host, command: Doc): Promise<Doc> {
  const ns = namespaceOf(command, 'createIndexes')
  const specs = command.indexes
  if (!Array.isArray(specs) || specs.length === 0)
    throw new CommandError('BadValue', 'Must specify at least one index to create')
  const definitions = specs.map(parseDefinition)
  const { before, after } = await addIndexes(host.storage, ns, definitions)
  return {
    numIndexesBefore: (before ?? 0) + 1,
    numIndexesAfter: after + 1,
    createdCollectionAutomatically: before === undefined,
    ...(before === after ? { note: 'all indexes already exist' } : {}),
  }
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

export async function dropIndexes(host: Host, command: Doc): Promise<Doc> {
  const ns = namespaceOf(command, 'dropIndexes')
  const reply = await host.storage.write(writer => {
    const collection = findCollection(writer, ns)
    if (!collection) throw new CommandError('NamespaceNotFound', `ns not found ${ns}`)
    const doomed = chosenIndexes(collection, command.index)
    doomIndexes(writer, doomed)
    saveCollection(writer, { ...collection, indexes: collection.indexes.filter(index => !doomed.includes(index)) })
    return { nIndexesWas: collection.indexes.length + 1 }
  })
  await sweep(host.storage)
  return reply
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
