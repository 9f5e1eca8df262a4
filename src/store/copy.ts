import { createHash } from 'node:crypto'
import { mongo } from 'mongoose'

/** Why nothing, or not everything, was copied; the message says what to do. */
export class CopyError extends Error {
  override readonly name = 'CopyError'
}

export interface CopiedCollection {
  readonly name: string
  readonly documents: number
  readonly indexes: number
  /** Of all documents in whatever order; equal on both sides. */
  readonly hash: string
  /** How many documents had to be written or removed. */
  readonly changed: number
}

interface CopyStep {
  readonly what: 'compare' | 'copy' | 'verify'
  readonly collection: string
  readonly done: number
  readonly total: number
}

interface Options {
  readonly from: string
  readonly to: string
  /** Make the target like the source also where it has something else. */
  readonly force: boolean
  readonly onStep?: (step: CopyStep) => void
}

type Documents = mongo.Collection
type Kept = mongo.Document & { readonly _id: mongo.BSON.ObjectId }

const perBatch = 500
/** Keeps Int32, Double, Long and the flags of regular expressions as they are. */
const exact = { promoteValues: false, bsonRegExp: true } as const
/** What an index is, without what a server adds to its description. */
const serverFields = ['v', 'ns', 'background']

const keyOf = (doc: mongo.Document): string => Buffer.from(mongo.BSON.serialize({ _id: doc._id })).toString('latin1')

function hashOf(doc: mongo.Document): bigint {
  const digest = createHash('sha256')
    .update(mongo.BSON.serialize(doc, { ignoreUndefined: true }))
    .digest('hex')
  return BigInt(`0x${digest}`)
}

async function* batches<T>(cursor: AsyncIterable<T>): AsyncIterable<T[]> {
  let batch: T[] = []
  for await (const each of cursor) {
    batch.push(each)
    if (batch.length < perBatch) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

const all = (documents: Documents) => documents.find({}, { ...exact, batchSize: perBatch })

async function these(documents: Documents, ids: readonly unknown[]): Promise<Map<string, bigint>> {
  const found = await documents.find({ _id: { $in: ids } } as mongo.Filter<mongo.Document>, exact).toArray()
  return new Map(found.map(doc => [keyOf(doc), hashOf(doc)]))
}

interface Difference {
  readonly documents: number
  readonly hash: bigint
  readonly missing: number
  readonly different: number
  /** Only in the target. */
  readonly extra: number
}

const sum = (a: bigint, b: bigint): bigint => BigInt.asUintN(256, a + b)

/** Goes through the source once, and hands `mend` what the target lacks or has otherwise. */
async function compare(
  [source, target]: readonly [Documents, Documents],
  mend: (wanted: readonly { doc: Kept; isNew: boolean }[]) => Promise<void>,
  onDone: (done: number) => void,
): Promise<Difference> {
  let [documents, hash, missing, different] = [0, 0n, 0, 0]
  const inTarget = await target.countDocuments()
  for await (const batch of batches(all(source))) {
    const known =
      inTarget === 0
        ? new Map<string, bigint>()
        : await these(
            target,
            batch.map(doc => doc._id),
          )
    const wanted: { doc: Kept; isNew: boolean }[] = []
    for (const doc of batch) {
      const [own, theirs] = [hashOf(doc), known.get(keyOf(doc))]
      hash = sum(hash, own)
      if (theirs === own) continue
      if (theirs === undefined) missing++
      else different++
      wanted.push({ doc, isNew: theirs === undefined })
    }
    documents += batch.length
    await mend(wanted)
    onDone(documents)
  }
  return { documents, hash, missing, different, extra: inTarget - (documents - missing) }
}

async function removeExtra([source, target]: readonly [Documents, Documents]): Promise<void> {
  for await (const batch of batches(target.find({}, { ...exact, projection: { _id: 1 } }))) {
    const known = await these(
      source,
      batch.map(doc => doc._id),
    )
    const gone = batch.filter(doc => !known.has(keyOf(doc))).map(doc => doc._id)
    if (gone.length > 0) await target.deleteMany({ _id: { $in: gone } })
  }
}

function write(target: Documents, wanted: readonly { doc: Kept; isNew: boolean }[]): Promise<unknown> {
  if (wanted.length === 0) return Promise.resolve()
  const operations = wanted.map(({ doc, isNew }) =>
    isNew
      ? { insertOne: { document: doc } }
      : { replaceOne: { filter: { _id: doc._id }, replacement: doc, upsert: true } },
  )
  return target.bulkWrite(operations, { ordered: false })
}

async function fingerprint(documents: Documents, onDone: (done: number) => void): Promise<[number, bigint]> {
  let [count, hash] = [0, 0n]
  for await (const doc of all(documents)) {
    hash = sum(hash, hashOf(doc))
    if (++count % perBatch === 0) onDone(count)
  }
  return [count, hash]
}

async function copyIndexes(source: Documents, target: Documents): Promise<number> {
  const indexes = await source.indexes()
  const own = indexes.filter(({ name }) => name !== '_id_')
  const specs = own.map(index =>
    Object.fromEntries(Object.entries(index).filter(([key]) => !serverFields.includes(key))),
  )
  if (specs.length > 0) await target.createIndexes(specs as mongo.IndexDescription[])
  const there = new Set((await target.indexes()).map(({ name }) => name))
  const absent = own.find(({ name }) => !there.has(name))
  if (absent) throw new CopyError(`The index ${absent.name} of ${source.collectionName} was not made. Repeat the copy.`)
  return indexes.length
}

async function namesIn(db: mongo.Db): Promise<string[]> {
  const list = (await db.listCollections().toArray()).filter(({ name }) => !name.startsWith('system.'))
  const other = list.find(({ type }) => type !== undefined && type !== 'collection')
  if (other)
    throw new CopyError(`${other.name} is a ${other.type}, which cannot be copied. Remove it, or copy without it.`)
  return list.map(({ name }) => name).sort()
}

async function refuseDifference(pair: readonly [Documents, Documents], onDone: (done: number) => void): Promise<void> {
  const { different, extra } = await compare(pair, () => Promise.resolve(), onDone)
  if (different + extra === 0) return
  throw new CopyError(
    `The target has something else in ${pair[0].collectionName}: ${different} documents differ and ${extra} are only there. Nothing was changed. Choose an empty database, or add --force to make the target like the source.`,
  )
}

async function copyCollection(
  pair: readonly [Documents, Documents],
  { force, onStep, total }: Pick<Options, 'force' | 'onStep'> & { readonly total: number },
): Promise<CopiedCollection> {
  const [source, target] = pair
  const collection = source.collectionName
  const step = (what: CopyStep['what']) => (done: number) => onStep?.({ what, collection, done, total })
  if (force) await removeExtra(pair)
  const before = await target.countDocuments()
  const { documents, hash, missing, different } = await compare(
    pair,
    async wanted => void (await write(target, wanted)),
    step('copy'),
  )
  const indexes = await copyIndexes(source, target)
  const [count, there] = await fingerprint(target, step('verify'))
  if (count !== documents || there !== hash)
    throw new CopyError(
      `After the copy ${collection} is not the same on both sides: ${documents} documents here, ${count} there (${before} before). Somebody else writes to one of them; stop that and repeat the copy.`,
    )
  return {
    name: collection,
    documents,
    indexes,
    hash: hash.toString(16).padStart(64, '0'),
    changed: missing + different,
  }
}

function clientFor(uri: string): mongo.MongoClient {
  try {
    return new mongo.MongoClient(uri, { serverSelectionTimeoutMS: 5_000, appName: 'sitrep-copy' })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CopyError(`${withoutPassword(uri)} is not the address of a database (${reason}).`)
  }
}

async function connected(uri: string): Promise<mongo.MongoClient> {
  const client = clientFor(uri)
  try {
    return await client.connect()
  } catch (error) {
    await client.close()
    const reason = error instanceof Error ? error.message : String(error)
    throw new CopyError(`The database at ${withoutPassword(uri)} does not answer (${reason}).`)
  }
}

function withoutPassword(uri: string): string {
  return uri.replace(/\/\/.*@/s, '//')
}

/** The database that the address names, else the one that Sitrep uses. */
function databaseOf(client: mongo.MongoClient, uri: string): mongo.Db {
  return client.db(/^mongodb(\+srv)?:\/\/[^/]+\/([^/?]+)/.exec(uri) ? undefined : 'sitrep')
}

/**
 * Makes the collections of one database those of another, documents and indexes, and compares both sides afterwards. What is there already
 * is not written again, so that it can be repeated after an interruption. Throws CopyError, having changed nothing when the target has
 * something that the source has not, unless `force`.
 */
export async function copyDatabase({ from, to, force, onStep }: Options): Promise<CopiedCollection[]> {
  const source = await connected(from)
  let target: mongo.MongoClient | undefined
  try {
    target = await connected(to)
    const [sourceDb, targetDb] = [databaseOf(source, from), databaseOf(target, to)]
    const names = await namesIn(sourceDb)
    const there = new Set(await namesIn(targetDb))
    const work = await Promise.all(
      names.map(async name => {
        const pair = [sourceDb.collection(name), targetDb.collection(name)] as const
        return { name, pair, total: await pair[0].countDocuments() }
      }),
    )
    if (!force)
      for (const { name, pair, total } of work)
        if (there.has(name))
          await refuseDifference(pair, done => onStep?.({ what: 'compare', collection: name, done, total }))
    const copied: CopiedCollection[] = []
    for (const { name, pair, total } of work) {
      if (!there.has(name)) await targetDb.createCollection(name)
      copied.push(await copyCollection(pair, { force, total, ...(onStep ? { onStep } : {}) }))
    }
    return copied
  } catch (error) {
    if (error instanceof mongo.MongoError)
      throw new CopyError(`The copy stopped: ${error.message}. Mend that and repeat it; what was copied stays.`)
    throw error
  } finally {
    await source.close()
    await target?.close()
  }
}
