import { type Doc, decode } from './bson.ts'
import type { CollectionInfo } from './catalog.ts'
import type { Filter } from './filter.ts'
import { prefixOf } from './index-keys.ts'
import { choosePlan, type Plan } from './plan.ts'
import { compareSortKeys, type SortSpec, sortInSteps, sortKey } from './sort.ts'
import type { View } from './storage.ts'
import { readerFor } from './stored.ts'

export interface Search {
  readonly filter: Filter
  readonly sort: SortSpec
  readonly hint?: string | undefined
  /** What becomes of a document that matches; without it all of it is decoded. */
  readonly shape?: (bytes: Buffer) => Doc
  /** How many sorted documents are wanted at most; fewer have to be kept. */
  readonly top?: number
}

/** What a search has looked at so far. */
export interface Effort {
  keysExamined: number
  docsExamined: number
}

const resort = 1000

interface Kept {
  readonly key: unknown[]
  readonly bytes: Buffer
  readonly at: number
}

function* raw(view: View, collection: CollectionInfo, plan: Plan, effort: Effort): Iterable<Buffer> {
  const prefix = prefixOf(collection.id)
  const seen = plan.index?.multikey ? new Set<string>() : undefined
  for (const stretch of plan.stretches) {
    for (const { key, value } of view.range(plan.table, { ...stretch, reverse: plan.reverse })) {
      if (plan.stage !== 'COLLSCAN') effort.keysExamined++
      if (plan.table === 'documents') {
        effort.docsExamined++
        yield value
        continue
      }
      const id = value.toString('latin1')
      if (seen?.has(id)) continue
      seen?.add(id)
      const bytes = view.get('documents', Buffer.concat([prefix, value]))
      if (!bytes) throw new Error(`index entry ${key.toString('hex')} of ${collection.ns} has no document`)
      effort.docsExamined++
      yield bytes
    }
  }
}

/** The matching documents in order. Yields undefined for every document passed over, so that a caller can take a rest. */
export function* search(
  view: View,
  collection: CollectionInfo,
  { filter, sort, hint, shape = decode, top = Number.POSITIVE_INFINITY }: Search,
  effort: Effort = { keysExamined: 0, docsExamined: 0 },
): Iterable<Doc | undefined> {
  const plan = choosePlan(collection, filter, { sort, hint })
  const read = readerFor(filter.condition, sort)
  const needsSort = sort.length > 0 && !plan.isSorted
  let kept: Kept[] = []
  const order = (a: Kept, b: Kept): number => compareSortKeys(a.key, b.key, sort) || a.at - b.at
  for (const bytes of raw(view, collection, plan, effort)) {
    const doc = read(bytes)
    if (!filter.test(doc)) yield undefined
    else if (!needsSort) yield shape(bytes)
    else {
      kept.push({ key: sortKey(doc, sort), bytes, at: kept.length })
      if (kept.length > top * 2 + resort) {
        kept = kept
          .sort(order)
          .slice(0, top)
          .map((entry, at) => ({ ...entry, at }))
      }
      yield undefined
    }
  }
  const sorted = yield* sortInSteps(kept, order)
  for (const { bytes } of sorted) yield shape(bytes)
}
