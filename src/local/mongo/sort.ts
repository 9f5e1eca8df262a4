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
