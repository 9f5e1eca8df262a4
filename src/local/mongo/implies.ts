import type { Clause } from './filter.ts'
import { comparable, compare, equal } from './order.ts'

const ranges = new Set(['$gt', '$gte', '$lt', '$lte'])

/** True when documents that meet all the clauses surely meet the wanted one; false when that is not plain to see. */
export function implies(clauses: readonly Clause[], wanted: Clause): boolean {
  return clauses.some(clause => clause.path === wanted.path && isStricter(clause, wanted))
}

function isStricter(clause: Clause, wanted: Clause): boolean {
  if (clause.operator === '$in' && Array.isArray(clause.value)) {
    return (
      clause.value.length > 0 && clause.value.every(value => isStricter({ ...clause, operator: '$eq', value }, wanted))
    )
  }
  if (clause.value === null || clause.value === undefined) return false
  switch (wanted.operator) {
    case '$exists':
      if (clause.operator === '$exists') return clause.value === wanted.value
      return wanted.value === true && (clause.operator === '$eq' || ranges.has(clause.operator))
    case '$eq':
      return clause.operator === '$eq' && equal(clause.value, wanted.value)
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return isWithin(clause, wanted)
    default:
      return false
  }
}

function isWithin(clause: Clause, wanted: Clause): boolean {
  if (!comparable(clause.value, wanted.value) || Array.isArray(clause.value)) return false
  const isLower = wanted.operator.startsWith('$g')
  if (clause.operator !== '$eq' && (!ranges.has(clause.operator) || clause.operator.startsWith('$g') !== isLower))
    return false
  const order = compare(clause.value, wanted.value) * (isLower ? 1 : -1)
  if (order !== 0) return order > 0
  return wanted.operator.endsWith('e') || clause.operator === wanted.operator
}
