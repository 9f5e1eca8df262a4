import { checkDepth, type Doc, decode, encode, show } from './bson.ts'
import { type CollectionInfo, type IndexInfo, saveCollection } from './catalog.ts'
import { CommandError } from './errors.ts'
import { documentKey, entryKey, type IndexKey, indexKeys, partialFilter } from './index-keys.ts'
import type { Range } from './key-range.ts'
import { partsOf } from './path.ts'
import type { Writer } from './storage.ts'
import { addFields, changedFields, readerForPaths } from './stored.ts'

const idOf = (key: Buffer): Buffer => key.subarray(4)

/** MongoDB's duplicate key error for an index and the values that are taken. */
function duplicateKey(ns: string, index: Pick<IndexInfo, 'name' | 'key'>, values: readonly unknown[]): CommandError {
  const keyPattern = Object.fromEntries(index.key)
  const keyValue = Object.fromEntries(index.key.map(([path], i) => [path, values[i] ?? null]))
  const shown = index.key.map(([path], i) => `${path}: ${show(values[i] ?? null)}`).join(', ')
  const message = `E11000 duplicate key error collection: ${ns} index: ${index.name} dup key: { ${shown} }`
  return new CommandError('DuplicateKey', message, { keyPattern, keyValue })
}

/** The index on `_id`: the documents themselves are kept in its order. */
export const idIndex = { name: '_id_', key: [['_id', 1]] } as const

function isTaken(writer: Writer, { bytes }: IndexKey, id: Buffer): boolean {
  const look = (range: Range) => writer.range('entries', range)
  return writer.gap(bytes).some(bytes, look, ({ value }) => !value.equals(id))
}

interface Change {
  readonly index: IndexInfo
  readonly added: readonly Buffer[]
  readonly removed: readonly Buffer[]
  readonly isMultikey: boolean
}

/** What a document's move from one state to another changes in an index; throws when a unique value is taken. */
function changeOf(
  writer: Writer,
  { collection, index, id }: { collection: CollectionInfo; index: IndexInfo; id: Buffer },
  { before, after }: { before: Doc | undefined; after: Doc | undefined },
): Change {
  const old = before ? indexKeys(index, before).keys.map(key => entryKey(index, key, id)) : []
  const next = after ? indexKeys(index, after) : { keys: [], isMultikey: false }
  const known = new Set(old.map(key => key.toString('latin1')))
  const kept = new Set<string>()
  const added: Buffer[] = []
  for (const key of next.keys) {
    const entry = entryKey(index, key, id)
    const name = entry.toString('latin1')
    if (known.has(name)) kept.add(name)
    else {
      if (index.unique && isTaken(writer, key, id)) throw duplicateKey(collection.ns, index, key.values)
      added.push(entry)
    }
  }
  const removed = old.filter(key => !kept.has(key.toString('latin1')))
  return { index, added, removed, isMultikey: next.isMultikey }
}

/** The first names of what the indexes hold of a document, undefined when it may be anything. */
function fieldsOf(indexes: readonly IndexInfo[]): Set<string> | undefined {
  const fields = new Set<string>()
  for (const index of indexes) {
    for (const [path] of index.key) fields.add(partsOf(path)[0] ?? '')
    const partial = partialFilter(index)
    if (partial && !addFields(partial.condition, fields)) return undefined
  }
  return fields
}

/** Reads of a stored document what the indexes hold. */
function readHeld(indexes: readonly IndexInfo[], stored: Buffer): Doc {
  const paths = indexes.flatMap(index => index.key.map(([path]) => partsOf(path)))
  const fields = fieldsOf(indexes.filter(index => index.partial))
  return fields ? readerForPaths([...paths, ...[...fields].map(field => [field])])(stored) : decode(stored)
}

function isTouched(index: IndexInfo, changed: ReadonlySet<string> | undefined): boolean {
  const fields = changed && fieldsOf([index])
  return !fields || [...fields].some(field => changed.has(field))
}

const allIndexes = ({ indexes, building }: CollectionInfo): IndexInfo[] => [...indexes, ...building]

interface Move {
  /** As far as the indexes look at it. */
  readonly before?: Doc
  readonly after?: Doc
  /** The encoding of the document as it will be, where it is at hand. */
  readonly bytes?: Buffer
}

function write(
  writer: Writer,
  { collection, key, indexes }: { collection: CollectionInfo; key: Buffer; indexes: readonly IndexInfo[] },
  { before, after, bytes }: Move,
): void {
  const id = idOf(key)
  if (after) checkDepth(after)
  // Everything that can be refused is refused before the first write.
  const changes = indexes.map(index => changeOf(writer, { collection, index, id }, { before, after }))
  const encoded = after && (bytes ?? encode(after))
  if (encoded) writer.put('documents', key, encoded)
  else writer.remove('documents', key)
  for (const { added, removed } of changes) {
    for (const entry of removed) writer.remove('entries', entry)
    for (const entry of added) writer.put('entries', entry, id)
  }
  if (changes.some(change => change.isMultikey && !change.index.multikey)) {
    const grown = new Set(changes.filter(change => change.isMultikey).map(({ index }) => index))
    const marked = (index: IndexInfo): IndexInfo => (grown.has(index) ? { ...index, multikey: true } : index)
    saveCollection(writer, {
      ...collection,
      indexes: collection.indexes.map(marked),
      building: collection.building.map(marked),
    })
  }
}

/** Inserts a document whose `_id` comes first. `bytes` is its encoding, where it is at hand. */
export function insertDocument(
  writer: Writer,
  collection: CollectionInfo,
  { doc, bytes }: { doc: Doc; bytes?: Buffer },
): void {
  const key = documentKey(collection, doc._id)
  if (writer.peek('documents', key)) throw duplicateKey(collection.ns, idIndex, [doc._id])
  write(writer, { collection, key, indexes: allIndexes(collection) }, { after: doc, ...(bytes ? { bytes } : {}) })
}

/** Puts another state of a document in the place of the one that is stored; false when they are the same. Of the old one it takes the `_id`. */
export function replaceDocument(
  writer: Writer,
  collection: CollectionInfo,
  { before, after }: { before: Doc; after: Doc },
): boolean {
  const key = documentKey(collection, before._id)
  const bytes = encode(after)
  const stored = writer.peek('documents', key)
  if (stored?.equals(bytes)) return false
  const changed = stored && changedFields(stored, bytes)
  const indexes = allIndexes(collection).filter(index => isTouched(index, changed))
  const held = stored && readHeld(indexes, stored)
  write(writer, { collection, key, indexes }, { ...(held ? { before: held } : {}), after, bytes })
  return true
}

export function deleteDocument(writer: Writer, collection: CollectionInfo, before: Doc): void {
  const key = documentKey(collection, before._id)
  write(writer, { collection, key, indexes: allIndexes(collection) }, { before })
}

/** Puts a stored document into an index that is being built; throws when a unique value is taken. Answers whether it makes it multikey. */
export function indexDocument(
  writer: Writer,
  { collection, index }: { collection: CollectionInfo; index: IndexInfo },
  { key, doc }: { key: Buffer; doc: Doc },
): boolean {
  const id = Buffer.from(idOf(key))
  const { added, isMultikey } = changeOf(writer, { collection, index, id }, { before: undefined, after: doc })
  for (const entry of added) writer.put('entries', entry, id)
  return isMultikey
}
