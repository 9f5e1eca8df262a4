import type { Message } from './entities.ts'

/** Marks kept of one person in one channel. */
const maxNotified = 100

/** Tombstones are left out. */
export interface MessagesSummary {
  readonly count: number
  /** The `ts` of the newest message. */
  readonly latest: string | null
  /** By person, the `ts` of the newest messages that notified them. */
  readonly notified: Readonly<Record<string, readonly string[]>>
}

/** One channel's messages, oldest first, and what is said of all of them together. */
export interface ChannelIndex {
  get(ts: string): Message | undefined
  put(message: Message): void
  delete(ts: string): void
  all(): readonly Message[]
  summary(): MessagesSummary
}

export function openChannelIndex(): ChannelIndex {
  const messages = new Map<string, Message>()
  const notified = new Map<string, Set<string>>()
  let count = 0
  /** Undefined: to be looked for, since the newest has gone. */
  let latest: string | null | undefined = null

  function forget(message: Message): void {
    if (message.subtype === 'tombstone') return
    count -= 1
    if (message.ts === latest) latest = undefined
    for (const user of message.notified ?? []) notified.get(user)?.delete(message.ts)
  }

  function note(message: Message): void {
    if (message.subtype === 'tombstone') return
    count += 1
    if (latest === null || (latest !== undefined && message.ts > latest)) latest = message.ts
    for (const user of message.notified ?? []) {
      const marks = notified.get(user) ?? new Set<string>()
      marks.add(message.ts)
      notified.set(user, marks)
      const [oldest] = marks
      if (marks.size > maxNotified && oldest !== undefined) marks.delete(oldest)
    }
  }

  function findLatest(): string | null {
    const newest = [...messages.values()].findLast(message => message.subtype !== 'tombstone')
    return newest?.ts ?? null
  }

  return {
    get: ts => messages.get(ts),
    put(message) {
      const old = messages.get(message.ts)
      if (old) forget(old)
      messages.set(message.ts, message)
      note(message)
    },
    delete(ts) {
      const old = messages.get(ts)
      if (!old) return
      messages.delete(ts)
      forget(old)
    },
    all: () => [...messages.values()],
    summary() {
      latest ??= count === 0 ? null : findLatest()
      return { count, latest, notified: Object.fromEntries([...notified].map(([user, marks]) => [user, [...marks]])) }
    },
  }
}
