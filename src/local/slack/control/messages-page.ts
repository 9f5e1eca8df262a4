import type { Channel, Message } from '../entities.ts'
import { ControlError } from '../errors.ts'
import { renderMessage } from '../messages.ts'
import type { World } from '../world.ts'

/**
 * The part of a conversation that the query asks for, oldest first: `limit` newest ones, those `before` a timestamp, one
 * `thread`, only some `ts`, `replies=none` without what stands in threads only, or what changed `since` a revision.
 */
export function messagesPage(world: World, channel: Channel, query: URLSearchParams): Record<string, unknown> {
  const { messages } = world
  const revision = messages.revision()
  const render = (message: Message) => renderMessage(world, message, { metadata: true })
  const limit = limitOf(query.get('limit'))
  const before = query.get('before')
  if (before !== null && !/^\d+\.\d+$/.test(before))
    throw new ControlError(400, 'Send "before" as the ts of a message, such as 1700000000.000100.')
  const asked = {
    thread: query.get('thread'),
    before,
    ts: query.get('ts')?.split(','),
    withReplies: query.get('replies') !== 'none',
  }
  const isAskedFor = (message: Message) =>
    (!asked.thread || message.ts === asked.thread || message.thread_ts === asked.thread) &&
    (asked.withReplies || isInMainList(message)) &&
    (!asked.before || message.ts < asked.before) &&
    (!asked.ts || asked.ts.includes(message.ts))

  const since = query.get('since')
  const changed = since === null ? null : messages.changedSince(channel.id, since)
  if (changed) {
    const found = changed.flatMap(ts => messages.get(channel.id, ts) ?? []).filter(isAskedFor)
    const shown = new Set(found.map(message => message.ts))
    const removed = changed.filter(ts => !shown.has(ts))
    return { channel: channel.id, since, revision, messages: found.map(render), removed }
  }
  const all = messages.of(channel.id).filter(isAskedFor)
  const page = limit === undefined ? all : all.slice(Math.max(0, all.length - limit))
  return { channel: channel.id, revision, messages: page.map(render), hasOlder: page.length < all.length }
}

function limitOf(given: string | null): number | undefined {
  if (given === null) return undefined
  if (!/^\d+$/.test(given)) throw new ControlError(400, 'Send "limit" as how many messages, in figures.')
  return Number(given)
}

function isInMainList({ ts, thread_ts, subtype }: Message): boolean {
  return thread_ts === undefined || thread_ts === ts || subtype === 'thread_broadcast'
}
