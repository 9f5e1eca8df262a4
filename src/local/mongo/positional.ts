import { type Doc, isDoc } from './bson.ts'
import type { Filter } from './filter.ts'
import { compileCondition } from './predicates.ts'
import { valueAt } from './update-path.ts'

/** The index of the first element of the array at `path` that the query's condition on that array matched. */
export function matchedIndex(filter: Filter, doc: Doc, path: string): number | undefined {
  const array = valueAt(doc, path.split('.'))
  if (!Array.isArray(array)) return undefined
  for (const clause of filter.clauses) {
    const isOn = clause.path === path
    if (!isOn && !clause.path.startsWith(`${path}.`)) continue
    const rest = isOn ? 'element' : `element.${clause.path.slice(path.length + 1)}`
    // An element alone in an array is matched as it would be among the others.
    const test = compileCondition({ [rest]: { [clause.operator]: clause.value } })
    const index = array.findIndex(element => {
      if (!isOn && !isDoc(element)) return false
      return test({ element: clause.operator === '$elemMatch' ? [element] : element })
    })
    if (index >= 0) return index
  }
  return undefined
}
