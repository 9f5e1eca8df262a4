import { expect, onTestFinished, test } from 'vitest'
import {
  type CollectionInfo,
  ensureCollection,
  findCollection,
  forgetCollection,
} from '../../../src/local/mongo/catalog.ts'
import { checkAll } from '../../../src/local/mongo/check.ts'
import { deleteDocument, insertDocument, replaceDocument } from '../../../src/local/mongo/documents.ts'
import { doom, sweep } from '../../../src/local/mongo/doomed.ts'
import { folderAt } from '../../../src/local/mongo/folder.ts'
import { addIndexes, tidy } from '../../../src/local/mongo/index-build.ts'
import { parseDefinition } from '../../../src/local/mongo/index-definition.ts'
import { inSnapshot, Storage, type Writer } from '../../../src/local/mongo/storage.ts'
import { temporaryFolder } from './helpers/store.ts'

const ns = 'db.docs'
/** More than fit into one turn. */
const documents = 1000
const unique = parseDefinition({ key: { key: 1 }, name: 'key_1', unique: true })
const tags = parseDefinition({ key: { tags: 1, n: -1 }, name: 'tags' })
const doc = (_id: number, more: object = {}) => ({ _id, key: _id, tags: 'a', n: 1, ...more })

type Change = (writer: Writer, collection: CollectionInfo) => void

function change(storage: Storage, ...changes: Change[]): Promise<void> {
  return storage.write(writer => {
    for (const each of changes) each(writer, ensureCollection(writer, ns))
  })
}

const insert =
  (_id: number, more: object): Change =>
  (writer, collection) =>
    insertDocument(writer, collection, { doc: doc(_id, more) })

const replace =
  (_id: number, more: object): Change =>
  (writer, collection) =>
    void replaceDocument(writer, collection, { before: { _id }, after: doc(_id, more) })

const remove =
  (_id: number): Change =>
  (writer, collection) =>
    deleteDocument(writer, collection, doc(_id))

async function filled(): Promise<Storage> {
  const folder = temporaryFolder()
  const storage = new Storage(folderAt(folder.path).data)
  onTestFinished(async () => {
    await storage.close()
    folder.remove()
  })
  await change(storage, ...Array.from({ length: documents }, (_, i) => insert(i, {})))
  return storage
}

function state(storage: Storage) {
  return inSnapshot(storage, view => {
    const collection = findCollection(view, ns)
    const all = { low: Buffer.alloc(1), high: Buffer.alloc(8, 255) }
    return {
      indexes: collection?.indexes.map(({ name, multikey }) => ({ name, multikey })),
      building: collection?.building.length,
      problems: checkAll(view).problems,
      rows: [view.count('documents', all), view.count('entries', all)],
    }
  })
}

/** Looks at everything as so many readers do at once, and says who took which step. */
function lookAround(storage: Storage, readers: number): { readonly steps: number[]; end(): Promise<void> } {
  const steps: number[] = []
  let isLooking = true
  const look = async (reader: number): Promise<void> => {
    for (; isLooking; await storage.rest()) steps.push(reader)
  }
  const all = Array.from({ length: readers }, (_, reader) => look(reader))
  return {
    steps,
    async end() {
      isLooking = false
      await Promise.all(all)
    },
  }
}

const nextRound = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

test('lets a write that waits go before the next step of any who look at much', async () => {
  const storage = await filled()
  const { steps, end } = lookAround(storage, 8)
  for (let nth = 0; nth < 5; nth++) {
    await nextRound()
    const before = steps.length
    expect(await storage.write(() => steps.length)).toBe(before)
  }
  await end()
})

test('lets one of those who look at much take a step each time the loop comes round, all of them in turn, beside writes as well', async () => {
  const storage = await filled()
  const { steps, end } = lookAround(storage, 4)
  const writes: Promise<void>[] = []
  for (let round = 1; round <= 12; round++) {
    await nextRound()
    writes.push(storage.write(() => {}))
    expect(steps.length).toBeLessThanOrEqual(4 + round)
  }
  expect(steps.slice(0, 12)).toEqual([0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3])
  await end()
  await Promise.all(writes)
})

test('builds indexes in turns, right through what is written before and behind them', async () => {
  const storage = await filled()
  const built = addIndexes(storage, ns, [unique, tags])
  await storage.write(() => {})
  expect(state(storage)).toMatchObject({ indexes: [], building: 2, problems: [] })
  await change(
    storage,
    ...[0, documents - 1].map(id => replace(id, { tags: ['b', 'c'], key: -id - 1 })),
    ...[1, documents - 2].map(remove),
    ...[-1, documents].map(id => insert(id, { key: id * 10 - 10_000 })),
  )
  expect(await built).toEqual({ before: 0, after: 2 })
  expect(state(storage)).toEqual({
    indexes: [
      { name: 'key_1', multikey: false },
      { name: 'tags', multikey: true },
    ],
    building: 0,
    problems: [],
    rows: [documents, documents * 2 + 2],
  })
})

test('refuses a value that a unique index being built has met already', async () => {
  const storage = await filled()
  const built = addIndexes(storage, ns, [unique])
  await storage.write(() => {})
  await expect(change(storage, insert(documents, { key: 0 }))).rejects.toMatchObject({ code: 11000 })
  await built
  expect(state(storage)).toMatchObject({ building: 0, problems: [], rows: [documents, documents] })
})

test('gives up a unique index, and leaves nothing of it, when a value that it has not met yet is taken twice', async () => {
  const storage = await filled()
  const built = addIndexes(storage, ns, [tags, unique])
  const refused = expect(built).rejects.toMatchObject({ code: 11000 })
  await storage.write(() => {})
  await change(storage, insert(documents, { key: documents - 1 }))
  await refused
  expect(state(storage)).toEqual({ indexes: [], building: 0, problems: [], rows: [documents + 1, 0] })
})

test('ends a build that nobody knows of any more', async () => {
  const storage = await filled()
  const refused = expect(addIndexes(storage, ns, [unique])).rejects.toMatchObject({ codeName: 'IndexBuildAborted' })
  await storage.write(() => {})
  await tidy(storage)
  await refused
  expect(state(storage)).toEqual({ indexes: [], building: 0, problems: [], rows: [documents, 0] })
})

test('makes the same index once when two ask for it at the same time', async () => {
  const storage = await filled()
  await Promise.all([addIndexes(storage, ns, [unique]), addIndexes(storage, ns, [unique])])
  await sweep(storage)
  expect(state(storage)).toMatchObject({
    indexes: [{ name: 'key_1', multikey: false }],
    building: 0,
    problems: [],
    rows: [documents, documents],
  })
})

test('removes in turns what was dropped, and the next start what a kill left of it', async () => {
  const storage = await filled()
  await storage.write(writer => {
    doom(writer, { table: 'documents', id: ensureCollection(writer, ns).id })
    forgetCollection(writer, ns)
  })
  expect(state(storage)).toMatchObject({ problems: [], rows: [documents, 0] })
  let isSwept = false
  const swept = tidy(storage).finally(() => {
    isSwept = true
  })
  let turns = 0
  for (; !isSwept; turns++) await storage.write(() => {})
  await swept
  expect(turns).toBeGreaterThan(2)
  expect(state(storage).rows).toEqual([0, 0])
})

test('touches only the indexes of what changed, the condition of a partial one among it', async () => {
  const storage = await filled()
  const open = parseDefinition({ key: { n: 1 }, name: 'open', partialFilterExpression: { 'state.open': true } })
  await addIndexes(storage, ns, [unique, tags, open])
  await change(storage, replace(0, { state: { open: true } }))
  expect(state(storage)).toMatchObject({ problems: [], rows: [documents, documents * 2 + 1] })
  // Of the old document it knows the `_id`, and looks up the rest.
  await change(storage, replace(0, {}))
  expect(state(storage)).toMatchObject({ problems: [], rows: [documents, documents * 2] })
})
