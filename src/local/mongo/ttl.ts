import { intervalFor, stretchOf } from './bounds.ts'
import { decode } from './bson.ts'
import { type CollectionInfo, findCollection, type IndexInfo, listCollections } from './catalog.ts'
import { deleteDocument } from './documents.ts'
import { prefixOf } from './index-keys.ts'
import { keyValues, partsOf } from './path.ts'
import type { Storage, Writer } from './storage.ts'

/** As often as MongoDB looks; nothing may rely on the moment a document goes. */
const everyMs = 60_000
const perCommit = 200

function removeExpired(writer: Writer, collection: CollectionInfo, index: IndexInfo, now: Date): number {
  const [[path, direction] = ['', 1 as const]] = index.key
  const latest = new Date(now.getTime() - (index.expireAfterSeconds ?? 0) * 1000)
  const interval = intervalFor([{ path, operator: '$lte', value: latest }], path, true)
  if (!interval) return 0
  const ids: Buffer[] = []
  for (const { value } of writer.range('entries', stretchOf(prefixOf(index.id), interval, direction))) {
    ids.push(value)
    if (ids.length === perCommit) break
  }
  for (const id of ids) {
    const bytes = writer.get('documents', Buffer.concat([prefixOf(collection.id), id]))
    const doc = bytes && decode(bytes)
    // Of an array the earliest date counts, so any date that has passed is enough.
    if (doc && keyValues(doc, partsOf(path)).values.some(value => value instanceof Date && value <= latest))
      deleteDocument(writer, collection, doc)
  }
  return ids.length
}

/** Removes what TTL indexes let expire by now, a few hundred documents a commit. */
export async function expire(storage: Storage, now: Date): Promise<void> {
  const snapshot = storage.snapshot()
  const collections = listCollections(snapshot, '')
  snapshot.close()
  for (const { ns, indexes } of collections) {
    for (const { id, expireAfterSeconds } of indexes) {
      if (expireAfterSeconds === undefined) continue
      let removed = perCommit
      while (removed === perCommit) {
        removed = await storage.write(writer => {
          const collection = findCollection(writer, ns)
          const index = collection?.indexes.find(each => each.id === id)
          return collection && index ? removeExpired(writer, collection, index, now) : 0
        })
      }
    }
  }
}

/** Looks for expired documents every minute, until the answer is called. */
export function startExpiry(storage: Storage): () => Promise<void> {
  let running = Promise.resolve()
  const timer = setInterval(() => {
    // A failed round is made good by the next.
    running = running.then(() => expire(storage, new Date())).catch(() => {})
  }, everyMs).unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}
