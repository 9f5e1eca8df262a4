import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import mongoose from 'mongoose'
import { expect, onTestFinished, test } from 'vitest'
import { StoreError, startStore } from '../../../src/local/mongo/index.ts'
import { temporaryFolder } from './helpers/store.ts'

function folder(): string {
  const { path, remove } = temporaryFolder()
  onTestFinished(remove)
  return path
}

function socketOf(uri: string): string {
  const [, host = ''] = /^mongodb:\/\/([^/]+)\/sitrep\?directConnection=true$/.exec(uri) ?? []
  return decodeURIComponent(host)
}

const modeOf = (path: string) => statSync(path).mode & 0o777

async function ping(uri: string): Promise<unknown> {
  const connection = await mongoose.createConnection(uri, { serverSelectionTimeoutMS: 500 }).asPromise()
  try {
    return await connection.db?.admin().ping()
  } finally {
    await connection.close()
  }
}

test('listens on a socket in its folder that only the owner may use, and nowhere else', async () => {
  const dir = join(folder(), 'store')
  mkdirSync(dir, { mode: 0o755 })
  const store = await startStore({ dir })
  expect(store).toMatchObject({
    uri: `mongodb://${encodeURIComponent(join(dir, 'mongo.sock'))}/sitrep?directConnection=true`,
    portUri: undefined,
  })
  expect([modeOf(dir), modeOf(join(dir, 'mongo.sock'))]).toEqual([0o700, 0o600])
  expect(await ping(store.uri)).toEqual({ ok: 1 })
  await store.stop()
  expect(readdirSync(dir)).not.toContain('mongo.sock')
})

test('listens in a private folder of the system where the path would be too long for a socket', async () => {
  const dir = join(folder(), 'x'.repeat(100))
  const store = await startStore({ dir })
  const path = socketOf(store.uri)
  expect(dirname(dirname(path))).toBe(tmpdir())
  expect([modeOf(dirname(path)), modeOf(path)]).toEqual([0o700, 0o600])
  expect(await ping(store.uri)).toEqual({ ok: 1 })
  await store.stop()
  expect(() => statSync(dirname(path))).toThrow('ENOENT')
})

test('listens on a port of this machine, too, when one is asked for', async () => {
  const store = await startStore({ dir: folder(), port: 0 })
  expect(store.portUri).toMatch(/^mongodb:\/\/127\.0\.0\.1:\d+\/sitrep\?directConnection=true$/)
  expect(await ping(store.portUri ?? '')).toEqual({ ok: 1 })
  expect(await ping(store.uri)).toEqual({ ok: 1 })
  await store.stop()
})

test('says which setting to change when the port is taken, and lets go of the folder', async () => {
  const other = createServer()
  await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void other.close())
  const address = other.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const dir = folder()
  const start = startStore({ dir, port })
  await expect(start).rejects.toThrow(StoreError)
  await expect(start).rejects.toThrow(new RegExp(`port ${port} .*EADDRINUSE.*STORE_PORT`))
  await (await startStore({ dir })).stop()
})

test('takes over the socket that a killed process left', async () => {
  const dir = folder()
  const first = await startStore({ dir })
  const path = socketOf(first.uri)
  await first.stop()
  const stale = createServer()
  await new Promise<void>(resolve => stale.listen(path, resolve))
  onTestFinished(() => void stale.close())
  const store = await startStore({ dir })
  expect(await ping(store.uri)).toEqual({ ok: 1 })
  await store.stop()
})
