import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { wholeText } from '../../src/app/reviews.ts'
import { connectStore, type Store } from '../../src/store/connect.ts'
import { openDatabase } from '../helpers/database.ts'
import { at } from '../helpers/incidents.ts'

let database: Awaited<ReturnType<typeof openDatabase>>
let store: Store
/** A second process on the same database. */
let other: Store
beforeAll(async () => {
  database = await openDatabase()
  store = await connectStore(database.uri)
  other = await connectStore(database.uri)
})
afterAll(async () => {
  await store.close()
  await other.close()
  await database.close()
})

async function* parts(...all: (string | Uint8Array)[]): AsyncGenerator<string | Uint8Array> {
  yield* all
}
const review = { incident: 'INC-1', format: 'markdown' }
const textOf = async (from: Store, of = review) => {
  const saved = await from.reviews.get(of.incident, of.format)
  return saved && wholeText(saved.read())
}

describe('a review that is kept', () => {
  it('is the last one that was built, in each format', async () => {
    for (const n of [0, 1, 2, 3])
      await store.reviews.save({ ...review, content: parts(`# build ${n}`), builtAt: at(n) })
    expect(await textOf(other)).toBe('# build 3')
    expect(await other.reviews.get('INC-1', 'markdown')).toMatchObject({ builtAt: at(3), bytes: 9 })
    expect(await store.reviews.get('INC-1', 'html')).toBeUndefined()
    expect(await store.reviews.get('INC-2', 'markdown')).toBeUndefined()
  })

  it('can still be read by whoever began before the next one was built', async () => {
    const of = { incident: 'INC-3', format: 'markdown' }
    await store.reviews.save({ ...of, content: parts('old'), builtAt: at(0) })
    const began = await other.reviews.get('INC-3', 'markdown')
    await store.reviews.save({ ...of, content: parts('new'), builtAt: at(1) })
    expect(began && (await wholeText(began.read()))).toBe('old')
  })

  it('may be larger than a document', async () => {
    const of = { incident: 'INC-4', format: 'html' }
    const line = `${'ü'.repeat(499)}\n`
    async function* long() {
      for (let n = 0; n < 20_000; n++) yield line
    }
    const saved = await store.reviews.save({ ...of, content: long(), builtAt: at(0) })
    expect(saved.bytes).toBe(20_000 * Buffer.byteLength(line))
    let bytes = 0
    for await (const part of saved.read()) bytes += part.length
    expect(bytes).toBe(saved.bytes)
    expect(saved.sha256).toMatch(/^[0-9a-f]{64}$/)
  })

  it('stays the one before when the next breaks off', async () => {
    const of = { incident: 'INC-5', format: 'markdown' }
    await store.reviews.save({ ...of, content: parts('whole'), builtAt: at(0) })
    async function* broken() {
      yield 'half'
      throw new Error('lost')
    }
    await expect(store.reviews.save({ ...of, content: broken(), builtAt: at(1) })).rejects.toThrow('lost')
    expect(await textOf(store, of)).toBe('whole')
  })
})
