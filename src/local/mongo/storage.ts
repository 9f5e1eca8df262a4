import { type Database, open, type RootDatabase, type Transaction } from 'lmdb'

/** The three tables of the store: collections and indexes, documents by id, index entries. */
export type Table = 'catalog' | 'documents' | 'entries'

interface Entry {
  readonly key: Buffer
  readonly value: Buffer
}

interface Range {
  /** Inclusive, in both directions the lower end. */
  readonly low: Buffer
  /** Exclusive upper end. */
  readonly high: Buffer
  readonly reverse?: boolean
}

/** Reads one committed state of the store, or within a write, that write's own state. */
export interface View {
  get(table: Table, key: Buffer): Buffer | undefined
  range(table: Table, range: Range): Iterable<Entry>
  count(table: Table, range: Range): number
}

export interface Writer extends View {
  put(table: Table, key: Buffer, value: Buffer): void
  remove(table: Table, key: Buffer): void
}

/** A view that holds its snapshot until it is closed. */
export interface Snapshot extends View {
  close(): void
}

interface Job {
  run(): void
  resolve(): void
  reject(error: unknown): void
}

/** The first key that does not begin with these bytes. */
export function afterPrefix(prefix: Buffer): Buffer {
  let end = prefix.length
  while (end > 0 && prefix[end - 1] === 255) end--
  const after = Buffer.from(prefix.subarray(0, end))
  if (end > 0) after[end - 1] = (after[end - 1] ?? 0) + 1
  return after
}

const maxJobsPerCommit = 200

/** One lmdb environment: snapshot reads, and writes that are on disk before their promise resolves. */
export class Storage {
  readonly #root: RootDatabase<Buffer, Buffer>
  readonly #tables: Readonly<Record<Table, Database<Buffer, Buffer>>>
  readonly #writer: Writer
  #queue: Job[] = []
  #scheduled: NodeJS.Immediate | undefined

  constructor(path: string) {
    const format = { encoding: 'binary', keyEncoding: 'binary' } as const
    // A commit must include its own sync: `overlappingSync` would show and resolve it before it is on disk.
    this.#root = open<Buffer, Buffer>({ path, overlappingSync: false, noSubdir: true, maxDbs: 3, ...format })
    this.#tables = {
      catalog: this.#root.openDB<Buffer, Buffer>({ name: 'catalog', ...format }),
      documents: this.#root.openDB<Buffer, Buffer>({ name: 'documents', ...format }),
      entries: this.#root.openDB<Buffer, Buffer>({ name: 'entries', ...format }),
    }
    this.#writer = {
      ...this.#view(undefined),
      put: (table, key, value) => this.#tables[table].putSync(key, value),
      remove: (table, key) => {
        this.#tables[table].removeSync(key)
      },
    }
  }

  #view(transaction: Transaction | undefined): View {
    const within = transaction ? { transaction } : {}
    const bounds = ({ low, high, reverse }: Range) =>
      // lmdb starts a reverse range at its upper end; ends are swapped here so that low stays inclusive and high exclusive.
      reverse
        ? { start: high, end: low, reverse, exclusiveStart: true, inclusiveEnd: true, ...within }
        : { start: low, end: high, ...within }
    return {
      get: (table, key) => this.#tables[table].get(key, within),
      range: (table, range) => this.#tables[table].getRange(bounds(range)),
      count: (table, range) => this.#tables[table].getKeysCount(bounds(range)),
    }
  }

  snapshot(): Snapshot {
    // biome-ignore lint/correctness/useHookAtTopLevel: it is lmdb's method, no hook
    const transaction = this.#root.useReadTransaction()
    let open = true
    return {
      ...this.#view(transaction),
      close: () => {
        if (open) transaction.done()
        open = false
      },
    }
  }

  /**
   * Runs the job alone, in the order of the calls, and resolves when its writes are synced to disk. Jobs that wait together share one
   * commit. A job that throws leaves nothing behind.
   */
  write<T>(job: (writer: Writer) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      let result: { value: T } | undefined
      this.#queue.push({
        run: () => {
          result = { value: job(this.#writer) }
        },
        resolve: () => {
          if (result) resolve(result.value)
        },
        reject,
      })
      this.#scheduled ??= setImmediate(() => this.#commit())
    })
  }

  #commit(): void {
    const jobs = this.#queue.splice(0, maxJobsPerCommit)
    this.#scheduled = this.#queue.length > 0 ? setImmediate(() => this.#commit()) : undefined
    const failed = new Map<Job, unknown>()
    try {
      // lmdb's asynchronous transactions wait for ever for their callback on some platforms; the synchronous one also lets one
      // job's nested transaction be undone without its neighbours'.
      this.#root.transactionSync(() => {
        for (const job of jobs) {
          try {
            this.#root.transactionSync(() => job.run())
          } catch (error) {
            failed.set(job, error)
          }
        }
      })
    } catch (error) {
      for (const job of jobs) failed.set(job, error)
    }
    for (const job of jobs) {
      if (failed.has(job)) job.reject(failed.get(job))
      else job.resolve()
    }
  }

  /** Finishes the writes that wait, then closes the files. */
  async close(): Promise<void> {
    while (this.#queue.length > 0) this.#commit()
    if (this.#scheduled) clearImmediate(this.#scheduled)
    await this.#root.close()
  }
}
