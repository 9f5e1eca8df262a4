import type { Channel, Message } from '../entities.ts'
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
  const asked = {
    thread: query.get('thread'),
    before: query.get('before'),
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
  const limit = Number(query.get('limit') ?? Number.POSITIVE_INFINITY)
  const page = Number.isFinite(limit) ? all.slice(-limit) : all
  return { channel: channel.id, revision, messages: page.map(render), hasOlder: page.length < all.length }
}

function isInMainList({ ts, thread_ts, subtype }: Message): boolean {
  return thread_ts === undefined || thread_ts === ts || subtype === 'thread_broadcast'
}
