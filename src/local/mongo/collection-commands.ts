import { type Doc, isDoc, isTrue, toNumber } from './bson.ts'
import {
  type CollectionInfo,
  ensureCollection,
  findCollection,
  forgetCollection,
  listCollections as readCollections,
} from './catalog.ts'
import type { Host } from './commands.ts'
import { CommandError, notSupported } from './errors.ts'
import { compileFilter } from './filter.ts'
import { clearIndex } from './index-commands.ts'
import { prefixOf } from './index-keys.ts'
import { databaseOf, namespaceOf } from './request.ts'
import { afterPrefix, type Snapshot, type View, type Writer } from './storage.ts'

export function create(host: Host, command: Doc): Promise<Doc> {
  const ns = namespaceOf(command, 'create')
  for (const option of [
    'capped',
    'timeseries',
    'viewOn',
    'validator',
    'clusteredIndex',
    'expireAfterSeconds',
    'changeStreamPreAndPostImages',
    'encryptedFields',
  ]) {
    const value = command[option]
    if (value !== undefined && value !== false) throw notSupported(`The collection option ${option}`)
  }
  return host.storage.write(writer => {
    if (findCollection(writer, ns)) throw new CommandError('NamespaceExists', `Collection ${ns} already exists.`)
    ensureCollection(writer, ns)
    return {}
  })
}

function dropCollection(writer: Writer, collection: CollectionInfo): void {
  for (const index of collection.indexes) clearIndex(writer, index)
  const low = prefixOf(collection.id)
  const keys = [...writer.range('documents', { low, high: afterPrefix(low) })].map(({ key }) => key)
  for (const key of keys) writer.remove('documents', key)
  forgetCollection(writer, collection.ns)
}

export function drop(host: Host, command: Doc): Promise<Doc> {
  const ns = namespaceOf(command, 'drop')
  return host.storage.write(writer => {
    const collection = findCollection(writer, ns)
    if (!collection) return {}
    dropCollection(writer, collection)
    return { ns, nIndexesWas: collection.indexes.length + 1 }
  })
}

export function dropDatabase(host: Host, command: Doc): Promise<Doc> {
  const database = databaseOf(command)
  return host.storage.write(writer => {
    for (const collection of readCollections(writer, `${database}.`)) dropCollection(writer, collection)
    return { dropped: database }
  })
}

function reading<T>(host: Host, read: (view: Snapshot) => T): T {
  const snapshot = host.storage.snapshot()
  try {
    return read(snapshot)
  } finally {
    snapshot.close()
  }
}

export function listCollections(host: Host, command: Doc): Promise<Doc> {
  const database = databaseOf(command)
  const filter = compileFilter(command.filter ?? {})
  const nameOnly = isTrue(command.nameOnly)
  const collections = reading(host, view => readCollections(view, `${database}.`))
  const docs = collections
    .map(({ ns }): Doc => {
      const name = ns.slice(database.length + 1)
      const about = { name, type: 'collection' }
      if (nameOnly) return about
      return { ...about, options: {}, info: { readOnly: false }, idIndex: { v: 2, key: { _id: 1 }, name: '_id_' } }
    })
    .filter(doc => filter.test(doc))
  const batchSize = toNumber(isDoc(command.cursor) ? command.cursor.batchSize : undefined)
  return host.cursors.start(`${database}.$cmd.listCollections`, docs[Symbol.iterator](), {
    batchSize,
    single: false,
    close: () => {},
  })
}

interface Sizes {
  readonly count: number
  readonly size: number
}

function sizesOf(view: View, { id }: CollectionInfo): Sizes {
  const low = prefixOf(id)
  let count = 0
  let size = 0
  for (const { value } of view.range('documents', { low, high: afterPrefix(low) })) {
    count++
    size += value.length
  }
  return { count, size }
}

function indexSizes(view: View, { indexes }: CollectionInfo): Doc {
  return Object.fromEntries(
    indexes.map(({ id, name }) => {
      const low = prefixOf(id)
      let size = 0
      for (const { key } of view.range('entries', { low, high: afterPrefix(low) })) size += key.length
      return [name, size]
    }),
  )
}

export function listDatabases(host: Host, command: Doc): Doc {
  const filter = compileFilter(command.filter ?? {})
  return reading(host, view => {
    const sizes = new Map<string, number>()
    for (const collection of readCollections(view, '')) {
      const [name = ''] = collection.ns.split('.')
      sizes.set(name, (sizes.get(name) ?? 0) + sizesOf(view, collection).size)
    }
    const databases = [...sizes]
      .map(([name, sizeOnDisk]): Doc => ({ name, sizeOnDisk, empty: false }))
      .filter(doc => filter.test(doc))
    return {
      databases: isTrue(command.nameOnly) ? databases.map(({ name }) => ({ name })) : databases,
      totalSize: [...sizes.values()].reduce((a, b) => a + b, 0),
    }
  })
}

export function collStats(host: Host, command: Doc): Doc {
  const ns = namespaceOf(command, 'collStats' in command ? 'collStats' : 'collstats')
  return reading(host, view => {
    const collection = findCollection(view, ns)
    const { count, size } = collection ? sizesOf(view, collection) : { count: 0, size: 0 }
    const perIndex = collection ? indexSizes(view, collection) : {}
    const totalIndexSize = Object.values(perIndex).reduce<number>((sum, each) => sum + Number(each), 0)
    return {
      ns,
      count,
      size,
      storageSize: size,
      avgObjSize: count ? size / count : 0,
      capped: false,
      nindexes: collection ? collection.indexes.length + 1 : 0,
      totalIndexSize,
      indexSizes: perIndex,
    }
  })
}

export function dbStats(host: Host, command: Doc): Doc {
  const database = databaseOf(command)
  return reading(host, view => {
    const collections = readCollections(view, `${database}.`)
    const sizes = collections.map(collection => sizesOf(view, collection))
    const objects = sizes.reduce((sum, { count }) => sum + count, 0)
    const dataSize = sizes.reduce((sum, { size }) => sum + size, 0)
    return {
      db: database,
      collections: collections.length,
      views: 0,
      objects,
      avgObjSize: objects ? dataSize / objects : 0,
      dataSize,
      storageSize: dataSize,
      indexes: collections.reduce((sum, { indexes }) => sum + indexes.length + 1, 0),
    }
  })
}
