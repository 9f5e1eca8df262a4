import { isDoc, toNumber } from './bson.ts'
import type { CollectionInfo } from './catalog.ts'
import { idIndex } from './documents.ts'
import { CommandError } from './errors.ts'

/** Hints that no index may be used: the documents are read in the order in which they are kept, or backwards. */
export const naturalOrder = { 1: '$natural', '-1': '-$natural' } as const

/** The name of the index that a hint means; a hint that means none is refused as MongoDB does. */
export function hintOf(hint: unknown, collection: CollectionInfo | undefined): string | undefined {
  if (hint === undefined || hint === null || !collection) return undefined
  if (isDoc(hint) && '$natural' in hint) return naturalOrder[toNumber(hint.$natural) === -1 ? -1 : 1]
  const indexes = [idIndex, ...collection.indexes]
  const found = isDoc(hint)
    ? indexes.find(({ key }) => {
        const wanted = Object.entries(hint)
        return (
          wanted.length === key.length &&
          wanted.every(([path, direction], i) => key[i]?.[0] === path && key[i][1] === toNumber(direction))
        )
      })
    : indexes.find(({ name }) => name === hint)
  if (!found)
    throw new CommandError(
      'BadValue',
      'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index',
    )
  return found.name
}
