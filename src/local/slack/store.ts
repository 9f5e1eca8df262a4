import { open } from 'lmdb'

/** Records of one kind by id, all in memory, each write also queued for the disk. Iterates in the order of insertion. */
export interface Collection<T> {
  get(id: string): T | undefined
  has(id: string): boolean
  put(id: string, value: T): void
  delete(id: string): void
  values(): IterableIterator<T>
}

interface Blobs {
  get(id: string): Buffer | undefined
  put(id: string, bytes: Buffer): void
}

export interface Store {
  collection<T>(name: string): Collection<T>
  readonly blobs: Blobs
  onChange(listener: () => void): void
  /** Resolves when everything written so far is on disk. */
  flush(): Promise<void>
  clear(): void
  close(): Promise<void>
}

interface Disk {
  load(collection: string): Iterable<readonly [string, unknown]>
  put(collection: string, id: string, value: unknown): void
  delete(collection: string, id: string): void
  readonly blobs: Blobs
  clear(): void
  flush(): Promise<unknown>
  close(): Promise<void>
}

/** Opens the store kept in `dir`, or one that lives in memory only. */
export function openStore(dir: string | undefined): Store {
  const disk = dir === undefined ? memoryDisk() : lmdbDisk(dir)
  const maps: Map<string, unknown>[] = []
  const listeners: (() => void)[] = []
  let written = 0
  let flushed = 0

  function changed(): void {
    written += 1
    for (const listener of listeners) listener()
  }

  function collection<T>(name: string): Collection<T> {
    // Only this collection writes under its name, so what comes back from the disk is a T.
    const records = new Map<string, T>([...disk.load(name)] as [string, T][])
    maps.push(records)
    return {
      get: id => records.get(id),
      has: id => records.has(id),
      values: () => records.values(),
      put(id, value) {
        records.set(id, value)
        disk.put(name, id, value)
        changed()
      },
      delete(id) {
        if (!records.delete(id)) return
        disk.delete(name, id)
        changed()
      },
    }
  }

  return {
    collection,
    blobs: {
      get: id => disk.blobs.get(id),
      put(id, bytes) {
        disk.blobs.put(id, bytes)
        changed()
      },
    },
    onChange: listener => void listeners.push(listener),
    async flush() {
      if (flushed === written) return
      const upTo = written
      await disk.flush()
      flushed = Math.max(flushed, upTo)
    },
    clear() {
      for (const map of maps) map.clear()
      disk.clear()
      changed()
    },
    close: () => disk.close(),
  }
}

function lmdbDisk(dir: string): Disk {
  const root = open({ path: dir, maxDbs: 4 })
  const records = root.openDB<unknown, [string, string]>({ name: 'records', encoding: 'json' })
  const blobs = root.openDB<Buffer, string>({ name: 'blobs', encoding: 'binary' })
  return {
    *load(collection) {
      for (const { key, value } of records.getRange({ start: [collection, ''], end: [collection, '\uffff'] })) {
        yield [key[1], value]
      }
    },
    put: (collection, id, value) => void records.put([collection, id], value),
    delete: (collection, id) => void records.remove([collection, id]),
    blobs: {
      get: id => blobs.get(id),
      put: (id, bytes) => void blobs.put(id, bytes),
    },
    clear() {
      void records.clearAsync()
      void blobs.clearAsync()
    },
    // A put's own promise means "committed and visible"; only `flushed` means "on disk".
    flush: () => Promise.all([records.flushed, blobs.flushed]),
    close: () => root.close(),
  }
}

function memoryDisk(): Disk {
  const blobs = new Map<string, Buffer>()
  return {
    load: () => [],
    put: () => {},
    delete: () => {},
    blobs: { get: id => blobs.get(id), put: (id, bytes) => void blobs.set(id, bytes) },
    clear: () => blobs.clear(),
    flush: async () => {},
    close: async () => {},
  }
}
