import { setTimeout as sleep } from 'node:timers/promises'

const tickMs = 50

/** The pauses of a play, which the visitor may stretch, cut short or end. */
export interface Pacer {
  /** Waits, longer while paused, not at all once skipped. Rejects when the play is stopped. */
  wait(ms: number): Promise<void>
  /** Every wait until this is called again ends at once when the visitor skips. */
  nextStep(): void
  pause(): void
  resume(): void
  skip(): void
}

export function createPacer({ speed, signal }: { readonly speed: number; readonly signal: AbortSignal }): Pacer {
  let isPaused = false
  let isSkipped = false
  return {
    async wait(ms) {
      let left = ms / speed
      while (!isSkipped && (isPaused || left > 0)) {
        const tick = isPaused ? tickMs : Math.min(tickMs, left)
        await sleep(tick, undefined, { signal })
        if (!isPaused) left -= tick
      }
      signal.throwIfAborted()
    },
    nextStep() {
      isSkipped = false
    },
    pause() {
      isPaused = true
    },
    resume() {
      isPaused = false
    },
    skip() {
      isSkipped = true
    },
  }
}
