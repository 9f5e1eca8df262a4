import { toNumber } from './bson.ts'
import type { Clause } from './filter.ts'
import { encodePart } from './index-keys.ts'
import { tagOf, typeTag } from './key-encoding.ts'
import { afterPrefix } from './key-range.ts'
import { compare } from './order.ts'

/** A stretch of an index: from `low` (inclusive) to `high` (exclusive). */
export interface Stretch {
  readonly low: Buffer
  readonly high: Buffer
}

const rangeOperators = new Set(['$gt', '$gte', '$lt', '$lte'])

/** Values that an index holds as they are, so that their encoding finds every document that equals them. */
function isIndexable(value: unknown, nullIsExact: boolean): boolean {
  if (value === null || value === undefined) return nullIsExact
  const tag = tagOf(value)
  return tag !== typeTag.array && tag !== typeTag.regex
}

/** The values a path must have one of, by the first `$eq` or `$in` on it. */
export function pointsFor(clauses: readonly Clause[], path: string, nullIsExact: boolean): unknown[] | undefined {
  for (const { path: on, operator, value } of clauses) {
    if (on !== path) continue
    if (operator === '$eq' && isIndexable(value, nullIsExact)) return [value]
    if (operator === '$in' && Array.isArray(value) && value.every(each => isIndexable(each, nullIsExact))) return value
  }
  return undefined
}

export interface Interval {
  readonly low: { readonly value: unknown; readonly inclusive: boolean } | undefined
  readonly high: { readonly value: unknown; readonly inclusive: boolean } | undefined
  readonly tag: number
}

function isRange({ operator, value }: Clause): boolean {
  if (!rangeOperators.has(operator)) return false
  const tag = tagOf(value)
  return tag >= typeTag.number && tag < typeTag.maxKey && tag !== typeTag.array && tag !== typeTag.regex
}

/** True when an interval made of all these clauses, which are on one path without arrays, holds nothing else. */
export function isWhole(interval: Interval, clauses: readonly Clause[]): boolean {
  if (!clauses.every(clause => isRange(clause) && tagOf(clause.value) === interval.tag)) return false
  // NaN lies below all numbers and within no interval.
  return (
    interval.tag !== typeTag.number ||
    (interval.low !== undefined && !clauses.some(({ value }) => Number.isNaN(toNumber(value))))
  )
}

/** The interval that the range conditions on a path leave. On a multikey index only one of them may be used. */
export function intervalFor(clauses: readonly Clause[], path: string, single: boolean): Interval | undefined {
  const on = clauses.filter(clause => clause.path === path && isRange(clause))
  const [first] = on
  if (!first) return undefined
  const tag = tagOf(first.value)
  let { low, high }: Partial<Pick<Interval, 'low' | 'high'>> = {}
  for (const { operator, value } of single ? [first] : on) {
    if (tagOf(value) !== tag) continue
    const inclusive = operator.endsWith('e')
    if (operator.startsWith('$g')) {
      const order = low ? compare(value, low.value) : 1
      if (order > 0 || (order === 0 && !inclusive)) low = { value, inclusive }
    } else {
      const order = high ? compare(value, high.value) : -1
      if (order < 0 || (order === 0 && !inclusive)) high = { value, inclusive }
    }
  }
  return { low, high, tag }
}

/** The stretch of the index behind a prefix that holds the interval. */
export function stretchOf(prefix: Buffer, interval: Interval, direction: 1 | -1): Stretch {
  const at = (value: unknown): Buffer => Buffer.concat([prefix, encodePart(value, direction)])
  const tagAt = (tag: number): Buffer => Buffer.concat([prefix, Buffer.of(direction === 1 ? tag : 255 - tag)])
  // In a descending part the greater values come first.
  const [start, end] = direction === 1 ? [interval.low, interval.high] : [interval.high, interval.low]
  const low = start ? (start.inclusive ? at(start.value) : afterPrefix(at(start.value))) : tagAt(interval.tag)
  const high = end ? (end.inclusive ? afterPrefix(at(end.value)) : at(end.value)) : afterPrefix(tagAt(interval.tag))
  return { low, high }
}
