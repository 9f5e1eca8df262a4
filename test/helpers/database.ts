import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startStore } from '../../src/local/mongo/index.ts'

/** A database of its own: on the server at MONGODB_URI where one is given, else on an embedded store. */
export async function openDatabase(): Promise<{ uri: string; close(): Promise<void> }> {
  const given = process.env.MONGODB_URI
  if (given) {
    const address = new URL(given)
    address.pathname = `/test_${randomUUID().slice(0, 8)}`
    return { uri: address.toString(), close: async () => {} }
  }
  const dir = await mkdtemp(join(tmpdir(), 'sitrep-store-'))
  const store = await startStore({ dir })
  return {
    uri: store.uri,
    async close() {
      await store.stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}
