import { randomUUID } from 'node:crypto'
import type { Message } from './entities.ts'
import { type ChannelIndex, type MessagesSummary, openChannelIndex } from './message-index.ts'
import type { Collection, Store } from './store.ts'

/** Messages by channel, in the order of their `ts`, with the replies of each thread at hand. */
export interface Messages {
  get(channel: string, ts: string): Message | undefined
  put(message: Message): void
  delete(channel: string, ts: string): void
  /** Every message of a channel, oldest first. */
  of(channel: string): readonly Message[]
  replies(channel: string, threadTs: string): readonly Message[]
  /** What is to be said of a channel without reading its messages. */
  summary(channel: string): MessagesSummary
  byClientId(clientMsgId: string): Message | undefined
  /** The next `ts`: unique and increasing over the whole workspace. `now` is in milliseconds. */
  nextTs(now: number): string
  /** How far the changes have come: an opaque mark for `changedSince`, good while this process lives. */
  revision(): string
  /** The timestamps in a channel of what was written, answered or deleted since then; null when that is not known. */
  changedSince(channel: string, revision: string): readonly string[] | null
  clear(): void
}

export function openMessages(store: Store): Messages {
  const disk = store.collection<Message>('message')
  const counters: Collection<number> = store.collection<number>('counter')
  const channels = new Map<string, ChannelIndex>()
  const threads = new Map<string, Set<string>>()
  const clientIds = new Map<string, string>()
  const key = (channel: string, ts: string) => `${channel}:${ts}`

  const changes = new Map<string, Map<string, number>>()
  let run = randomUUID()
  let changeCount = 0

  function markChanged({ channel, ts, thread_ts }: Message): void {
    const marks = changes.get(channel) ?? new Map<string, number>()
    changes.set(channel, marks)
    changeCount += 1
    marks.set(ts, changeCount)
    // A parent shows how many answers it has.
    if (thread_ts) marks.set(thread_ts, changeCount)
  }

  function index(message: Message): void {
    const channel = channels.get(message.channel) ?? openChannelIndex()
    channel.put(message)
    channels.set(message.channel, channel)
    if (message.client_msg_id) clientIds.set(message.client_msg_id, key(message.channel, message.ts))
    if (!message.thread_ts || message.thread_ts === message.ts) return
    const thread = threads.get(key(message.channel, message.thread_ts)) ?? new Set<string>()
    thread.add(message.ts)
    threads.set(key(message.channel, message.thread_ts), thread)
  }

  for (const message of disk.values()) index(message)

  return {
    get: (channel, ts) => channels.get(channel)?.get(ts),
    put(message) {
      index(message)
      markChanged(message)
      disk.put(key(message.channel, message.ts), message)
    },
    delete(channel, ts) {
      const message = channels.get(channel)?.get(ts)
      if (!message) return
      channels.get(channel)?.delete(ts)
      markChanged(message)
      if (message.thread_ts) threads.get(key(channel, message.thread_ts))?.delete(ts)
      disk.delete(key(channel, ts))
    },
    of: channel => channels.get(channel)?.all() ?? [],
    summary: channel => channels.get(channel)?.summary() ?? { count: 0, latest: null, notified: {} },
    replies: (channel, threadTs) =>
      [...(threads.get(key(channel, threadTs)) ?? [])].flatMap(ts => channels.get(channel)?.get(ts) ?? []),
    byClientId(clientMsgId) {
      const found = clientIds.get(clientMsgId)
      return found === undefined ? undefined : disk.get(found)
    },
    nextTs(now) {
      const micros = Math.max(now * 1000, (counters.get('ts') ?? 0) + 1)
      counters.put('ts', micros)
      const digits = String(Math.floor(micros))
      return `${digits.slice(0, -6)}.${digits.slice(-6)}`
    },
    revision: () => `${run}/${changeCount}`,
    changedSince(channel, revision) {
      const [itsRun, count] = revision.split('/')
      if (itsRun !== run) return null
      return [...(changes.get(channel) ?? [])].flatMap(([ts, at]) => (at > Number(count) ? [ts] : []))
    },
    clear() {
      run = randomUUID()
      changes.clear()
      channels.clear()
      threads.clear()
      clientIds.clear()
    },
  }
}
