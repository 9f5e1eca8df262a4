import { decode } from './bson.ts'
import {
  type CollectionInfo,
  ensureCollection,
  findCollection,
  type IndexInfo,
  listCollections,
  nextId,
  saveCollection,
} from './catalog.ts'
import { indexDocument } from './documents.ts'
import { doomIndexes, sweep } from './doomed.ts'
import { CommandError } from './errors.ts'
import { type Definition, hasIndex } from './index-definition.ts'
import { prefixOf } from './index-keys.ts'
import { afterPrefix } from './key-range.ts'
import { inSnapshot, type Storage, type Writer } from './storage.ts'

const perTurn = 200
const turnMs = 10

/** A build between two turns. Writes keep its indexes meanwhile, so that documents it has passed already are right, too. */
interface Build {
  readonly ids: ReadonlySet<number>
  readonly nextKey: Buffer
}

/** How many indexes there were, none when there was no collection, and how many there are; not counting the one on `_id`. */
interface Built {
  readonly before: number | undefined
  readonly after: number
}

/** What the collection lacks of these indexes. Throws for one that contradicts another. */
function missing(writer: Writer, collection: CollectionInfo, definitions: readonly Definition[]): IndexInfo[] {
  const made: IndexInfo[] = []
  for (const definition of definitions)
    if (!hasIndex([...collection.indexes, ...made], definition))
      made.push({ ...definition, id: nextId(writer), multikey: false })
  return made
}

/** Goes on from a document until it is the others' turn; answers where to go on, undefined at the end. */
function indexSome(writer: Writer, collection: CollectionInfo, { ids, nextKey }: Build): Build | undefined {
  let building = collection.building.filter(({ id }) => ids.has(id))
  if (building.length < ids.size)
    throw new CommandError('IndexBuildAborted', `${collection.ns} was dropped while its index was built`)
  const save = (own: { indexes: readonly IndexInfo[]; building: readonly IndexInfo[] }): void => {
    const others = collection.building.filter(({ id }) => !ids.has(id))
    saveCollection(writer, { ...collection, indexes: own.indexes, building: [...others, ...own.building] })
  }
  const since = performance.now()
  let count = 0
  for (const { key, value } of writer.range('documents', {
    low: nextKey,
    high: afterPrefix(prefixOf(collection.id)),
  })) {
    if (count >= perTurn || (count > 0 && performance.now() - since > turnMs)) {
      save({ indexes: collection.indexes, building })
      return { ids, nextKey: Buffer.from(key) }
    }
    const doc = decode(value)
    building = building.map(index => {
      const isMultikey = indexDocument(writer, { collection, index }, { key, doc })
      return isMultikey && !index.multikey ? { ...index, multikey: true } : index
    })
    count++
  }
  // Somebody else may have built the same meanwhile.
  const built = building.filter(index => !hasIndex(collection.indexes, index))
  doomIndexes(
    writer,
    building.filter(index => !built.includes(index)),
  )
  save({ indexes: [...collection.indexes, ...built], building: [] })
  return undefined
}

function begin(
  writer: Writer,
  ns: string,
  definitions: readonly Definition[],
): { build: Build | undefined; before: number | undefined } {
  const before = findCollection(writer, ns)?.indexes.length
  const collection = ensureCollection(writer, ns)
  const made = missing(writer, collection, definitions)
  if (made.length === 0) return { build: undefined, before }
  const ids = new Set(made.map(({ id }) => id))
  const started = { ...collection, building: [...collection.building, ...made] }
  return { build: indexSome(writer, started, { ids, nextKey: prefixOf(collection.id) }), before }
}

function abandon(writer: Writer, collection: CollectionInfo, isLost: (index: IndexInfo) => boolean): void {
  const lost = collection.building.filter(isLost)
  if (lost.length === 0) return
  doomIndexes(writer, lost)
  saveCollection(writer, { ...collection, building: collection.building.filter(index => !lost.includes(index)) })
}

/** Builds the indexes that the collection does not have yet, all or none, in turns with others; makes the collection, too. */
export async function addIndexes(storage: Storage, ns: string, definitions: readonly Definition[]): Promise<Built> {
  const { build: begun, before } = await storage.write(writer => begin(writer, ns, definitions))
  try {
    for (let build = begun; build; ) {
      const current = build
      build = await storage.write(writer => {
        const collection = findCollection(writer, ns)
        return indexSome(writer, collection ?? { ns, id: 0, indexes: [], building: [] }, current)
      })
    }
  } catch (error) {
    await storage.write(writer => {
      const collection = findCollection(writer, ns)
      if (collection) abandon(writer, collection, ({ id }) => begun?.ids.has(id) === true)
    })
    await sweep(storage)
    throw error
  }
  return { before, after: inSnapshot(storage, view => findCollection(view, ns)?.indexes.length ?? 0) }
}

/** Removes what a killed process had begun to build or to drop. */
export async function tidy(storage: Storage): Promise<void> {
  await storage.write(writer => {
    for (const collection of listCollections(writer, '')) abandon(writer, collection, () => true)
  })
  await sweep(storage)
}
