interface Limit {
  /** What is limited: a method, or a method in one channel. */
  readonly key: string
  readonly perMinute: number
  /** How many may come at once. */
  readonly burst: number
}

/** Slack's tiers in calls a minute (docs.slack.dev/apis/web-api/rate-limits). */
const tiers = { 1: 1, 2: 20, 3: 50, 4: 100 } as const

/** A method's own figures, where Slack gives it no tier. */
interface SpecialRate {
  readonly perMinute: number
  readonly perChannelPerMinute?: number
}
export type Tier = keyof typeof tiers | SpecialRate

/** Slack tolerates short bursts and does not publish how long they may be: here it is these many messages to a channel. */
const channelBurst = 5
/** So that who waits exactly as long as told is not refused for the last bit of a fraction. */
const rounding = 1e-6

/** What the app has left of each limit (token buckets, full at first). */
export interface Rates {
  /** Takes one call from every limit; or takes nothing and answers the milliseconds to wait. */
  take(limits: readonly Limit[]): number
  reset(): void
}

/** The limits of one call: its method's, and its channel's where the method has such. */
export function limitsOf(
  tier: Tier,
  { method, channel }: { readonly method: string; readonly channel?: string | undefined },
): readonly Limit[] {
  const { perMinute, perChannelPerMinute }: SpecialRate = typeof tier === 'number' ? { perMinute: tiers[tier] } : tier
  // Slack counts by the minute, so a whole minute's calls may come at once.
  const whole = { key: method, perMinute, burst: perMinute }
  if (channel === undefined || perChannelPerMinute === undefined) return [whole]
  return [whole, { key: `${method} ${channel}`, perMinute: perChannelPerMinute, burst: channelBurst }]
}

/** @param now Milliseconds of a clock that never goes back. */
export function createRates(now: () => number): Rates {
  const buckets = new Map<string, { tokens: number; at: number }>()

  function fill({ key, perMinute, burst }: Limit): { tokens: number; at: number } {
    const at = now()
    const bucket = buckets.get(key) ?? { tokens: burst, at }
    bucket.tokens = Math.min(burst, bucket.tokens + ((at - bucket.at) / 60_000) * perMinute)
    bucket.at = at
    buckets.set(key, bucket)
    return bucket
  }

  return {
    take(limits) {
      const filled = limits.map(limit => ({ limit, bucket: fill(limit) }))
      const waits = filled.map(({ limit, bucket }) => {
        const missing = 1 - bucket.tokens
        return missing < rounding ? 0 : missing * (60_000 / limit.perMinute)
      })
      const longest = Math.max(0, ...waits)
      if (longest === 0) for (const { bucket } of filled) bucket.tokens -= 1
      return longest
    },
    reset: () => buckets.clear(),
  }
}
