import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { EJSON } from 'bson'
import { type ArchivedCollection, writeArchive } from './archive.ts'
import { type CollectionInfo, listCollections } from './catalog.ts'
import { StoreError } from './errors.ts'
import { folderAt, readFolder, reasonOf, syncFolderOf } from './folder.ts'
import { describeIndexes } from './index-commands.ts'
import { prefixOf } from './index-keys.ts'
import { afterPrefix } from './key-range.ts'
import { version } from './session-commands.ts'
import type { View } from './storage.ts'

/** Told how far something is, in documents. */
export type OnProgress = (done: number, total: number) => void

export interface BackupResult {
  readonly collections: number
  readonly documents: number
}

function archived(info: CollectionInfo): ArchivedCollection {
  const at = info.ns.indexOf('.')
  const [db, name] = [info.ns.slice(0, at), info.ns.slice(at + 1)]
  const metadata = { options: {}, indexes: describeIndexes(info), collectionName: name, type: 'collection' }
  return { db, name, metadata: EJSON.stringify(metadata, { relaxed: false }), type: 'collection' }
}

function* rowsOf(view: View, info: CollectionInfo, onDocument: () => void): Iterable<Buffer> {
  const low = prefixOf(info.id)
  for (const { value } of view.range('documents', { low, high: afterPrefix(low) })) {
    onDocument()
    yield value
  }
}

/**
 * Writes everything, as it is at one moment, to one file that `mongorestore --archive` reads; with `--gzip` when its name ends in .gz.
 * The store may be in use meanwhile. Throws StoreError when the file is there already, unless `force`.
 */
export async function backUp(
  { dir, file, force = false }: { readonly dir: string; readonly file: string; readonly force?: boolean },
  onProgress: OnProgress = () => {},
): Promise<BackupResult> {
  if (!force && existsSync(file)) throw new StoreError(`${file} exists already. Choose another name, or add --force.`)
  const storage = readFolder(folderAt(dir))
  const part = `${file}.part`
  try {
    const view = storage.snapshot()
    const infos = new Map(listCollections(view, '').map(info => [info.ns, info]))
    const { documents } = storage.size()
    let done = 0
    const documentsOf = ({ db, name }: ArchivedCollection): Iterable<Buffer> => {
      const info = infos.get(`${db}.${name}`)
      return info ? rowsOf(view, info, () => onProgress(++done, documents)) : []
    }
    const chunks = Readable.from(writeArchive([...infos.values()].map(archived), documentsOf, version))
    // What is said in incidents is for the owner's eyes; it is on disk before the name is given.
    const out = createWriteStream(part, { mode: 0o600, flush: true })
    await (file.endsWith('.gz') ? pipeline(chunks, createGzip(), out) : pipeline(chunks, out))
    renameSync(part, file)
    syncFolderOf(file)
    return { collections: infos.size, documents: done }
  } catch (error) {
    rmSync(part, { force: true })
    if (error instanceof StoreError) throw error
    throw new StoreError(
      `${file} cannot be written (${reasonOf(error)}). Choose a place with room that you may write to.`,
    )
  } finally {
    await storage.close()
  }
}
