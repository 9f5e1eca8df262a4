import { type Doc, isDoc, toNumber } from './bson.ts'
import { CommandError, notSupported } from './errors.ts'
import { compare } from './order.ts'
import { keyValues, partsOf } from './path.ts'

export type SortSpec = readonly (readonly [path: string, direction: 1 | -1])[]

export function parseSort(spec: unknown): SortSpec {
  if (spec === undefined || spec === null) return []
  if (!isDoc(spec)) throw new CommandError('TypeMismatch', 'the sort must be an object')
  return Object.entries(spec).map(([path, value]) => {
    if (isDoc(value)) throw notSupported('$meta in a sort')
    if (path === '$natural') throw notSupported('$natural in a sort')
    if (path === '' || path.startsWith('$'))
      throw new CommandError('BadValue', `FieldPath field names may not start with '$': ${path}`)
    const direction = toNumber(value)
    if (direction !== 1 && direction !== -1)
      throw new CommandError('BadValue', '$sort key ordering must be 1 (for ascending) or -1 (for descending)')
    return [path, direction] as const
  })
}

/** What a document is sorted by: of an array the least element, or the greatest when descending. */
export function sortKey(doc: Doc, spec: SortSpec): unknown[] {
  return spec.map(([path, direction]) => {
    const { values } = keyValues(doc, partsOf(path))
    return values.reduce((best, value) => (compare(value, best) * direction < 0 ? value : best))
  })
}

export function compareSortKeys(a: readonly unknown[], b: readonly unknown[], spec: SortSpec): number {
  for (let i = 0; i < spec.length; i++) {
    const order = compare(a[i], b[i])
    if (order !== 0) return order * (spec[i]?.[1] ?? 1)
  }
  return 0
}

const run = 256

function* merge<T>(left: readonly T[], right: readonly T[], order: (a: T, b: T) => number): Generator<undefined, T[]> {
  const merged: T[] = []
  let [i, j] = [0, 0]
  while (i < left.length && j < right.length) {
    const [a, b] = [left[i] as T, right[j] as T]
    if (order(a, b) <= 0) {
      merged.push(a)
      i++
    } else {
      merged.push(b)
      j++
    }
    if (merged.length % run === 0) yield undefined
  }
  for (; i < left.length; i++) merged.push(left[i] as T)
  for (; j < right.length; j++) merged.push(right[j] as T)
  return merged
}

/** Sorts without changing the order of equals, and yields every few hundred comparisons so that a caller can take a rest. */
export function* sortInSteps<T>(items: readonly T[], order: (a: T, b: T) => number): Generator<undefined, T[]> {
  let runs: T[][] = []
  for (let start = 0; start < items.length; start += run) {
    runs.push(items.slice(start, start + run).sort(order))
    yield undefined
  }
  while (runs.length > 1) {
    const next: T[][] = []
    for (let i = 0; i < runs.length; i += 2) next.push(yield* merge(runs[i] ?? [], runs[i + 1] ?? [], order))
    runs = next
  }
  return runs[0] ?? []
}
