import type { Log } from './app.ts'

/** Work that goes on after its request was answered, so that a graceful stop can wait for it. */
export class Background {
  readonly #running = new Set<Promise<void>>()
  readonly #log: Log

  constructor(log: Log) {
    this.#log = log
  }

  run(what: string, work: () => Promise<unknown>): void {
    this.track(work()).catch(error => this.#log.error({ err: error, what }, 'background work failed'))
  }

  /** The same promise, waited for at a graceful stop. */
  track<T>(promise: Promise<T>): Promise<T> {
    const settled: Promise<void> = promise
      .then(
        () => {},
        () => {},
      )
      .finally(() => this.#running.delete(settled))
    this.#running.add(settled)
    return promise
  }

  /** Resolves once nothing is running any more, including what was started meanwhile. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }
}
