import { Long } from 'bson'
import { asStored } from './batch.ts'
import { type Doc, getField, isDoc, isTrue, toNumber } from './bson.ts'
import { type CollectionInfo, findCollection } from './catalog.ts'
import { statsOf } from './collection-commands.ts'
import type { Host } from './commands.ts'
import { CommandError, notSupported } from './errors.ts'
import { compileFilter, type Filter } from './filter.ts'
import { hintOf } from './hint.ts'
import { encodeKey } from './key-encoding.ts'
import { partsOf, reach } from './path.ts'
import { compilePipeline, type Stream } from './pipeline.ts'
import { compileProjection } from './projection.ts'
import { countField, databaseOf, docField, namespaceOf } from './request.ts'
import { type Effort, search } from './search.ts'
import { parseSort, type SortSpec } from './sort.ts'
import type { Snapshot, View } from './storage.ts'
import { readerForProjection, storedProjection } from './stored.ts'
import { drain } from './turns.ts'

/** What a find, a count or the beginning of a pipeline looks for. */
export interface Wanted {
  readonly filter: Filter
  readonly sort: SortSpec
  readonly hint: string | undefined
  readonly skip: number
  readonly limit: number
  readonly shape?: (bytes: Buffer) => Doc
  readonly handsOn?: boolean
}

export function findWanted(command: Doc, collection: CollectionInfo | undefined, filterField = 'filter'): Wanted {
  return {
    filter: compileFilter(docField(command, filterField) ?? {}, docField(command, 'let') ?? {}),
    sort: parseSort(command.sort),
    hint: hintOf(command.hint, collection),
    skip: countField(command, 'skip') ?? 0,
    limit: countField(command, 'limit') || Number.POSITIVE_INFINITY,
  }
}

/** The documents wanted, without those skipped. */
export function* findDocuments(
  view: View,
  collection: CollectionInfo | undefined,
  wanted: Wanted,
  effort?: Effort,
): Stream {
  if (!collection) return
  let toSkip = wanted.skip
  let left = wanted.limit
  for (const doc of search(view, collection, { ...wanted, top: wanted.skip + wanted.limit }, effort)) {
    if (!doc) yield undefined
    else if (toSkip > 0) {
      toSkip--
      yield undefined
    } else {
      yield doc
      if (--left === 0) return
    }
  }
}

function* mapDocuments(docs: Stream, map: (doc: Doc) => Doc): Stream {
  for (const doc of docs) yield doc && map(doc)
}

/** Hands the stream to the cursors; the snapshot lives as long as it is read. */
function answer(
  host: Host,
  snapshot: Snapshot,
  ns: string,
  { docs, batchSize, single }: { docs: Stream; batchSize: number | undefined; single: boolean },
): Promise<Doc> {
  return host.cursors.start(ns, docs[Symbol.iterator](), { batchSize, single, close: () => snapshot.close() })
}

/** Opens a snapshot for `read`, and closes it should `read` refuse. */
function reading(host: Host, read: (snapshot: Snapshot) => Promise<Doc>): Promise<Doc> {
  const snapshot = host.storage.snapshot()
  try {
    return read(snapshot)
  } catch (error) {
    snapshot.close()
    throw error
  }
}

export function find(host: Host, command: Doc): Promise<Doc> {
  const ns = namespaceOf(command, 'find')
  if (isTrue(command.tailable) || isTrue(command.awaitData)) throw notSupported('A tailable cursor')
  return reading(host, snapshot => {
    const collection = findCollection(snapshot, ns)
    const wanted = findWanted(command, collection)
    const spec = docField(command, 'projection')
    const project =
      spec && Object.keys(spec).length > 0
        ? compileProjection(spec, { isFind: true, variables: docField(command, 'let') ?? {} })
        : undefined
    const asIs = project && spec ? storedProjection(spec) : asStored
    const shape = asIs ?? readerForProjection(spec ?? {})
    const found = findDocuments(snapshot, collection, { ...wanted, shape, handsOn: asIs !== undefined })
    const docs = project && !asIs ? mapDocuments(found, doc => project(doc, wanted.filter)) : found
    return answer(host, snapshot, ns, {
      docs,
      batchSize: countField(command, 'batchSize'),
      single: isTrue(command.singleBatch),
    })
  })
}

/** The part of a pipeline that an index can help with, and what is left of it. */
export function splitPipeline(
  pipeline: readonly unknown[],
  collection: CollectionInfo | undefined,
  command: Doc,
): { wanted: Wanted; rest: unknown[] } {
  const rest = [...pipeline]
  const [first] = rest
  const filter = isDoc(first) && isDoc(first.$match) && Object.keys(first).length === 1 ? first.$match : undefined
  if (filter) rest.shift()
  const [second] = rest
  const sort = isDoc(second) && isDoc(second.$sort) && Object.keys(second).length === 1 ? second.$sort : undefined
  if (sort && Object.keys(sort).length > 0) rest.shift()
  const variables = docField(command, 'let') ?? {}
  const wanted: Wanted = {
    filter: compileFilter(filter ?? {}, variables),
    sort: parseSort(sort),
    hint: hintOf(command.hint, collection),
    skip: 0,
    limit: limitOf(rest),
  }
  return { wanted, rest }
}

/** A limit right behind the sort bounds what has to be sorted; the stage itself stays. */
function limitOf(rest: readonly unknown[]): number {
  const [next] = rest
  const limit = isDoc(next) && Object.keys(next).length === 1 ? toNumber(next.$limit) : undefined
  return limit !== undefined && Number.isInteger(limit) && limit > 0 ? limit : Number.POSITIVE_INFINITY
}

export function aggregate(host: Host, command: Doc): Promise<Doc> {
  if (typeof command.aggregate !== 'string') throw notSupported('An aggregation over a whole database')
  const ns = namespaceOf(command, 'aggregate')
  const pipeline = command.pipeline
  if (!Array.isArray(pipeline))
    throw new CommandError('TypeMismatch', "'pipeline' option must be specified as an array")
  const options = docField(command, 'cursor')
  if (!options)
    throw new CommandError(
      'FailedToParse',
      "The 'cursor' option is required, except for aggregate with the explain argument",
    )
  const [first] = pipeline
  if (isDoc(first) && isDoc(first.$collStats)) return aggregateStats(host, command, { ns, spec: first.$collStats })
  return reading(host, snapshot => {
    const collection = findCollection(snapshot, ns)
    const { wanted, rest } = splitPipeline(pipeline, collection, command)
    const run = compilePipeline(rest, {
      view: snapshot,
      database: databaseOf(command),
      variables: docField(command, 'let') ?? {},
    })
    const docs = run(findDocuments(snapshot, collection, wanted))
    return answer(host, snapshot, ns, { docs, batchSize: countField(options, 'batchSize'), single: false })
  })
}

/** A pipeline over the sizes of a collection, which the shell asks for. */
async function aggregateStats(host: Host, command: Doc, { ns, spec }: { ns: string; spec: Doc }): Promise<Doc> {
  const { storageStats, count, ...others } = spec
  const [other] = Object.keys(others)
  if (other !== undefined) throw notSupported(`${other} in $collStats`)
  const { count: documents, ...sizes } = await statsOf(host, ns, isDoc(storageStats) ? storageStats : {})
  const stats = {
    ns,
    localTime: new Date(),
    ...(storageStats === undefined ? {} : { storageStats: { count: documents, ...sizes } }),
    ...(count === undefined ? {} : { count: documents }),
  }
  return reading(host, snapshot => {
    const [, ...rest] = command.pipeline as unknown[]
    const run = compilePipeline(rest, {
      view: snapshot,
      database: databaseOf(command),
      variables: docField(command, 'let') ?? {},
    })
    return answer(host, snapshot, ns, { docs: run([stats]), batchSize: undefined, single: false })
  })
}

async function drainSnapshot(
  host: Host,
  read: (snapshot: Snapshot) => Stream,
  visit: (doc: Doc) => void,
): Promise<void> {
  const snapshot = host.storage.snapshot()
  try {
    await drain(host.storage, read(snapshot), visit)
  } finally {
    snapshot.close()
  }
}

export async function count(host: Host, command: Doc): Promise<Doc> {
  const ns = namespaceOf(command, 'count')
  let n = 0
  await drainSnapshot(
    host,
    snapshot => {
      const collection = findCollection(snapshot, ns)
      // A count takes a limit below zero for the same above.
      const limit = toNumber(command.limit)
      const wanted = { ...command, limit: limit === undefined ? command.limit : Math.abs(limit) }
      return findDocuments(snapshot, collection, findWanted(wanted, collection, 'query'))
    },
    () => n++,
  )
  return { n }
}

export async function distinct(host: Host, command: Doc): Promise<Doc> {
  const ns = namespaceOf(command, 'distinct')
  const { key } = command
  if (typeof key !== 'string' || key === '')
    throw new CommandError('TypeMismatch', "BSON field 'distinct.key' is the wrong type, expected type 'string'")
  const values = new Map<string, unknown>()
  const add = (value: unknown): void => {
    const name = encodeKey(value).toString('latin1')
    if (!values.has(name)) values.set(name, value)
  }
  await drainSnapshot(
    host,
    snapshot => {
      const collection = findCollection(snapshot, ns)
      return findDocuments(snapshot, collection, findWanted(command, collection, 'query'))
    },
    doc => {
      reach(doc, partsOf(key), value => {
        if (Array.isArray(value)) value.forEach(add)
        else if (value !== undefined) add(value)
        return false
      })
    },
  )
  return { values: [...values.values()] }
}

function cursorId(value: unknown): Long {
  if (Long.isLong(value)) return value
  throw new CommandError('TypeMismatch', 'a cursor id must be a long')
}

export function getMore(host: Host, command: Doc): Promise<Doc> {
  const ns = `${databaseOf(command)}.${String(getField(command, 'collection'))}`
  return host.cursors.more(cursorId(command.getMore), ns, countField(command, 'batchSize'))
}

export function killCursors(host: Host, command: Doc): Doc {
  const ids = Array.isArray(command.cursors) ? command.cursors.map(cursorId) : []
  const killed = ids.filter(id => host.cursors.kill(id))
  const notFound = ids.filter(id => !killed.includes(id))
  return { cursorsKilled: killed, cursorsNotFound: notFound, cursorsAlive: [], cursorsUnknown: [] }
}
