import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'

/** Reads everything in a process of its own: reading a page that is damaged or not there kills whoever does it. */
const readAll = `
  const [, lmdb, path] = process.argv
  const root = require(lmdb).open({ path, readOnly: true, noSubdir: true, maxDbs: 3, encoding: 'binary', keyEncoding: 'binary' })
  for (const name of ['catalog', 'documents', 'entries'])
    for (const { value } of root.openDB({ name, encoding: 'binary', keyEncoding: 'binary' }).getRange()) value.at(-1)
`

/** Whether everything in the file can be read, also while somebody writes to it. */
export function canBeRead(path: string): boolean {
  const lmdb = createRequire(import.meta.url).resolve('lmdb')
  return spawnSync(process.execPath, ['-e', readAll, lmdb, path], { stdio: 'ignore' }).status === 0
}
