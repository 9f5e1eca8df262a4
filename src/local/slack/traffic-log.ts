interface TrafficEntry {
  readonly n: number
  /** ISO 8601, by the workspace's clock. */
  readonly at: string
  readonly direction: 'api' | 'delivery' | 'control'
  /** The Web API method or control call. */
  readonly method?: string
  /** The kind of delivery: slash_commands, interactive, events_api. */
  readonly type?: string
  readonly request: unknown
  readonly response: unknown
  readonly durationMs: number
}

/** The last few thousand requests and deliveries, for whoever looks at what went over the wire. */
export interface TrafficLog {
  add(entry: Omit<TrafficEntry, 'n'>): void
  since(n: number): readonly TrafficEntry[]
}

const kept = 2000

export function openTrafficLog(): TrafficLog {
  const entries: TrafficEntry[] = []
  let last = 0
  return {
    add(entry) {
      last += 1
      entries.push({ n: last, ...entry })
      if (entries.length > kept) entries.splice(0, entries.length - kept)
    },
    since: n => entries.filter(entry => entry.n > n),
  }
}
