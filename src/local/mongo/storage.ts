import { closeSync, fdatasync, fstatSync, openSync, statSync } from 'node:fs'
import type { Transaction } from 'lmdb'
import { asRefusal, DiskRoom } from './disk-room.ts'
import { type Environment, mappedBytes, openEnvironment, type StorageSize, sizeOf, type Table } from './environment.ts'
import { CommandError } from './errors.ts'
import { Gap } from './gap.ts'
import type { Entry, Range } from './key-range.ts'
import { Turns } from './turns.ts'

/** Reads one committed state of the store, or within a write, that write's own state. */
export interface View {
  get(table: Table, key: Buffer): Buffer | undefined
  /** As `get`, but without a copy of its own: it lasts until something else is read. */
  peek(table: Table, key: Buffer): Buffer | undefined
  range(table: Table, range: Range): Iterable<Entry>
  count(table: Table, range: Range): number
}

export interface Writer extends View {
  /** What this write has seen of the index that the key belongs to. */
  gap(key: Buffer): Gap
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

const maxJobsPerCommit = 200
/** How long the jobs of one commit may take together before readers have their turn; one that is under way is finished. */
const commitWithinMs = 20

/** A moment of rest: under constant work the file stays as it is, for lmdb keeps a little memory for each time that it is opened. */
const restMs = 2_000
/** How much of the file may stay mapped; to map again what a busy store looks at all the time takes a millisecond. */
const mostMapped = 8 * 1024 * 1024

/** What lmdb's types leave out. */
interface Fast {
  getBinaryFast(key: Buffer, options: { readonly transaction?: Transaction }): Buffer | undefined
}

/** One lmdb environment: snapshot reads, and writes that are on disk before their promise resolves. */
export class Storage {
  readonly #path: string
  readonly #room: DiskRoom
  #lmdb: Environment
  readonly #gaps = new Map<number, Gap>()
  readonly #writer: Writer
  readonly #frozen: Snapshot | undefined
  readonly #file: number | undefined
  readonly #givingBack: NodeJS.Timeout | undefined
  #mappedAtOpen = mappedBytes()
  #snapshots = 0
  /** Since the last moment of rest. */
  #isUsed = false
  readonly #syncs = new Set<Promise<void>>()
  /** How many jobs those are for. */
  #unsynced = 0
  #isClosed = false
  #queue: Job[] = []
  readonly #turns = new Turns(() => this.#commit())

  /**
   * With `readOnly` beside the process that writes: it shows the state of this moment until it is closed. Throws when there is nothing
   * to read yet.
   */
  constructor(path: string, { readOnly = false }: { readonly readOnly?: boolean } = {}) {
    this.#path = path
    this.#room = new DiskRoom(path)
    this.#lmdb = openEnvironment(path, { readOnly })
    this.#writer = {
      ...this.#view(undefined),
      gap: key => {
        const index = key.readUInt32BE()
        const known = this.#gaps.get(index)
        if (known) return known
        const gap = new Gap(key.subarray(0, 4))
        this.#gaps.set(index, gap)
        return gap
      },
      put: (table, key, value) => {
        this.#room.add(value.length)
        if (table === 'entries') this.#gaps.get(key.readUInt32BE())?.add(key)
        this.#lmdb.tables[table].putSync(key, value)
      },
      remove: (table, key) => {
        this.#room.add(0)
        this.#lmdb.tables[table].removeSync(key)
      },
    }
    if (readOnly) this.#frozen = this.snapshot()
    else {
      this.#file = openSync(path, 'r+')
      this.#givingBack = setInterval(() => {
        if (!this.#isUsed) this.giveBack()
        this.#isUsed = false
      }, restMs).unref()
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
      get: (table, key) => this.#lmdb.tables[table].get(key, within),
      peek: (table, key) => {
        const fast: Fast = this.#lmdb.tables[table]
        const bytes = fast.getBinaryFast(key, within)
        // lmdb lends its own buffer, which is longer than it says.
        return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
      },
      range: (table, range) => this.#lmdb.tables[table].getRange(bounds(range)),
      count: (table, range) => this.#lmdb.tables[table].getKeysCount(bounds(range)),
    }
  }

  snapshot(): Snapshot {
    if (this.#frozen) return { ...this.#frozen, close: () => {} }
    // biome-ignore lint/correctness/useHookAtTopLevel: it is lmdb's method, no hook
    const transaction = this.#lmdb.root.useReadTransaction()
    let open = true
    this.#snapshots++
    this.#isUsed = true
    return {
      ...this.#view(transaction),
      close: () => {
        if (!open) return
        open = false
        this.#snapshots--
        transaction.done()
      },
    }
  }

  /**
   * Opens the file anew when much of it has become mapped and nobody reads: what was looked at once, in a long search say, the system
   * counts as this process's memory until then.
   */
  giveBack(most = mostMapped): void {
    if (this.#snapshots > 0 || mappedBytes() - this.#mappedAtOpen < most || !this.#isInPlace()) return
    void this.#lmdb.root.close()
    this.#lmdb = openEnvironment(this.#path)
    this.#mappedAtOpen = mappedBytes()
  }

  /** False when somebody has put another file in the place of the one that is open. */
  #isInPlace(): boolean {
    return statSync(this.#path, { throwIfNoEntry: false })?.ino === fstatSync(this.#file ?? -1).ino
  }

  /**
   * Runs the job alone, in the order of the calls, and resolves when its writes are synced to disk. Jobs that wait together share one
   * commit. A job that throws leaves nothing behind.
   */
  write<T>(job: (writer: Writer) => T): Promise<T> {
    if (this.#frozen)
      return Promise.reject(new CommandError('IllegalOperation', 'this is a snapshot, only for reading'))
    return new Promise((resolve, reject) => {
      let result: { value: T } | undefined
      this.#queue.push({
        run: () => {
          // What an earlier one removed may be there again.
          this.#gaps.clear()
          result = { value: job(this.#writer) }
        },
        resolve: () => {
          if (result) resolve(result.value)
        },
        reject,
      })
      this.#turns.write()
    })
  }

  /** Lets writes that wait, and others who look at much, have their turn. */
  rest(): Promise<void> {
    return this.#turns.rest()
  }

  #commit(): void {
    // A commit holds everybody up, those too whom the disk has just answered: fewer than it is busy with wait until it has.
    if (this.#queue.length === 0 || this.#queue.length < this.#unsynced) return
    const jobs: Job[] = []
    const since = performance.now()
    const failed = new Map<Job, unknown>()
    this.#isUsed = true
    try {
      // lmdb's asynchronous transactions wait for ever for their callback on some platforms; the synchronous one also lets one
      // job's nested transaction be undone without its neighbours'.
      this.#lmdb.root.transactionSync(() => {
        this.#room.begin()
        // One at least, however long it took to begin.
        while (jobs.length === 0 || (jobs.length < maxJobsPerCommit && performance.now() - since < commitWithinMs)) {
          const job = this.#queue.shift()
          if (!job) break
          jobs.push(job)
          // One alone takes the whole transaction with it when it fails.
          const isAlone = jobs.length === 1 && this.#queue.length === 0
          try {
            if (isAlone) job.run()
            else this.#lmdb.root.transactionSync(() => job.run())
          } catch (error) {
            if (isAlone) throw error
            failed.set(job, error)
          }
        }
        this.#room.check(this.#file ?? -1)
      })
    } catch (error) {
      const failure = asRefusal(error)
      // What cannot even begin does not by waiting.
      if (jobs.length === 0) jobs.push(...this.#queue.splice(0))
      if (failure !== error) this.#room.hasFailed()
      for (const job of jobs) failed.set(job, failure)
    }
    if (this.#queue.length > 0) this.#turns.write()
    const settle = (error?: unknown): void => {
      for (const job of jobs) {
        if (failed.has(job)) job.reject(failed.get(job))
        else if (error) job.reject(asRefusal(error))
        else job.resolve()
      }
    }
    // What fails may do so because of what is not on disk yet: it waits as well.
    if (failed.size === jobs.length && this.#syncs.size === 0) settle()
    else this.#sync(jobs.length, settle)
  }

  #sync(jobs: number, settle: (error?: unknown) => void): void {
    this.#unsynced += jobs
    const sync = new Promise<void>(resolve => {
      fdatasync(this.#file ?? -1, error => {
        this.#unsynced -= jobs
        this.#syncs.delete(sync)
        settle(error ?? undefined)
        resolve()
        if (this.#queue.length > 0) this.#turns.write()
      })
    })
    this.#syncs.add(sync)
  }

  /** Runs the work while no other process that does the same, or writes, runs. The system ends it for one that dies. */
  alone<T>(work: () => T): T {
    return this.#lmdb.root.transactionSync(work)
  }

  size(): StorageSize {
    return sizeOf(this.#path, this.#lmdb)
  }

  /** Finishes the writes that wait, then closes the files. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    clearInterval(this.#givingBack)
    while (this.#queue.length > 0 || this.#syncs.size > 0) {
      this.#commit()
      await Promise.all(this.#syncs)
    }
    this.#frozen?.close()
    await this.#lmdb.root.close()
    if (this.#file !== undefined) closeSync(this.#file)
  }
}

/** What the work makes of the state of this moment. */
export function inSnapshot<T>(storage: Storage, work: (view: View) => T): T {
  const snapshot = storage.snapshot()
  try {
    return work(snapshot)
  } finally {
    snapshot.close()
  }
}
