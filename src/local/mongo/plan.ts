import { type Interval, intervalFor, isWhole, pointsFor, type Stretch, stretchOf } from './bounds.ts'
import type { CollectionInfo, IndexInfo } from './catalog.ts'
import { idIndex } from './documents.ts'
import type { Table } from './environment.ts'
import type { Filter } from './filter.ts'
import { naturalOrder } from './hint.ts'
import { implies } from './implies.ts'
import { encodePart, partialFilter, prefixOf } from './index-keys.ts'
import { afterPrefix } from './key-range.ts'
import type { SortSpec } from './sort.ts'

/** How a query reaches its documents. */
export interface Plan {
  readonly stage: 'COLLSCAN' | 'IXSCAN' | 'IDHACK'
  readonly index: Pick<IndexInfo, 'name' | 'key' | 'multikey'> | undefined
  readonly table: Table
  readonly stretches: readonly Stretch[]
  /** Stretches whose entries are merged: how many bytes of a key to leave out in comparing them, for each. */
  readonly merged?: readonly number[] | undefined
  readonly reverse: boolean
  /** True when documents come in the order of the sort. */
  readonly isSorted: boolean
  /** True when each stretch begins with the key of the only document that it may hold. */
  readonly isById: boolean
  /** True when there is nothing in the stretches that the filter would refuse. */
  readonly isExact: boolean
}

/** More are faster found among all documents than one by one, and a plan is made at once. */
const maxPoints = 10_000
/** Each is read by a cursor of its own. */
const maxMerged = 20

interface Candidate {
  readonly plan: Plan
  readonly equalities: number
  readonly hasRange: boolean
}

function isBetter(a: Candidate, b: Candidate | undefined): boolean {
  if (!b) return true
  if (a.equalities !== b.equalities) return a.equalities > b.equalities
  if (a.hasRange !== b.hasRange) return a.hasRange
  return a.plan.isSorted && !b.plan.isSorted
}

/** The longest equality prefix wins, then a range, then an index that sorts; nothing of these is a scan of the collection. */
export function choosePlan(
  collection: CollectionInfo,
  filter: Filter,
  { sort, hint }: { sort: SortSpec; hint?: string | undefined },
): Plan {
  if (hint === naturalOrder[1] || hint === naturalOrder[-1]) return scanOf(collection, hint === naturalOrder[-1])
  const byId: IndexInfo = { ...idIndex, id: collection.id, unique: true, sparse: false, multikey: false }
  const asked = new Set([...filter.clauses, ...sort.map(([path]) => ({ path }))].map(({ path }) => path))
  let best: Candidate | undefined
  for (const index of [byId, ...collection.indexes]) {
    if (hint !== undefined && index.name !== hint) continue
    if (hint === undefined && !beginsWithAny(index, asked)) continue
    if (!isUsable(index, filter)) continue
    const candidate = candidateFor(index, filter, { sort, table: index === byId ? 'documents' : 'entries' })
    if (isWorthwhile(candidate, hint) && isBetter(candidate, best)) best = candidate
  }
  return best?.plan ?? scanOf(collection)
}

const beginsWithAny = ({ key: [first] }: IndexInfo, paths: ReadonlySet<string>): boolean =>
  first !== undefined && paths.has(first[0])

function isWorthwhile({ equalities, hasRange, plan }: Candidate, hint: string | undefined): boolean {
  return equalities > 0 || hasRange || plan.isSorted || hint !== undefined
}

function scanOf(collection: CollectionInfo, reverse = false): Plan {
  const low = prefixOf(collection.id)
  const stretches = [{ low, high: afterPrefix(low) }]
  return {
    stage: 'COLLSCAN',
    index: undefined,
    table: 'documents',
    stretches,
    reverse,
    isSorted: false,
    isById: false,
    isExact: false,
  }
}

/** An index that leaves documents out may answer only what cannot ask for them. */
function isUsable(index: IndexInfo, filter: Filter): boolean {
  if (index.sparse && !index.key.some(([path]) => implies(filter.clauses, { path, operator: '$exists', value: true })))
    return false
  const partial = partialFilter(index)
  if (!partial) return true
  if ('$or' in partial.condition || '$nor' in partial.condition || '$expr' in partial.condition) return false
  return partial.clauses.every(clause => implies(filter.clauses, clause))
}

function candidateFor(index: IndexInfo, filter: Filter, { sort, table }: { sort: SortSpec; table: Table }): Candidate {
  const { clauses } = filter
  const nullIsExact = !index.multikey && !index.sparse && !index.partial
  let prefixes = [prefixOf(index.id)]
  let equalities = 0
  const fixed = new Set<string>()
  let interval: Interval | undefined
  for (const [path, direction] of index.key) {
    const points = pointsFor(clauses, path, nullIsExact)
    if (!points || points.length * prefixes.length > maxPoints) {
      interval = intervalFor(clauses, path, index.multikey)
      break
    }
    const parts = distinct(points.map(point => encodePart(point, direction)))
    prefixes = prefixes.flatMap(prefix => parts.map(part => Buffer.concat([prefix, part])))
    equalities++
    if (parts.length === 1) fixed.add(path)
  }
  const direction = index.key[equalities]?.[1] ?? 1
  const stretches = prefixes.map(prefix =>
    interval ? stretchOf(prefix, interval, direction) : { low: prefix, high: afterPrefix(prefix) },
  )
  const order = index.multikey || prefixes.length > maxMerged ? undefined : orderOf(index, { equalities, fixed }, sort)
  const isId = table === 'documents' && equalities === 1
  const plan: Plan = {
    stage: isId && prefixes.length === 1 ? 'IDHACK' : 'IXSCAN',
    index,
    table,
    stretches,
    merged: order && prefixes.length > 1 ? prefixes.map(({ length }) => length) : undefined,
    reverse: order === -1,
    isSorted: order !== undefined,
    isById: isId,
    isExact: isExact(index, filter, { equalities, interval }),
  }
  // Nothing is more selective than one document.
  return { plan, equalities: isId ? Number.MAX_SAFE_INTEGER : equalities, hasRange: interval !== undefined }
}

function distinct(parts: readonly Buffer[]): Buffer[] {
  return [...new Map(parts.map(part => [part.toString('latin1'), part])).values()].sort(Buffer.compare)
}

/** True when every condition of the filter is one that the stretches were made of, and an entry tells all about the value. */
function isExact(
  index: IndexInfo,
  { clauses, isPlain }: Filter,
  { equalities, interval }: { equalities: number; interval: Interval | undefined },
): boolean {
  if (!isPlain || index.multikey) return false
  const columns = index.key.slice(0, interval ? equalities + 1 : equalities)
  if (!clauses.every(({ path }) => columns.some(([column]) => column === path))) return false
  return columns.every(([path], i) => {
    const on = clauses.filter(clause => clause.path === path)
    return i < equalities ? on.length === 1 : interval !== undefined && isWhole(interval, on)
  })
}

/** 1 or -1 when reading the index forwards or backwards behind its equalities gives the sort; undefined when it does not. */
function orderOf(
  index: IndexInfo,
  { equalities, fixed }: { equalities: number; fixed: ReadonlySet<string> },
  sort: SortSpec,
): 1 | -1 | undefined {
  const wanted = sort.filter(([path]) => !fixed.has(path))
  if (sort.length === 0) return undefined
  let order: 1 | -1 | undefined
  for (const [i, [path, direction]] of wanted.entries()) {
    const column = index.key[equalities + i]
    if (column?.[0] !== path) return undefined
    const here = column[1] === direction ? 1 : -1
    if (order !== undefined && order !== here) return undefined
    order = here
  }
  return order ?? 1
}
