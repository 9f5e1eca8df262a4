import { type Doc, decode } from './bson.ts'
import { type CollectionInfo, findCollection } from './catalog.ts'
import type { Host } from './commands.ts'
import { CommandError } from './errors.ts'
import type { Filter } from './filter.ts'
import { type FindFirst, findFirst, LongSearch, newBudget } from './first-match.ts'
import { hintOf } from './hint.ts'
import { documentKey } from './index-keys.ts'
import { search } from './search.ts'
import type { Writer } from './storage.ts'
import { drain } from './turns.ts'

const perCommit = 1_000
/** How long a write of many pieces goes on before others have their turn. */
const turnMs = 10

export interface Failure {
  readonly index: number
  readonly error: CommandError
}

/** Does the pieces of a bulk write in order, many to a commit; an ordered one stops at the first that fails. */
export async function eachInOrder<T>(
  host: Host,
  pieces: readonly T[],
  {
    isOrdered,
    work,
    calmly,
  }: {
    isOrdered: boolean
    work: (writer: Writer, piece: T, at: { index: number; find: FindFirst }) => void
    /** Does a piece alone that would hold up others in a write. */
    calmly?: (piece: T, index: number) => Promise<void>
  },
): Promise<Failure[]> {
  const failures: Failure[] = []
  for (let at = 0; at < pieces.length && !(isOrdered && failures.length > 0); ) {
    const start = at
    const { end, failed, isLong } = await host.storage.write(writer => {
      const budget = newBudget()
      const find: FindFirst = (_, collection, wanted) => findFirst(writer, collection, wanted, budget)
      return inTurn({ start, end: pieces.length }, isOrdered, index => {
        const piece = pieces[index]
        if (piece !== undefined) work(writer, piece, { index, find })
      })
    })
    failures.push(...failed)
    at = end
    const piece = pieces[at]
    if (isLong && at === start && piece !== undefined) {
      failures.push(...(await failureOf(at, () => calmly?.(piece, start))))
      at++
    }
  }
  return failures
}

async function failureOf(index: number, work: () => Promise<void> | undefined): Promise<Failure[]> {
  try {
    await work()
    return []
  } catch (error) {
    if (error instanceof CommandError) return [{ index, error }]
    throw error
  }
}

/** Works through a stretch of pieces until others should have their turn; `end` is the first piece not done. */
function inTurn(
  { start, end }: { start: number; end: number },
  stopsAtFailure: boolean,
  work: (index: number) => void,
): { end: number; failed: Failure[]; isLong: boolean } {
  const failed: Failure[] = []
  const since = performance.now()
  for (let index = start; index < end; index++) {
    const isEnough = index - start >= perCommit || performance.now() - since > turnMs
    if (index > start && isEnough) return { end: index, failed, isLong: false }
    try {
      work(index)
    } catch (error) {
      if (error instanceof LongSearch) return { end: index, failed, isLong: true }
      if (!(error instanceof CommandError)) throw error
      failed.push({ index, error })
      if (stopsAtFailure) return { end: index + 1, failed, isLong: false }
    }
  }
  return { end, failed, isLong: false }
}

export function writeErrors(failures: readonly Failure[]): Doc {
  if (failures.length === 0) return {}
  return {
    writeErrors: failures.map(({ index, error }) => ({
      index,
      code: error.code,
      errmsg: error.message,
      ...error.details,
    })),
  }
}

/** Finds first, then changes a few hundred a commit, each document looked at again before it changes. */
export async function eachMatch(
  host: Host,
  ns: string,
  {
    filter,
    hint,
    work,
  }: { filter: Filter; hint: unknown; work: (writer: Writer, collection: CollectionInfo, doc: Doc) => void },
): Promise<number> {
  const snapshot = host.storage.snapshot()
  const ids: unknown[] = []
  try {
    const collection = findCollection(snapshot, ns)
    if (!collection) return 0
    const found = search(snapshot, collection, { filter, sort: [], hint: hintOf(hint, collection) })
    await drain(host.storage, found, ({ _id }) => ids.push(_id))
  } finally {
    snapshot.close()
  }
  let count = 0
  for (let at = 0; at < ids.length; ) {
    const start = at
    const { end, failed } = await host.storage.write(writer =>
      inTurn({ start, end: ids.length }, true, index => {
        const collection = findCollection(writer, ns)
        const bytes = collection && writer.get('documents', documentKey(collection, ids[index]))
        const doc = bytes && decode(bytes)
        if (!collection || !doc || !filter.test(doc)) return
        work(writer, collection, doc)
        count++
      }),
    )
    // What was changed before the failure stays changed.
    if (failed[0]) throw failed[0].error
    at = end
  }
  return count
}
