import { join } from 'node:path'
import { Int32 } from 'bson'
import { expect, onTestFinished, test } from 'vitest'
import { ensureCollection, findCollection } from '../../../src/local/mongo/catalog.ts'
import { Cursors } from '../../../src/local/mongo/cursors.ts'
import { insertDocument } from '../../../src/local/mongo/documents.ts'
import { createIndexes } from '../../../src/local/mongo/index-commands.ts'
import { Storage } from '../../../src/local/mongo/storage.ts'
import { expire } from '../../../src/local/mongo/ttl.ts'
import { temporaryFolder } from './helpers/store.ts'

test('removes the documents whose time has come, and their index entries', async () => {
  const { path, remove } = temporaryFolder()
  onTestFinished(remove)
  const storage = new Storage(join(path, 'store.lmdb'))
  onTestFinished(() => storage.close())
  const cursors = new Cursors(storage)
  onTestFinished(() => cursors.closeAll())
  const host = { storage, cursors, startedAt: new Date(0), connectionId: 1, connections: () => 0 }
  const index = { key: { at: new Int32(1) }, name: 'at_1', expireAfterSeconds: new Int32(60) }
  await createIndexes(host, { createIndexes: 'docs', indexes: [index], $db: 'db' })
  await storage.write(writer => {
    for (let i = 0; i < 500; i++)
      insertDocument(writer, ensureCollection(writer, 'db.docs'), {
        doc: { _id: i, at: i < 450 ? new Date(i) : 'never' },
      })
  })
  await expire(storage, new Date(60_000 + 399))
  const view = storage.snapshot()
  onTestFinished(() => view.close())
  const { id, indexes } = findCollection(view, 'db.docs')!
  const all = (table: 'documents' | 'entries', of: number) => {
    const low = Buffer.alloc(4)
    low.writeUInt32BE(of)
    const high = Buffer.alloc(4)
    high.writeUInt32BE(of + 1)
    return view.count(table, { low, high })
  }
  expect(all('documents', id)).toBe(100)
  expect(all('entries', indexes[0]!.id)).toBe(100)
})
