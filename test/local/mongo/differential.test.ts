import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { startStore } from '../../../src/local/mongo/index.ts'
import { type Excuse, isKnown } from './helpers/known-differences.ts'
import { beginning, createIndexes, type Operation, operation } from './helpers/random-operations.ts'
import type { Doc } from './helpers/random-values.ts'
import { contents, describeOperation, perform } from './helpers/replies.ts'
import { type Db, MongoClient, temporaryFolder } from './helpers/store.ts'

/** The same operations each time; FC_SEED tries others, FC_RUNS more of them. */
const settings = { seed: Number(process.env.FC_SEED ?? 20_261_123), numRuns: Number(process.env.FC_RUNS ?? 150) }
const course = fc
  .tuple(
    fc.array(createIndexes, { minLength: 1, maxLength: 5, size: 'max' }),
    beginning,
    fc.array(operation, { minLength: 8, maxLength: 24, size: 'max' }),
  )
  .map(([indexes, first, rest]): [Operation, Operation[]] => [first, [...indexes, ...rest]])

async function embedded() {
  const folder = temporaryFolder()
  const store = await startStore({ dir: folder.path })
  const client = await new MongoClient(store.uri).connect()
  const stop = async (): Promise<void> => {
    await client.close()
    await store.stop()
    folder.remove()
  }
  return { db: client.db('differential'), stop }
}

let counter = 0

/** What was done so far, for a message that can be read without the shrinker's help. */
const told = (done: readonly Operation[]): string => done.map(describeOperation).join('\n')

const writes = new Set(['insert', 'update', 'delete', 'findAndModify'])

interface Side {
  readonly db: Db
  readonly collection: string
  readonly hint?: Doc
}

/** Does the same on both sides, and fails with the whole course where they differ; answers how much could be compared. */
async function compare(sides: readonly [Side, Side], course: readonly Operation[], excuse: Excuse): Promise<number> {
  const done: Operation[] = []
  let compared = 0
  for (const each of course) {
    done.push(each)
    const isWrite = writes.has(each.name)
    const [ours, theirs] = await both(sides, side => perform(side.db, { ...side, operation: each }))
    // How far a change of many documents came before it failed is up to the order of the scan.
    if (each.isMulti && ours.failed && theirs.failed) return compared
    if (ours.text !== theirs.text && excuse(each, ours, theirs)) {
      if (isWrite) return compared
      continue
    }
    expect(ours, told(done)).toEqual(theirs)
    if (isWrite) {
      const [left, right] = await both(sides, side => contents(side.db, side.collection))
      if (left !== right && excuse(each, { text: left, failed: false }, { text: right, failed: false })) return compared
      expect(left, told(done)).toBe(right)
    }
    compared++
  }
  return compared
}

async function both<T>([left, right]: readonly [Side, Side], work: (side: Side) => Promise<T>): Promise<[T, T]> {
  return Promise.all([work(left), work(right)])
}

test('answers through its indexes what it answers by looking at every document', { timeout: 120_000 }, async () => {
  const { db, stop } = await embedded()
  let compared = 0
  try {
    const body = async ([first, rest]: [Operation, Operation[]]): Promise<void> => {
      const [planned, scanned] = [`planned${++counter}`, `scanned${counter}`]
      const sides: [Side, Side] = [
        { db, collection: planned },
        { db, collection: scanned, hint: { $natural: 1 } },
      ]
      compared += await compare(sides, [first, ...rest], () => false)
    }
    await fc.assert(fc.asyncProperty(course, body), settings)
    expect(compared).toBeGreaterThan(settings.numRuns * 10)
  } finally {
    await stop()
  }
})

if (process.env.MONGODB_URI) {
  const uri = process.env.MONGODB_URI
  test('answers what the server at MONGODB_URI answers, but for the differences listed', {
    timeout: 300_000,
  }, async () => {
    const { db, stop } = await embedded()
    let compared = 0
    const client = await new MongoClient(uri).connect()
    const other = client.db(`differential_${randomUUID().slice(0, 8)}`)
    try {
      const body = async ([first, rest]: [Operation, Operation[]]): Promise<void> => {
        const collection = `c${++counter}`
        compared += await compare(
          [
            { db, collection },
            { db: other, collection },
          ],
          [first, ...rest],
          isKnown,
        )
      }
      await fc.assert(fc.asyncProperty(course, body), settings)
      expect(compared).toBeGreaterThan(settings.numRuns * 6)
    } finally {
      await other.dropDatabase()
      await client.close()
      await stop()
    }
  })
}
