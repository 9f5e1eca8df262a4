import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { Storage } from '../../../src/local/mongo/storage.ts'
import { temporaryFolder } from './helpers/store.ts'

/** What the disk still has to say, in order. */
let unsynced: ((error: NodeJS.ErrnoException | null) => void)[] = []

beforeEach(() => {
  unsynced = []
  vi.spyOn(fs, 'fdatasync').mockImplementation((_, done) => {
    unsynced.push(done)
  })
  syncBuiltinESMExports()
})
afterEach(() => {
  vi.restoreAllMocks()
  syncBuiltinESMExports()
})

function open(): Storage {
  const folder = temporaryFolder()
  const storage = new Storage(join(folder.path, 'store.lmdb'))
  onTestFinished(async () => {
    for (const done of unsynced) done(null)
    await storage.close()
    folder.remove()
  })
  return storage
}

const key = (name: string): Buffer => Buffer.from(name)
const answerTo = (write: Promise<unknown>): Promise<unknown> =>
  Promise.race([write, new Promise(resolve => setTimeout(resolve, 20, 'waits'))])

test('acknowledges writes when they are on disk, one after the other or many together', async () => {
  const storage = open()
  const put = (name: string) => storage.write(writer => writer.put('documents', key(name), key(name))).then(() => name)
  const [a, b] = [put('a'), put('b')]
  await vi.waitFor(() => expect(unsynced).toHaveLength(1))
  const [c, d] = [put('c'), put('d')]
  await vi.waitFor(() => expect(unsynced).toHaveLength(2))
  expect(await Promise.all([a, b, c, d].map(answerTo))).toEqual(['waits', 'waits', 'waits', 'waits'])
  unsynced[0]?.(null)
  expect(await Promise.all([a, b, c, d].map(answerTo))).toEqual(['a', 'b', 'waits', 'waits'])
  unsynced[1]?.(null)
  expect(await Promise.all([c, d])).toEqual(['c', 'd'])
})

test('commits fewer writes than the disk is busy with when it has them, also at the end', async () => {
  const storage = open()
  const put = (name: string) => storage.write(writer => writer.put('documents', key(name), key(name))).then(() => name)
  const many = ['a', 'b', 'c'].map(put)
  await vi.waitFor(() => expect(unsynced).toHaveLength(1))
  const few = ['d', 'e'].map(put)
  expect(await answerTo(Promise.all(few))).toBe('waits')
  expect(unsynced).toHaveLength(1)
  unsynced[0]?.(null)
  expect(await Promise.all(many)).toEqual(['a', 'b', 'c'])
  await vi.waitFor(() => expect(unsynced).toHaveLength(2))
  const last = put('f')
  const closed = storage.close()
  expect(await answerTo(closed)).toBe('waits')
  unsynced[1]?.(null)
  await vi.waitFor(() => expect(unsynced).toHaveLength(3))
  unsynced[2]?.(null)
  expect(await Promise.all([...few, last])).toEqual(['d', 'e', 'f'])
  await closed
})

test('refuses a write that the disk does not take, and one that failed over it waits as well', async () => {
  const storage = open()
  const first = storage.write(writer => writer.put('documents', key('a'), key('a')))
  const refused = first.catch(error => error.code)
  await vi.waitFor(() => expect(unsynced).toHaveLength(1))
  const taken = storage.write(() => {
    throw new Error('taken')
  })
  const second = taken.catch(error => error.message)
  await vi.waitFor(() => expect(unsynced).toHaveLength(2))
  expect(await answerTo(second)).toBe('waits')
  unsynced[0]?.(Object.assign(new Error('ENOSPC: no space left on device, fdatasync'), { code: 'ENOSPC' }))
  expect(await refused).toBe(14031)
  unsynced[1]?.(null)
  expect(await second).toBe('taken')
})

test('goes on with the writes when the disk is slow to let one begin', async () => {
  const storage = open()
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => {
    now += 1_000
    return now
  })
  const written = ['a', 'b'].map(name => storage.write(writer => writer.put('documents', key(name), key(name))))
  await vi.waitFor(() => expect(unsynced).toHaveLength(2))
  for (const done of unsynced) done(null)
  await Promise.all(written)
})

test('refuses what is written after it was closed', async () => {
  const storage = open()
  await storage.close()
  await expect(storage.write(writer => writer.put('documents', key('a'), key('a')))).rejects.toThrow()
})
