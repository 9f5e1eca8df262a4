import { type Doc, decode } from './bson.ts'
import { type CollectionInfo, findCollection } from './catalog.ts'
import type { Host } from './commands.ts'
import { documentKey } from './index-keys.ts'
import { type Effort, type Search, search } from './search.ts'
import type { View, Writer } from './storage.ts'
import { drain } from './turns.ts'

/** Thrown where a write would have to look at more documents than others should wait for. */
export class LongSearch extends Error {
  override readonly name = 'LongSearch'
}

/** What the searches within one write may look at together. */
export interface Budget extends Effort {
  readonly most: number
}

/** A few milliseconds of documents of a usual size. */
const mostDocuments = 500
const attempts = 20
const mostCandidates = 100

export const newBudget = (): Budget => ({ most: mostDocuments, keysExamined: 0, docsExamined: 0 })
const unlimited = (): Budget => ({ most: Number.POSITIVE_INFINITY, keysExamined: 0, docsExamined: 0 })

/** The first match, found at once. Throws LongSearch when the budget is spent. */
export function findFirst(view: View, collection: CollectionInfo, wanted: Search, budget: Budget): Doc | undefined {
  for (const doc of search(view, collection, { ...wanted, top: 1 }, budget)) {
    if (doc) return doc
    if (budget.docsExamined > budget.most) throw new LongSearch()
  }
  return undefined
}

export type FindFirst = (writer: Writer, collection: CollectionInfo, wanted: Search) => Doc | undefined

interface Place {
  readonly ns: string
  readonly wanted: (collection: CollectionInfo) => Search
}

/** The first matches, with a rest now and then. */
async function searchCalmly(host: Host, { ns, wanted }: Place, most: number): Promise<Doc[]> {
  const snapshot = host.storage.snapshot()
  try {
    const found: Doc[] = []
    const collection = findCollection(snapshot, ns)
    if (!collection) return found
    const matches = search(snapshot, collection, { ...wanted(collection), top: most })
    await drain(host.storage, matches, doc => found.push(doc) === most)
    return found
  } finally {
    snapshot.close()
  }
}

/**
 * Changes the first match in one write. Where that takes long to find it is looked for outside of the write, and looked at again within it;
 * what no longer matches then is looked for anew.
 */
export async function changeFirst<T>(
  host: Host,
  place: Place,
  change: (writer: Writer, find: FindFirst) => T,
): Promise<T> {
  const tryIt = (find: FindFirst): Promise<{ value: T } | undefined> =>
    host.storage.write(writer => {
      try {
        return { value: change(writer, find) }
      } catch (error) {
        // Nothing has been written by then.
        if (error instanceof LongSearch) return undefined
        throw error
      }
    })
  const within =
    (budget: Budget): FindFirst =>
    (writer, collection, search) =>
      findFirst(writer, collection, search, budget)
  let done = await tryIt(within(newBudget()))
  for (let attempt = 0; !done && attempt < attempts; attempt++) {
    // Where somebody else was faster, others will be: then there are more to choose from.
    const candidates = await searchCalmly(host, place, attempt === 0 ? 1 : mostCandidates)
    done = await tryIt((writer, collection, { filter }) => {
      for (const { _id } of candidates) {
        const bytes = writer.get('documents', documentKey(collection, _id))
        const doc = bytes && decode(bytes)
        if (doc && filter.test(doc)) return doc
      }
      if (candidates.length > 0) throw new LongSearch()
      return undefined
    })
  }
  done ??= await tryIt(within(unlimited()))
  if (!done) throw new LongSearch()
  return done.value
}
