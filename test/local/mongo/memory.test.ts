import fs, { renameSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { mappedBytes } from '../../../src/local/mongo/environment.ts'
import { afterPrefix } from '../../../src/local/mongo/key-range.ts'
import { inSnapshot, Storage, type View } from '../../../src/local/mongo/storage.ts'
import { temporaryFolder } from './helpers/store.ts'

const megabyte = 2 ** 20
const prefix = Buffer.from('d')
const range = { low: prefix, high: afterPrefix(prefix) }

async function filled(megabytes: number) {
  const folder = temporaryFolder()
  const path = join(folder.path, 'store.lmdb')
  const storage = new Storage(path)
  onTestFinished(async () => {
    await storage.close()
    folder.remove()
  })
  const value = Buffer.alloc(megabyte, 1)
  await storage.write(writer => {
    for (let i = 0; i < megabytes; i++) writer.put('documents', Buffer.from(`d${i}`), value)
  })
  return { storage, path }
}

function lookAtAll(view: View): number {
  let bytes = 0
  for (const { value } of view.range('documents', range)) bytes += value.length
  return bytes
}

test('gives the memory back that looking at everything took, once nobody reads', async () => {
  const { storage } = await filled(48)
  storage.giveBack(0)
  const before = mappedBytes()
  const snapshot = storage.snapshot()
  expect(lookAtAll(snapshot)).toBe(48 * megabyte)
  const mapped = mappedBytes()
  if (process.platform === 'linux') expect(mapped).toBeGreaterThan(before + 40 * megabyte)
  storage.giveBack()
  expect(mappedBytes()).toBeGreaterThanOrEqual(mapped)
  await storage.write(writer => writer.remove('documents', Buffer.from('d0')))
  expect(lookAtAll(snapshot)).toBe(48 * megabyte)
  snapshot.close()
  storage.giveBack()
  expect(mappedBytes()).toBeLessThan(before + 8 * megabyte)
  expect(inSnapshot(storage, lookAtAll)).toBe(47 * megabyte)
  await storage.write(writer => writer.remove('documents', Buffer.from('d1')))
  expect(inSnapshot(storage, lookAtAll)).toBe(46 * megabyte)
})

test('does so by itself, once it is left alone', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  const { storage } = await filled(24)
  const before = mappedBytes()
  const rest = (work: () => unknown) => {
    work()
    vi.advanceTimersByTime(2_000)
    return mappedBytes()
  }
  const used = rest(() => inSnapshot(storage, lookAtAll))
  if (process.platform === 'linux') expect(used).toBeGreaterThan(before + 16 * megabyte)
  await storage.write(writer => writer.remove('documents', Buffer.from('d0')))
  expect(rest(() => {})).toBeGreaterThanOrEqual(used)
  expect(rest(() => {})).toBeLessThan(before + 8 * megabyte)
  expect(inSnapshot(storage, lookAtAll)).toBe(23 * megabyte)
})

test('keeps what is acknowledged when it gives memory back right after', async () => {
  const { storage, path } = await filled(1)
  const writes = Array.from({ length: 40 }, async (_, i) => {
    await storage.write(writer => writer.put('documents', Buffer.from(`d${i}`), Buffer.of(i)))
    storage.giveBack(0)
  })
  storage.giveBack(0)
  await Promise.all(writes)
  expect(inSnapshot(storage, lookAtAll)).toBe(40)
  await storage.close()
  const again = new Storage(path)
  expect(inSnapshot(again, lookAtAll)).toBe(40)
  await again.close()
})

test('stays with its file when another one is put in its place', async () => {
  const { storage, path } = await filled(1)
  renameSync(path, `${path}.moved`)
  storage.giveBack(0)
  expect(inSnapshot(storage, lookAtAll)).toBe(megabyte)
})

test('keeps its memory where no file can be opened to look how much it is', async () => {
  const { storage } = await filled(1)
  vi.spyOn(fs, 'readFileSync').mockImplementation(() => {
    throw Object.assign(new Error('too many open files'), { code: 'EMFILE' })
  })
  syncBuiltinESMExports()
  onTestFinished(() => {
    vi.restoreAllMocks()
    syncBuiltinESMExports()
  })
  storage.giveBack(0)
  expect(inSnapshot(storage, lookAtAll)).toBe(megabyte)
})
