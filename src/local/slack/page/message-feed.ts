import { compareTs } from './conversations.ts'
import type { Message } from './model.ts'

/** The part of a conversation that the page holds: the newest messages without a gap, as far back as was asked for. */
export interface Feed {
  readonly messages: readonly Message[]
  /** What the workspace calls the state that this part is from. */
  readonly revision: string
  readonly hasOlder: boolean
}

export interface FeedAnswer {
  readonly messages: readonly Message[]
  readonly revision: string
  readonly hasOlder?: boolean
  /** Present when the answer tells only what changed since that revision. */
  readonly since?: string
  readonly removed?: readonly string[]
}

/** Takes in what changed; messages that did not keep their identity, and so need not be drawn again. */
export function applyAnswer(feed: Feed | null, answer: FeedAnswer): Feed {
  const { messages: found, revision, removed = [], hasOlder = false } = answer
  if (!feed || answer.since === undefined) return { messages: found, revision, hasOlder }
  if (found.length === 0 && removed.length === 0) return { ...feed, revision }
  const oldest = feed.messages[0]?.ts
  const changed = new Map(found.map(message => [message.ts, message]))
  for (const ts of removed) changed.delete(ts)
  const gone = new Set(removed)
  const kept = feed.messages.filter(message => !gone.has(message.ts)).map(message => changed.get(message.ts) ?? message)
  const known = new Set(feed.messages.map(message => message.ts))
  // What is older than the part held comes with the page it is on.
  const isWithin = (ts: string) => !feed.hasOlder || oldest === undefined || compareTs(ts, oldest) > 0
  const added = found.filter(message => !known.has(message.ts) && isWithin(message.ts))
  const messages = [...kept, ...added].sort((a, b) => compareTs(a.ts, b.ts))
  return { messages, revision, hasOlder: feed.hasOlder }
}

/** Puts a page of older messages before the ones that are held. */
export function withOlder(feed: Feed, older: FeedAnswer): Feed {
  const known = new Set(feed.messages.map(message => message.ts))
  const added = older.messages.filter(message => !known.has(message.ts))
  return { ...feed, messages: [...added, ...feed.messages], hasOlder: older.hasOlder ?? false }
}

/** How many messages stand in the page at once, however many there are. */
const shownAtOnce = 150
const step = 50

export interface Shown {
  readonly from: number
  readonly to: number
}

/** Which messages stand in the page; `lastTs` is the newest of them, null when that is the newest of all. */
export function shownPart(messages: readonly Message[], lastTs: string | null): Shown {
  const after = lastTs === null ? -1 : messages.findIndex(message => compareTs(message.ts, lastTs) > 0)
  const to = after === -1 ? messages.length : Math.max(after, Math.min(shownAtOnce, messages.length))
  return { from: Math.max(0, to - shownAtOnce), to }
}

/** The `lastTs` of the part a step further up or down. */
export function steppedTo(messages: readonly Message[], { to }: Shown, direction: 'up' | 'down'): string | null {
  return lastTsAt(messages, direction === 'up' ? to - step : to + step)
}

/** The `lastTs` of the part that has a message in its middle. */
export function partAround(messages: readonly Message[], ts: string): string | null {
  const index = messages.findIndex(message => message.ts === ts)
  return lastTsAt(messages, index + shownAtOnce / 2)
}

function lastTsAt(messages: readonly Message[], to: number): string | null {
  return to >= messages.length ? null : (messages[to - 1]?.ts ?? null)
}
