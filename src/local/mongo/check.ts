import { type Doc, decode, show } from './bson.ts'
import { type CollectionInfo, type IndexInfo, listCollections } from './catalog.ts'
import { countDoomed } from './doomed.ts'
import { documentKey, entryKey, indexKeys, prefixOf } from './index-keys.ts'
import { afterPrefix } from './key-range.ts'
import type { View } from './storage.ts'

export interface CollectionCount {
  readonly ns: string
  readonly documents: number
  readonly bytes: number
  /** Entries of each index by its name. */
  readonly entries: Readonly<Record<string, number>>
}

export interface Findings {
  /** What was looked at, and in a whole check all there is. */
  readonly collections: readonly CollectionCount[]
  /** What does not fit together, each a sentence; empty when all is well. */
  readonly problems: readonly string[]
}

/** A table's rows all lie below this. */
const end = Buffer.alloc(8, 255)
const idOf = (key: Buffer): Buffer => key.subarray(4)
const rangeOf = (id: number) => ({ low: prefixOf(id), high: afterPrefix(prefixOf(id)) })

class Checker {
  readonly problems: string[] = []
  readonly #view: View

  constructor(view: View) {
    this.#view = view
  }

  /** Holds a document against its key and every index; answers how many entries it has to have in each. */
  document(collection: CollectionInfo, { key, value }: { key: Buffer; value: Buffer }): number[] {
    let doc: Doc
    try {
      doc = decode(value)
    } catch {
      this.problems.push(`${collection.ns}: the document at ${key.toString('hex')} cannot be read.`)
      return []
    }
    const name = `${collection.ns}: the document ${show(doc._id)}`
    if (!documentKey(collection, doc._id).equals(key)) this.problems.push(`${name} lies at another _id.`)
    return collection.indexes.map(index => {
      const { keys, isMultikey } = indexKeys(index, doc)
      if (isMultikey && !index.multikey) this.problems.push(`${name} has an array that ${index.name} does not know of.`)
      const missing = keys.filter(each => {
        return !this.#view.get('entries', entryKey(index, each, idOf(key)))?.equals(idOf(key))
      })
      if (missing.length > 0) this.problems.push(`${name} is missing from the index ${index.name}.`)
      return keys.length
    })
  }

  /** Looks at the entries of an index one by one; answers how many there are. */
  entries(collection: CollectionInfo, index: IndexInfo): number {
    let count = 0
    let before: Buffer | undefined
    for (const { key, value } of this.#view.range('entries', rangeOf(index.id))) {
      count++
      const values = key.subarray(0, key.length - value.length)
      if (index.unique && before?.equals(values))
        this.problems.push(`${collection.ns}: the unique index ${index.name} has one value twice.`)
      before = values
    }
    return count
  }
}

/** Holds everything against everything: documents, their keys, and all entries of all indexes. Takes as long as reading it all. */
export function checkAll(view: View, onDocument: (done: number) => void = () => {}): Findings {
  const checker = new Checker(view)
  let done = 0
  let entriesInAll = 0
  let unfinished = 0
  const collections = listCollections(view, '').map((collection): CollectionCount => {
    const expected = collection.indexes.map(() => 0)
    let [documents, bytes] = [0, 0]
    for (const row of view.range('documents', rangeOf(collection.id))) {
      documents++
      bytes += row.value.length
      for (const [i, count] of checker.document(collection, row).entries()) expected[i] = (expected[i] ?? 0) + count
      onDocument(++done)
    }
    for (const index of collection.building) unfinished += view.count('entries', rangeOf(index.id))
    const entries: Record<string, number> = {}
    for (const [i, index] of collection.indexes.entries()) {
      const count = checker.entries(collection, index)
      entriesInAll += count
      entries[index.name] = count
      if (count !== expected[i])
        checker.problems.push(
          `${collection.ns}: the index ${index.name} has ${count} entries, its documents ask for ${expected[i]}.`,
        )
    }
    return { ns: collection.ns, documents, bytes, entries }
  })
  const strayDocuments =
    view.count('documents', { low: Buffer.alloc(1), high: end }) - done - countDoomed(view, 'documents')
  if (strayDocuments > 0) checker.problems.push(`${strayDocuments} documents belong to no collection.`)
  const waiting = countDoomed(view, 'entries') + unfinished
  const strayEntries = view.count('entries', { low: Buffer.alloc(1), high: end }) - entriesInAll - waiting
  if (strayEntries > 0) checker.problems.push(`${strayEntries} index entries belong to no index.`)
  return { collections, problems: checker.problems }
}

/** Counts without looking inside. */
export function countAll(view: View): CollectionCount[] {
  return listCollections(view, '').map(({ ns, id, indexes }) => {
    let [documents, bytes] = [0, 0]
    for (const { value } of view.range('documents', rangeOf(id))) {
      documents++
      bytes += value.length
    }
    const entries = indexes.map(index => [index.name, view.count('entries', rangeOf(index.id))] as const)
    return { ns, documents, bytes, entries: Object.fromEntries(entries) }
  })
}

/** Looks at the first and the last documents of every collection, and takes the same time however many there are. */
export function checkSample(view: View, perCollection: number): Findings {
  const checker = new Checker(view)
  const collections = listCollections(view, '').map((collection): CollectionCount => {
    let [documents, bytes] = [0, 0]
    for (const reverse of [false, true]) {
      let left = perCollection / 2
      for (const row of view.range('documents', { ...rangeOf(collection.id), reverse })) {
        if (left-- <= 0) break
        checker.document(collection, row)
        documents++
        bytes += row.value.length
      }
    }
    return { ns: collection.ns, documents, bytes, entries: {} }
  })
  return { collections, problems: checker.problems }
}
