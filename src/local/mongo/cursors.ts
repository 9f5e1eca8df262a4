import { Long } from 'bson'
import { Batch, lasting } from './batch.ts'
import type { Doc } from './bson.ts'
import { CommandError } from './errors.ts'
import { type Resting, restAfterMs } from './turns.ts'

/** Documents that are still being found; `undefined` is a moment to take a rest. */
export type Results = Iterator<Doc | undefined>

interface Cursor {
  readonly id: Long
  readonly ns: string
  readonly results: Results
  readonly close: () => void
  /** The document that did not fit into the last batch. */
  pending?: Doc
  usedAt: number
  isBusy: boolean
  isKilled: boolean
}

const firstBatchSize = 101
/** As long as MongoDB keeps a cursor that nobody asks. */
const idleMs = 10 * 60_000

/** Each keeps a snapshot, of which there is not room for any number; beyond this the one that was asked longest ago is closed. */
const mostOpen = 4_000

/** The cursors whose documents have not all been fetched yet. */
export class Cursors {
  /** Those that were asked longest ago come first. */
  readonly #open = new Map<string, Cursor>()
  readonly #turns: Resting
  readonly #mostOpen: number
  #next = 1
  readonly #sweep: NodeJS.Timeout

  constructor(turns: Resting, limits: { readonly mostOpen?: number } = {}) {
    this.#turns = turns
    this.#mostOpen = limits.mostOpen ?? mostOpen
    this.#sweep = setInterval(() => this.#closeIdle(), 60_000).unref()
  }

  /** The first batch, and a cursor when there is more. `close` is called once when the results are no longer needed. */
  async start(
    ns: string,
    results: Results,
    { batchSize, single, close }: { batchSize: number | undefined; single: boolean; close: () => void },
  ): Promise<Doc> {
    const cursor: Cursor = {
      id: Long.fromNumber(this.#next++),
      ns,
      results,
      close,
      usedAt: Date.now(),
      isBusy: true,
      isKilled: false,
    }
    let isDone = true
    try {
      const size = batchSize ?? firstBatchSize
      const { batch, done } = await this.#take(cursor, size)
      isDone = done || single
      return { cursor: { firstBatch: batch, id: isDone ? Long.ZERO : cursor.id, ns } }
    } finally {
      cursor.isBusy = false
      if (isDone) close()
      else this.#keep(cursor)
    }
  }

  #keep(cursor: Cursor): void {
    this.#open.set(cursor.id.toString(), cursor)
    if (this.#open.size <= this.#mostOpen) return
    for (const oldest of this.#open.values()) {
      if (oldest.isBusy) continue
      this.#end(oldest)
      break
    }
  }

  async more(id: Long, ns: string, batchSize: number | undefined): Promise<Doc> {
    const cursor = this.#open.get(id.toString())
    if (!cursor || cursor.isBusy) throw new CommandError('CursorNotFound', `cursor id ${id.toString()} not found`)
    if (cursor.ns !== ns)
      throw new CommandError(
        'Unauthorized',
        `Requested getMore on namespace '${ns}', but cursor belongs to a different namespace ${cursor.ns}`,
      )
    cursor.isBusy = true
    cursor.usedAt = Date.now()
    this.#open.delete(id.toString())
    this.#open.set(id.toString(), cursor)
    let isDone = true
    try {
      const { batch, done } = await this.#take(cursor, batchSize || Number.POSITIVE_INFINITY)
      isDone = done
      return { cursor: { nextBatch: batch, id: done ? Long.ZERO : id, ns } }
    } finally {
      cursor.isBusy = false
      if (isDone || cursor.isKilled) this.#end(cursor)
    }
  }

  /** True when there was such a cursor. */
  kill(id: Long): boolean {
    const cursor = this.#open.get(id.toString())
    if (!cursor) return false
    // One that is just being read ends itself.
    if (cursor.isBusy) cursor.isKilled = true
    else this.#end(cursor)
    return true
  }

  get count(): number {
    return this.#open.size
  }

  closeAll(): void {
    clearInterval(this.#sweep)
    for (const cursor of [...this.#open.values()]) this.#end(cursor)
  }

  #end(cursor: Cursor): void {
    if (!this.#open.delete(cursor.id.toString())) return
    cursor.results.return?.()
    cursor.close()
  }

  #closeIdle(): void {
    const before = Date.now() - idleMs
    for (const cursor of [...this.#open.values()]) if (cursor.usedAt < before && !cursor.isBusy) this.#end(cursor)
  }

  async #take(cursor: Cursor, count: number): Promise<{ batch: Batch; done: boolean }> {
    const batch = new Batch()
    let started = performance.now()
    while (batch.count < count) {
      const doc = cursor.pending ?? this.#step(cursor)
      delete cursor.pending
      if (doc === 'done') return { batch, done: true }
      if (doc && !batch.add(doc)) {
        cursor.pending = lasting(doc)
        break
      }
      if (performance.now() - started > restAfterMs) {
        await this.#turns.rest()
        started = performance.now()
      }
    }
    return { batch, done: false }
  }

  #step(cursor: Cursor): Doc | undefined | 'done' {
    const { done, value } = cursor.results.next()
    return done ? 'done' : value
  }
}
