interface TrafficEntry {
  readonly n: number
  /** ISO 8601, by the workspace's clock. */
  readonly at: string
  readonly direction: 'api' | 'delivery' | 'control' | 'connection'
  /** The Web API method (or `response_url`, `upload`) or the control call. */
  readonly method?: string
  /** The kind of delivery: slash_commands, interactive, events_api; or what became of a connection. */
  readonly type?: string
  readonly request: unknown
  /** What the asking side got. */
  readonly response: unknown
  /** HTTP status; absent when there was none. */
  readonly status?: number
  /** The fault that struck, and what was received of the exchange. */
  readonly fault?: { readonly id: string; readonly fault: string; readonly received: string }
  /** What a struck call did all the same: the answer it would have had. */
  readonly effect?: unknown
  readonly durationMs?: number
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
