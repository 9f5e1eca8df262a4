import { spawnSync } from 'node:child_process'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { createRequire } from 'node:module'

/** Where lmdb's first two pages say what the file is (`MDB_page`, then `MDB_meta`, in mdb.c). */
const at = { magic: 24, version: 28, pageBytes: 48, lastPage: 144, transaction: 152 } as const
const headBytes = 160
const lmdbMagic = 0xbeefc0de
const lmdbVersion = 2

function isHead(head: Buffer): boolean {
  return head.readUInt32LE(at.magic) === lmdbMagic && head.readUInt32LE(at.version) === lmdbVersion
}

/** Reads everything in a process of its own: reading a page that is damaged or not there kills whoever does it. */
const readAll = `
  const [, lmdb, path] = process.argv
  const root = require(lmdb).open({ path, readOnly: true, noSubdir: true, maxDbs: 3, encoding: 'binary', keyEncoding: 'binary' })
  for (const name of ['catalog', 'documents', 'entries'])
    for (const { value } of root.openDB({ name, encoding: 'binary', keyEncoding: 'binary' }).getRange()) value.at(-1)
`

export function canBeRead(path: string): boolean {
  const lmdb = createRequire(import.meta.url).resolve('lmdb')
  return spawnSync(process.execPath, ['-e', readAll, lmdb, path], { stdio: 'ignore' }).status === 0
}

/** Throws when the file is not lmdb's or a part of it is missing; lmdb would let the process die of that. */
export function checkFile(path: string): void {
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    if (size === 0) return
    const [first, second] = [Buffer.alloc(headBytes), Buffer.alloc(headBytes)]
    readSync(file, first, 0, headBytes, 0)
    if (!isHead(first)) throw new Error('it is not a store of this version, or was damaged')
    const pageBytes = first.readUInt32LE(at.pageBytes)
    readSync(file, second, 0, headBytes, pageBytes)
    const isSecond = isHead(second) && second.readBigUInt64LE(at.transaction) > first.readBigUInt64LE(at.transaction)
    const pages = (isSecond ? second : first).readBigUInt64LE(at.lastPage) + 1n
    // The last pages may be free and never have been written; only reading tells whether something is missing.
    if (BigInt(size) < pages * BigInt(pageBytes) && !canBeRead(path)) throw new Error('a part of the file is missing')
  } finally {
    closeSync(file)
  }
}
