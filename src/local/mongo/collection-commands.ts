import { type Doc, isDoc, isTrue, toNumber } from './bson.ts'
import {
  type CollectionInfo,
  ensureCollection,
  findCollection,
  forgetCollection,
  listCollections as readCollections,
} from './catalog.ts'
import type { Host } from './commands.ts'
import { doom, doomIndexes, sweep } from './doomed.ts'
import { CommandError, notSupported } from './errors.ts'
import { compileFilter } from './filter.ts'
import { prefixOf } from './index-keys.ts'
import { afterPrefix } from './key-range.ts'
import { databaseOf, namespaceOf } from './request.ts'
import type { Snapshot, View, Writer } from './storage.ts'
import { drain, type Resting } from './turns.ts'

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
  doomIndexes(writer, [...collection.indexes, ...collection.building])
  doom(writer, { table: 'documents', id: collection.id })
  forgetCollection(writer, collection.ns)
}

export async function drop(host: Host, command: Doc): Promise<Doc> {
  const ns = namespaceOf(command, 'drop')
  const reply = await host.storage.write(writer => {
    const collection = findCollection(writer, ns)
    if (!collection) return {}
    dropCollection(writer, collection)
    return { ns, nIndexesWas: collection.indexes.length + 1 }
  })
  await sweep(host.storage)
  return reply
}

export async function dropDatabase(host: Host, command: Doc): Promise<Doc> {
  const database = databaseOf(command)
  await host.storage.write(writer => {
    for (const collection of readCollections(writer, `${database}.`)) dropCollection(writer, collection)
  })
  await sweep(host.storage)
  return { dropped: database }
}

async function reading<T>(host: Host, read: (view: Snapshot) => T | Promise<T>): Promise<T> {
  const snapshot = host.storage.snapshot()
  try {
    return await read(snapshot)
  } finally {
    snapshot.close()
  }
}

export async function listCollections(host: Host, command: Doc): Promise<Doc> {
  const database = databaseOf(command)
  const filter = compileFilter(command.filter ?? {})
  const nameOnly = isTrue(command.nameOnly)
  const collections = await reading(host, view => readCollections(view, `${database}.`))
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
  /** In bytes: of documents themselves, of index entries their keys. */
  readonly size: number
}

interface Calm {
  readonly turns: Resting
  readonly view: View
}

/** Adds up what there is of a collection or an index, with a rest now and then. */
async function sizesOf(
  { turns, view }: Calm,
  table: 'documents' | 'entries',
  { id }: { readonly id: number },
): Promise<Sizes> {
  const low = prefixOf(id)
  let count = 0
  let size = 0
  await drain(turns, view.range(table, { low, high: afterPrefix(low) }), ({ key, value }) => {
    size += table === 'documents' ? value.length : key.length
    count++
  })
  return { count, size }
}

async function indexSizes(calm: Calm, { indexes }: CollectionInfo): Promise<Record<string, number>> {
  const sizes: Record<string, number> = {}
  for (const index of indexes) sizes[index.name] = (await sizesOf(calm, 'entries', index)).size
  return sizes
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

export function listDatabases(host: Host, command: Doc): Promise<Doc> {
  const turns = host.storage
  const filter = compileFilter(command.filter ?? {})
  return reading(host, async view => {
    const sizes = new Map<string, number>()
    for (const collection of readCollections(view, '')) {
      const [name = ''] = collection.ns.split('.')
      sizes.set(name, (sizes.get(name) ?? 0) + (await sizesOf({ turns, view }, 'documents', collection)).size)
    }
    const databases = [...sizes]
      .map(([name, sizeOnDisk]): Doc => ({ name, sizeOnDisk, empty: false }))
      .filter(doc => filter.test(doc))
    return {
      databases: isTrue(command.nameOnly) ? databases.map(({ name }) => ({ name })) : databases,
      totalSize: sum([...sizes.values()]),
    }
  })
}

/** What sizes are divided by. */
function scaleOf({ scale }: Doc): number {
  const factor = Math.trunc(toNumber(scale ?? 1) ?? Number.NaN)
  if (factor >= 1) return factor
  throw new CommandError('BadValue', 'the scale must be a number of at least 1')
}

/** How large a collection and its indexes are. */
export function statsOf(host: Host, ns: string, options: Doc): Promise<Doc> {
  const turns = host.storage
  const scaleFactor = scaleOf(options)
  const scaled = (bytes: number): number => Math.trunc(bytes / scaleFactor)
  return reading(host, async view => {
    const collection = findCollection(view, ns)
    const { count, size } = collection ? await sizesOf({ turns, view }, 'documents', collection) : { count: 0, size: 0 }
    const perIndex = collection ? await indexSizes({ turns, view }, collection) : {}
    const totalIndexSize = sum(Object.values(perIndex))
    return {
      count,
      size: scaled(size),
      storageSize: scaled(size),
      totalSize: scaled(size + totalIndexSize),
      avgObjSize: count ? size / count : 0,
      capped: false,
      nindexes: collection ? collection.indexes.length + 1 : 0,
      totalIndexSize: scaled(totalIndexSize),
      indexSizes: Object.fromEntries(Object.entries(perIndex).map(([name, bytes]) => [name, scaled(bytes)])),
      scaleFactor,
    }
  })
}

export async function collStats(host: Host, command: Doc): Promise<Doc> {
  const ns = namespaceOf(command, 'collStats' in command ? 'collStats' : 'collstats')
  return { ns, ...(await statsOf(host, ns, command)) }
}

export function dbStats(host: Host, command: Doc): Promise<Doc> {
  const turns = host.storage
  const database = databaseOf(command)
  const scaleFactor = scaleOf(command)
  return reading(host, async view => {
    const collections = readCollections(view, `${database}.`)
    const sizes: Sizes[] = []
    for (const collection of collections) sizes.push(await sizesOf({ turns, view }, 'documents', collection))
    const objects = sum(sizes.map(({ count }) => count))
    const dataSize = sum(sizes.map(({ size }) => size))
    return {
      db: database,
      collections: collections.length,
      views: 0,
      objects,
      avgObjSize: objects ? dataSize / objects : 0,
      dataSize: Math.trunc(dataSize / scaleFactor),
      storageSize: Math.trunc(dataSize / scaleFactor),
      indexes: sum(collections.map(({ indexes }) => indexes.length + 1)),
      scaleFactor,
    }
  })
}
