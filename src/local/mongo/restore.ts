import {
  closeSync,
  createReadStream,
  existsSync,
  linkSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { EJSON } from 'bson'
import { database } from './address.ts'
import { type ArchivedCollection, ArchiveError, readArchive } from './archive.ts'
import type { BackupResult } from './backup.ts'
import { decode, isDoc } from './bson.ts'
import { ensureCollection, listCollections } from './catalog.ts'
import { checkAll } from './check.ts'
import { insertDocument } from './documents.ts'
import { CommandError, StoreError } from './errors.ts'
import { type Folder, folderAt, openFolder, reasonOf, syncFolderOf } from './folder.ts'
import { addIndexes } from './index-build.ts'
import { parseDefinition } from './index-definition.ts'
import { holderOf } from './lock.ts'
import { inSnapshot, Storage } from './storage.ts'
import { prepareEncoded } from './write-commands.ts'

/** A server's own databases, which mean nothing to another server. */
const systemDatabases = ['admin', 'config', 'local']
const perCommit = 1000
const bytesPerCommit = 8 << 20

interface Row {
  readonly ns: string
  readonly bytes: Buffer
}

function indexesOf(metadata: string): unknown[] {
  const parsed: unknown = metadata === '' ? {} : EJSON.parse(metadata, { relaxed: false })
  const indexes = isDoc(parsed) ? parsed.indexes : undefined
  return Array.isArray(indexes) ? indexes : []
}

/** Puts an archive into an empty store. */
class Loading {
  readonly #storage: Storage
  /** The archive's namespaces and the store's. */
  readonly #names = new Map<string, string>()
  readonly #metadata = new Map<string, string>()
  #rows: Row[] = []
  #bytes = 0
  documents = 0

  constructor(storage: Storage) {
    this.#storage = storage
  }

  get collections(): number {
    return this.#names.size
  }

  async begin(list: readonly ArchivedCollection[]): Promise<void> {
    const wanted = list.filter(({ db }) => !systemDatabases.includes(db))
    const databases = new Set(wanted.map(({ db }) => db))
    for (const { db, name, metadata, type } of wanted) {
      if (type !== '' && type !== 'collection')
        throw new StoreError(`${db}.${name} is a ${type}, which the embedded store does not have.`)
      // The only database there is becomes the one that Sitrep looks at.
      const ns = `${databases.size === 1 ? database : db}.${name}`
      this.#names.set(`${db}.${name}`, ns)
      this.#metadata.set(ns, metadata)
    }
    await this.#storage.write(writer => {
      for (const ns of this.#names.values()) ensureCollection(writer, ns)
    })
  }

  async add(namespace: string, bytes: Buffer): Promise<void> {
    const ns = this.#names.get(namespace)
    if (ns === undefined) return
    this.#rows.push({ ns, bytes })
    this.#bytes += bytes.length
    if (this.#rows.length >= perCommit || this.#bytes >= bytesPerCommit) await this.#flush()
  }

  async #flush(): Promise<void> {
    const rows = this.#rows
    this.#rows = []
    this.#bytes = 0
    await this.#storage.write(writer => {
      for (const { ns, bytes } of rows)
        insertDocument(writer, ensureCollection(writer, ns), prepareEncoded(decode(bytes), bytes))
    })
    this.documents += rows.length
  }

  async end(): Promise<void> {
    await this.#flush()
    for (const [ns, metadata] of this.#metadata) {
      const definitions = indexesOf(metadata).map(parseDefinition)
      await addIndexes(this.#storage, ns, definitions)
    }
  }
}

function isGzip(file: string): boolean {
  const head = Buffer.alloc(2)
  const opened = openSync(file, 'r')
  readSync(opened, head)
  closeSync(opened)
  return head.equals(Buffer.of(0x1f, 0x8b))
}

async function* counted(source: AsyncIterable<Buffer>, onRead: (bytes: number) => void): AsyncIterable<Buffer> {
  let read = 0
  for await (const chunk of source) {
    read += chunk.length
    onRead(read)
    yield chunk
  }
}

async function load(file: string, path: string, onProgress: (share: number) => void): Promise<BackupResult> {
  const storage = new Storage(path)
  try {
    const loading = new Loading(storage)
    const raw = counted(createReadStream(file), read => onProgress(read / statSync(file).size))
    // A failure is told by the stream that is read.
    const source: AsyncIterable<Buffer> = isGzip(file) ? pipeline(raw, createGunzip(), () => {}) : raw
    await readArchive(source, {
      collections: list => loading.begin(list),
      document: (namespace, bytes) => loading.add(namespace, bytes),
    })
    await loading.end()
    const [problem] = inSnapshot(storage, checkAll).problems
    if (problem !== undefined) throw new StoreError(`What was restored does not fit together: ${problem}`)
    return { collections: loading.collections, documents: loading.documents }
  } finally {
    await storage.close()
  }
}

/** Takes the folder, also where what lies in it can no longer be opened and may be replaced. */
async function takeFolder(folder: Folder, force: boolean): ReturnType<typeof openFolder> {
  try {
    return await openFolder(folder)
  } catch (error) {
    if (!force || !existsSync(folder.data) || holderOf(folder.lock) !== undefined) throw error
    renameSync(folder.data, `${folder.data}.replaced`)
    rmSync(folder.dataLock, { force: true })
    return await openFolder(folder)
  }
}

/**
 * Puts what an archive of `backUp` or `mongodump` holds in the place of the folder's data, once all of it has been read and checked. Until
 * then nothing changes; what was there before is kept as `store.lmdb.replaced`. Throws StoreError when the archive is not whole, when the
 * store is in use, or when it is not empty, unless `force`.
 */
export async function restore(
  { dir, file, force = false }: { readonly dir: string; readonly file: string; readonly force?: boolean },
  onProgress: (share: number) => void = () => {},
): Promise<BackupResult> {
  if (!existsSync(file)) throw new StoreError(`There is no file ${file}.`)
  const folder = folderAt(dir)
  const { storage, lock } = await takeFolder(folder, force)
  const next = `${folder.data}.restoring`
  try {
    if (!force && inSnapshot(storage, view => listCollections(view, '').length > 0))
      throw new StoreError(
        `${folder.dir} has data already. Add --force to replace it, or set DATA_DIR to another folder.`,
      )
    rmSync(next, { force: true })
    const result = await load(file, next, onProgress)
    await storage.close()
    rmSync(`${folder.data}.replaced`, { force: true })
    linkSync(folder.data, `${folder.data}.replaced`)
    renameSync(next, folder.data)
    // lmdb's lock belongs to the old data. Only after this may anybody else open the new.
    rmSync(folder.dataLock, { force: true })
    syncFolderOf(folder.data)
    return result
  } catch (error) {
    throw explained(error, file)
  } finally {
    rmSync(next, { force: true })
    rmSync(`${next}-lock`, { force: true })
    await storage.close()
    lock.release()
  }
}

function explained(error: unknown, file: string): StoreError {
  if (error instanceof StoreError) return error
  if (error instanceof ArchiveError) return new StoreError(`${file} cannot be restored. ${error.message}`)
  if (error instanceof CommandError) return new StoreError(`${file} cannot be restored: ${error.message}.`)
  return new StoreError(`${file} cannot be restored (${reasonOf(error)}).`)
}
