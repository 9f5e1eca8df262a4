import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { StoreError } from './errors.ts'
import { type Lock, refuseHeld, takeLock } from './lock.ts'
import { Storage } from './storage.ts'
import { checkFile } from './whole-file.ts'

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

function openStorage(path: string, dir: string): Storage {
  try {
    if (existsSync(path)) checkFile(path)
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
  const storage = openStorage(folder.data, folder.dir)
  try {
    return { storage, lock: takeLock(folder.lock, folder.dir, work => storage.alone(work)) }
  } catch (error) {
    await storage.close()
    throw error
  }
}

/** The data as it is now, also while another process writes to it. Throws StoreError when there is none. */
export function readFolder({ data, dir }: Folder): Storage {
  if (!existsSync(data))
    throw new StoreError(`There is no store in ${dir}. Set DATA_DIR to the folder that Sitrep keeps its data in.`)
  try {
    checkFile(data)
    return new Storage(data, { readOnly: true })
  } catch (error) {
    throw new StoreError(`The data in ${dir} cannot be read (${reasonOf(error)}). Restore it from a backup.`)
  }
}
