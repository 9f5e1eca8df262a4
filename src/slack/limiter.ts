import { setTimeout as sleep } from 'node:timers/promises'

/** How time passes: milliseconds that never go back, and waiting. A test may let it pass faster. */
export interface Pace {
  readonly now: () => number
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
}

export const realPace: Pace = {
  now: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, signal ? { signal } : {}),
}

interface Bucket {
  tokens: number
  refilledAt: number
  blockedUntil: number
}

/** How long a caller is at most kept waiting here; beyond that it is told to come back. */
const maxWaitMs = 5_000

export interface Limit {
  readonly key: string
  readonly perMinute: number
  readonly burst: number
}

/**
 * Keeps calls below Slack's limits. Each key has its own bucket, so that a method or a channel that has to wait
 * holds up no other.
 */
export class Limiter {
  readonly #buckets = new Map<string, Bucket>()
  readonly #now: () => number
  readonly #sleep: Pace['sleep']

  constructor({ now, sleep: wait }: Pace = realPace) {
    this.#now = now
    this.#sleep = wait
  }

  #bucket({ key, perMinute, burst }: Limit): Bucket {
    const now = this.#now()
    const bucket = this.#buckets.get(key) ?? { tokens: burst, refilledAt: now, blockedUntil: 0 }
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.refilledAt) / 60_000) * perMinute)
    bucket.refilledAt = now
    this.#buckets.set(key, bucket)
    return bucket
  }

  /** Takes one call from every limit; answers how long to wait first, in milliseconds. */
  take(limits: readonly Limit[]): number {
    const now = this.#now()
    const waits = limits.map(limit => {
      const bucket = this.#bucket(limit)
      bucket.tokens -= 1
      const forToken = bucket.tokens >= 0 ? 0 : (-bucket.tokens / limit.perMinute) * 60_000
      return Math.max(forToken, bucket.blockedUntil - now)
    })
    return Math.max(0, ...waits)
  }

  /** Waits for its turn; false, and nothing taken, when that would be longer than a caller should hang. */
  async wait(limits: readonly Limit[], mostMs = maxWaitMs): Promise<{ waited: true } | { waited: false; ms: number }> {
    const startedAt = this.#now()
    // Slack may say to stay away while a call waits for its turn, so each wait ends with another look.
    for (let left = this.take(limits); left > 0; left = this.#blockedFor(limits)) {
      if (this.#now() - startedAt + left > mostMs) {
        for (const limit of limits) this.#bucket(limit).tokens += 1
        return { waited: false, ms: left }
      }
      await this.#sleep(left)
    }
    return { waited: true }
  }

  #blockedFor(limits: readonly Limit[]): number {
    const now = this.#now()
    return Math.max(0, ...limits.map(limit => this.#bucket(limit).blockedUntil - now))
  }

  /** Slack said to stay away: nothing of this key goes out before then. */
  block(limit: Limit, forMs: number): void {
    const bucket = this.#bucket(limit)
    bucket.blockedUntil = Math.max(bucket.blockedUntil, this.#now() + forMs)
  }
}
