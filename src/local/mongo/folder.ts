import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { StoreError } from './errors.ts'
import { holderOf, isLeft, type Lock, refuseHeld, takeLock } from './lock.ts'
import { checkPages } from './pages.ts'
import { Storage } from './storage.ts'
import { canBeRead } from './whole-file.ts'

/** The names of what lies in a store's folder. */
export interface Folder {
  readonly dir: string
  readonly data: string
  /** What lmdb's processes share. */
  readonly dataLock: string
  /** Says which process has the folder. */
  readonly lock: string
}

export function folderAt(dir: string): Folder {
  const path = resolve(dir)
  const data = join(path, 'store.lmdb')
  return { dir: path, data, dataLock: `${data}-lock`, lock: join(path, 'store.lock') }
}

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Makes the names of a folder last through a loss of power, where the system can do that. */
export function syncFolderOf(file: string): void {
  if (process.platform === 'win32') return
  const folder = openSync(dirname(resolve(file)), 'r')
  fsyncSync(folder)
  closeSync(folder)
}

function makeFolder(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new StoreError(
      `The data folder ${dir} cannot be made (${reasonOf(error)}). Choose a folder that Sitrep may write to.`,
    )
  }
  try {
    chmodSync(dir, 0o700)
  } catch {
    // Somebody else's folder: the files in it are only for their owner all the same.
  }
}

/** How long a start may look at pages that nobody has harmed as far as is known; enough for those of tens of thousands of documents. */
const glanceMs = 50

/** Throws StoreError when pages are damaged; looks at all of them when whoever had the folder did not give it back. */
function checkFile({ data, dir, lock }: Folder): void {
  try {
    if (existsSync(data)) checkPages(data, isLeft(lock) ? Number.POSITIVE_INFINITY : glanceMs)
  } catch (error) {
    // Who took the folder meanwhile may have written to what was looked at.
    refuseHeld(lock, dir)
    throw new StoreError(
      `The data in ${dir} cannot be opened (${reasonOf(error)}). Nothing was changed. Keep a copy of it, and restore the folder from a backup.`,
    )
  }
}

function openStorage(path: string, dir: string): Storage {
  try {
    return new Storage(path)
  } catch (error) {
    throw new StoreError(
      `The data in ${dir} cannot be opened (${reasonOf(error)}). Give Sitrep write access to it, restore the folder from a backup, or choose another one.`,
    )
  }
}

/** The store's data, for this process alone. Throws StoreError when the folder is in use or cannot be used. */
export async function openFolder(folder: Folder): Promise<{ storage: Storage; lock: Lock }> {
  makeFolder(folder.dir)
  refuseHeld(folder.lock, folder.dir)
  checkFile(folder)
  const storage = openStorage(folder.data, folder.dir)
  try {
    return { storage, lock: takeLock(folder.lock, folder.dir, work => storage.alone(work)) }
  } catch (error) {
    await storage.close()
    throw error
  }
}

/** Throws when pages are damaged, also while another process writes to them. */
function checkWhole({ data, lock }: Folder): void {
  try {
    if (holderOf(lock) === undefined) {
      checkPages(data)
      return
    }
  } catch (error) {
    if (holderOf(lock) === undefined) throw error
  }
  if (!canBeRead(data)) throw new Error('a part of the file is damaged')
}

/** The data as it is now, also while another process writes to it. Throws StoreError when there is none, or it cannot be read. */
export function readFolder(folder: Folder): Storage {
  const { data, dir } = folder
  if (!existsSync(data))
    throw new StoreError(`There is no store in ${dir}. Set DATA_DIR to the folder that Sitrep keeps its data in.`)
  try {
    checkWhole(folder)
    return new Storage(data, { readOnly: true })
  } catch (error) {
    throw new StoreError(`The data in ${dir} cannot be read (${reasonOf(error)}). Restore it from a backup.`)
  }
}
