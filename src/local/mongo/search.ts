import { type Doc, decode } from './bson.ts'
import type { CollectionInfo } from './catalog.ts'
import type { Filter } from './filter.ts'
import { prefixOf } from './index-keys.ts'
import type { Entry } from './key-range.ts'
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
  /** True when each document is done with before the next is asked for, so that its bytes need not last longer. */
  readonly handsOn?: boolean
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
}

/** The entries of sorted stretches together, in the order of what comes behind their beginnings. */
function* merge(view: View, { table, stretches, reverse }: Plan, beginnings: readonly number[]): Iterable<Entry> {
  const heads: { entry: Entry; rest: Buffer; more: Iterator<Entry> }[] = []
  const next = (more: Iterator<Entry>, beginning: number) => {
    const { done, value } = more.next()
    return done ? undefined : { entry: value, rest: value.key.subarray(beginning), more }
  }
  try {
    for (const [i, stretch] of stretches.entries()) {
      const head = next(view.range(table, { ...stretch, reverse })[Symbol.iterator](), beginnings[i] ?? 0)
      if (head) heads.push(head)
    }
    for (;;) {
      let first = 0
      for (let i = 1; i < heads.length; i++) {
        const [a, b] = [heads[i], heads[first]]
        if (a && b && Buffer.compare(a.rest, b.rest) * (reverse ? -1 : 1) < 0) first = i
      }
      const head = heads[first]
      if (!head) return
      yield head.entry
      const following = next(head.more, head.entry.key.length - head.rest.length)
      if (following) heads[first] = following
      else heads.splice(first, 1)
    }
  } finally {
    for (const { more } of heads) more.return?.()
  }
}

function* entriesOf(view: View, plan: Plan): Iterable<Entry> {
  if (plan.merged) return yield* merge(view, plan, plan.merged)
  for (const stretch of plan.stretches) {
    if (!plan.isById) yield* view.range(plan.table, { ...stretch, reverse: plan.reverse })
    else {
      const value = view.get(plan.table, stretch.low)
      if (value) yield { key: stretch.low, value }
    }
  }
}

/** What the plan leads to. `passing` are bytes that last until the next are asked for. */
function* raw(
  view: View,
  collection: CollectionInfo,
  { plan, effort, passing }: { plan: Plan; effort: Effort; passing: boolean },
): Iterable<Buffer> {
  const prefix = prefixOf(collection.id)
  const seen = plan.index?.multikey ? new Set<string>() : undefined
  for (const { key, value } of entriesOf(view, plan)) {
    if (plan.stage !== 'COLLSCAN') effort.keysExamined++
    if (plan.table === 'documents') {
      effort.docsExamined++
      yield value
      continue
    }
    if (seen) {
      const name = value.toString('latin1')
      if (seen.has(name)) continue
      seen.add(name)
    }
    const id = Buffer.concat([prefix, value])
    const bytes = passing ? view.peek('documents', id) : view.get('documents', id)
    if (!bytes) throw new Error(`index entry ${key.toString('hex')} of ${collection.ns} has no document`)
    effort.docsExamined++
    yield bytes
  }
}

/** The matching documents in order. Yields undefined for every document passed over, so that a caller can take a rest. */
export function* search(
  view: View,
  collection: CollectionInfo,
  { filter, sort, hint, shape = decode, handsOn = false, top = Number.POSITIVE_INFINITY }: Search,
  effort: Effort = { keysExamined: 0, docsExamined: 0 },
): Iterable<Doc | undefined> {
  const plan = choosePlan(collection, filter, { sort, hint })
  const read = readerFor(filter.condition, sort)
  const needsSort = sort.length > 0 && !plan.isSorted
  let kept: Kept[] = []
  const order = (a: Kept, b: Kept): number => compareSortKeys(a.key, b.key, sort)
  const isSettled = plan.isExact && !needsSort
  for (const bytes of raw(view, collection, { plan, effort, passing: isSettled && handsOn })) {
    if (isSettled) {
      yield shape(bytes)
      continue
    }
    const doc = read(bytes)
    if (!plan.isExact && !filter.test(doc)) yield undefined
    else if (!needsSort) yield shape(bytes)
    else {
      kept.push({ key: sortKey(doc, sort), bytes })
      yield undefined
      if (kept.length > top * 2 + resort) kept = (yield* sortInSteps(kept, order)).slice(0, top)
    }
  }
  const sorted = yield* sortInSteps(kept, order)
  for (const { bytes } of sorted) yield shape(bytes)
}
