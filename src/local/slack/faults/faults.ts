import {
  type CallFault,
  type DeliveryFault,
  type FaultRule,
  isCallFault,
  isDeliveryFault,
  type Outage,
} from './rule.ts'

/** A call of the app: its method and the words its channel goes by (id and name). */
export interface CalledMethod {
  readonly method: string
  readonly channel: readonly string[]
}

/** A payload on its way to the app. */
export interface DeliveredPayload {
  readonly type: string
  /** The payload's own type, or the command. */
  readonly kind: string
  readonly channel: readonly string[]
}

/** A rule as it hits one call or delivery. */
export interface Strike<Fault> {
  readonly id: string
  readonly fault: Fault
  /** Aborted when the rule is taken away: what it holds back is let go. */
  readonly lifted: AbortSignal
}

interface ListedFault {
  readonly id: string
  readonly rule: FaultRule
  readonly struck: number
  /** Whether it will strike again. */
  readonly isActive: boolean
}

/** The faults that were ordered, in memory only. */
export interface Faults {
  /** The new rules' ids, in order. */
  add(rules: readonly FaultRule[]): readonly string[]
  list(): readonly ListedFault[]
  remove(id: string): boolean
  clear(): void
  /** The fault that hits this call, if any; the oldest rule goes first, and one call is hit once. */
  strikeCall(call: CalledMethod): Strike<CallFault | Outage> | undefined
  strikeDelivery(delivery: DeliveredPayload): Strike<DeliveryFault | Outage> | undefined
  isUnavailable(): boolean
  onOutage(listener: () => void): void
}

interface Entry {
  readonly id: string
  readonly rule: FaultRule
  readonly end: AbortController
  seen: number
  struck: number
  /** Until when a method stays refused where the rule matches, by the rate clock. */
  readonly refusedUntil: Map<string, number>
  /** When an outage ends, by the rate clock. */
  readonly endsAt: number
}

/** @param now Milliseconds of the rate clock, which outages and refusals are measured with. */
export function createFaults(now: () => number): Faults {
  const entries = new Map<string, Entry>()
  const listeners: (() => void)[] = []
  let last = 0

  function strike<Fault>(entry: Entry, fault: Fault): Strike<Fault> {
    entry.struck += 1
    return { id: entry.id, fault, lifted: entry.end.signal }
  }

  /** Counts a match; true when this one is to be hit. */
  function isTurn(entry: Entry, { times, after }: { readonly times: number; readonly after: number }): boolean {
    entry.seen += 1
    return entry.seen > after && (times === 0 || entry.seen <= after + times)
  }

  function strikeOutage(): Strike<Outage> | undefined {
    for (const entry of entries.values()) {
      if (entry.rule.fault === 'unavailable' && entry.endsAt > now()) return strike(entry, entry.rule)
    }
    return undefined
  }

  function end(entry: Entry): void {
    entries.delete(entry.id)
    entry.end.abort()
  }

  return {
    add: rules =>
      rules.map(rule => {
        last += 1
        const id = `F${last}`
        const endsAt = rule.fault === 'unavailable' ? now() + rule.seconds * 1000 : 0
        entries.set(id, { id, rule, end: new AbortController(), seen: 0, struck: 0, refusedUntil: new Map(), endsAt })
        if (rule.fault === 'unavailable') for (const listener of listeners) listener()
        return id
      }),
    list: () =>
      [...entries.values()].map(entry => ({
        id: entry.id,
        rule: entry.rule,
        struck: entry.struck,
        isActive: isActive(entry, now()),
      })),
    remove(id) {
      const entry = entries.get(id)
      if (entry) end(entry)
      return entry !== undefined
    },
    clear() {
      for (const entry of [...entries.values()]) end(entry)
    },
    strikeCall(call) {
      const outage = strikeOutage()
      if (outage) return outage
      for (const entry of entries.values()) {
        const { rule } = entry
        if (!isCallFault(rule) || !matchesCall(rule.match, call)) continue
        const left = (entry.refusedUntil.get(call.method) ?? 0) - now()
        if (rule.fault === 'rate-limited' && left > 0)
          return strike(entry, { ...rule, retryAfterSeconds: Math.ceil(left / 1000) })
        if (!isTurn(entry, rule)) continue
        if (rule.fault === 'rate-limited' && !rule.withoutHeader)
          entry.refusedUntil.set(call.method, now() + rule.retryAfterSeconds * 1000)
        return strike(entry, rule)
      }
      return undefined
    },
    strikeDelivery(delivery) {
      const outage = strikeOutage()
      if (outage) return outage
      for (const entry of entries.values()) {
        const { rule } = entry
        if (!isDeliveryFault(rule) || !matchesDelivery(rule.match, delivery)) continue
        if (isTurn(entry, rule)) return strike(entry, rule)
      }
      return undefined
    },
    isUnavailable: () => [...entries.values()].some(({ endsAt }) => endsAt > now()),
    onOutage: listener => void listeners.push(listener),
  }
}

function isActive({ rule, seen, endsAt }: Entry, now: number): boolean {
  if (rule.fault === 'unavailable') return endsAt > now
  return rule.times === 0 || seen < rule.after + rule.times
}

function matchesCall({ method, channel }: CallFault['match'], call: CalledMethod): boolean {
  return matchesName(method, call.method) && matchesChannel(channel, call.channel)
}

function matchesDelivery({ type, kind, channel }: DeliveryFault['match'], delivery: DeliveredPayload): boolean {
  return (
    matchesName(type, delivery.type) && matchesName(kind, delivery.kind) && matchesChannel(channel, delivery.channel)
  )
}

function matchesName(pattern: string | undefined, name: string): boolean {
  if (pattern === undefined) return true
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern
}

function matchesChannel(wanted: string | undefined, words: readonly string[]): boolean {
  return wanted === undefined || words.includes(wanted.replace(/^#/, ''))
}
