import type { OnProgress } from './backup.ts'
import { type CollectionCount, checkAll, countAll, type Findings } from './check.ts'
import type { StorageSize } from './environment.ts'
import { StoreError } from './errors.ts'
import { folderAt, readFolder, reasonOf } from './folder.ts'
import { holderOf } from './lock.ts'
import { inSnapshot, type Storage } from './storage.ts'

const unreadable = (dir: string, reason: string): StoreError =>
  new StoreError(`The data in ${dir} cannot be read (${reason}). Restore it from a backup.`)

async function reading<T>(dir: string, work: (storage: Storage) => T): Promise<T> {
  const storage = readFolder(folderAt(dir))
  try {
    return work(storage)
  } catch (error) {
    throw unreadable(dir, reasonOf(error))
  } finally {
    await storage.close()
  }
}

/** Holds every document against every index, also while the store is in use. Throws StoreError when there is none, or it cannot be read. */
export function checkStore(dir: string, onProgress: OnProgress = () => {}): Promise<Findings> {
  return reading(dir, storage => {
    const { documents } = storage.size()
    return inSnapshot(storage, view => checkAll(view, done => onProgress(done, documents)))
  })
}

interface Measures extends StorageSize {
  readonly collections: readonly CollectionCount[]
  /** The process that has the store open now. */
  readonly usedBy: number | undefined
}

/** How much there is, also while the store is in use. Throws StoreError when there is none. */
export function measureStore(dir: string): Promise<Measures> {
  return reading(dir, storage => ({
    ...storage.size(),
    collections: inSnapshot(storage, countAll),
    usedBy: holderOf(folderAt(dir).lock),
  }))
}
