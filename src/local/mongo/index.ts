import { chmodSync, mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isMainThread } from 'node:worker_threads'
import { StoreError } from './errors.ts'
import { takeLock } from './lock.ts'
import { type Address, WireServer } from './server.ts'
import { Storage } from './storage.ts'
import { startExpiry } from './ttl.ts'

export { StoreError } from './errors.ts'

/** A running store: a complete connection string, and the way to end it. */
export interface RunningStore {
  readonly uri: string
  stop(): Promise<void>
}

const database = 'sitrep'
/** The platforms' limit for the path of a Unix socket is 104 to 108 bytes. */
const maxSocketPathBytes = 100

function makeFolder(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new StoreError(`The data folder ${dir} cannot be made (${reason}). Choose a folder that Sitrep may write to.`)
  }
}

function addressOf(dir: string, port: number | undefined): Address {
  const path = join(dir, 'mongo.sock')
  if (port !== undefined) return { host: '127.0.0.1', port }
  if (process.platform === 'win32' || Buffer.byteLength(path) >= maxSocketPathBytes)
    return { host: '127.0.0.1', port: 0 }
  return { path }
}

function uriOf(address: Address, port: number): string {
  const host = 'path' in address ? encodeURIComponent(address.path) : `127.0.0.1:${port}`
  return `mongodb://${host}/${database}?directConnection=true`
}

function openStorage(path: string, dir: string): Storage {
  try {
    return new Storage(path)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new StoreError(
      `The data in ${dir} cannot be opened (${reason}). Restore the folder from a backup, or choose another one.`,
    )
  }
}

async function listen(server: WireServer, address: Address): Promise<number> {
  if (!('path' in address)) return server.listen(address)
  rmSync(address.path, { force: true })
  // The socket must not be open to others even for a moment, hence the mask and not only the mode.
  const mask = isMainThread ? process.umask(0o177) : undefined
  const listening = server.listen(address)
  if (mask !== undefined) process.umask(mask)
  const port = await listening
  chmodSync(address.path, 0o600)
  return port
}

/**
 * Serves the data in `dir` over MongoDB's wire protocol, on a Unix socket in that folder where possible, else on the loopback
 * interface. Throws StoreError when the folder cannot be used.
 */
export async function startStore({
  dir,
  port,
}: {
  readonly dir: string
  readonly port?: number
}): Promise<RunningStore> {
  const folder = resolve(dir)
  makeFolder(folder)
  const unlock = takeLock(join(folder, 'store.lock'), folder)
  let storage: Storage | undefined
  try {
    storage = openStorage(join(folder, 'store.lmdb'), folder)
    const server = new WireServer(storage)
    const address = addressOf(folder, port)
    const uri = uriOf(address, await listen(server, address))
    const stopExpiry = startExpiry(storage)
    return { uri, stop: once(() => stopAll([stopExpiry, () => server.stop(), () => storage?.close()], unlock)) }
  } catch (error) {
    await storage?.close()
    unlock()
    if (error instanceof StoreError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new StoreError(`The store cannot listen (${reason}). Choose another port or folder.`)
  }
}

async function stopAll(steps: readonly (() => Promise<void> | undefined)[], unlock: () => void): Promise<void> {
  for (const step of steps) await step()
  unlock()
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => (done ??= work())
}
