import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isMainThread } from 'node:worker_threads'
import type { Address, WireServer } from './server.ts'

/** The database that the connection string names. */
export const database = 'sitrep'
const socketName = 'mongo.sock'
/** The platforms' limit for the path of a Unix socket is 104 to 108 bytes. */
const maxSocketPathBytes = 100

const fits = (path: string): boolean => Buffer.byteLength(path) < maxSocketPathBytes

/** A socket in the folder; without one, or where its path is too long, in a private folder of the system's; without sockets a free port. */
function addressFor(dir: string | undefined): { address: Address; remove(): void } {
  const loopback = { address: { host: '127.0.0.1', port: 0 }, remove: () => {} }
  if (process.platform === 'win32') return loopback
  const path = dir && join(dir, socketName)
  if (path && fits(path)) return { address: { path }, remove: () => rmSync(path, { force: true }) }
  if (!fits(join(tmpdir(), 'sitrep-123456', socketName))) return loopback
  // mkdtemp makes folders that only their owner can enter.
  const own = mkdtempSync(join(tmpdir(), 'sitrep-'))
  return { address: { path: join(own, socketName) }, remove: () => rmSync(own, { recursive: true, force: true }) }
}

async function listenOnSocket(server: WireServer, path: string): Promise<void> {
  rmSync(path, { force: true })
  // The socket must not be open to others even for a moment, hence the mask and not only the mode.
  const mask = isMainThread ? process.umask(0o177) : undefined
  const listening = server.listen({ path })
  if (mask !== undefined) process.umask(mask)
  await listening
  chmodSync(path, 0o600)
}

export function uriFor(host: string): string {
  return `mongodb://${host}/${database}?directConnection=true`
}

/** Listens where only the owner may connect, if the system can do that; answers the connection string, and how to tidy up. */
export async function listenPrivately(
  server: WireServer,
  dir: string | undefined,
): Promise<{ uri: string; remove(): void }> {
  const { address, remove } = addressFor(dir)
  if (!('path' in address)) return { uri: uriFor(`127.0.0.1:${await server.listen(address)}`), remove }
  try {
    await listenOnSocket(server, address.path)
    return { uri: uriFor(encodeURIComponent(address.path)), remove }
  } catch (error) {
    remove()
    throw error
  }
}
