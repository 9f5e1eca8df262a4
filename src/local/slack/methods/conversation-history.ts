import type { Args } from '../arguments.ts'
import { joinedChannel } from '../channels.ts'
import type { Message } from '../entities.ts'
import { SlackError } from '../errors.ts'
import { renderMessage } from '../messages.ts'
import { pageOf, pageSize } from '../pages.ts'
import { type Methods, scopeByKind } from './method.ts'

export const conversationHistory = {
  'conversations.history': {
    tier: 3,
    needs: scopeByKind('channel', 'history'),
    run({ world, args }) {
      const channel = joinedChannel(world, args.required('channel'))
      const before = readTsCursor(args.text('cursor'))
      const shown = world.messages
        .of(channel.id)
        .filter(m => !isReply(m) || m.subtype === 'thread_broadcast')
        .filter(span(args))
        .filter(m => before === undefined || m.ts < before)
        .reverse()
      const items = shown.slice(0, pageSize(args, { usual: 100, max: 999 }))
      const next_cursor = items.length < shown.length ? writeTsCursor(items.at(-1)?.ts ?? '') : ''
      return {
        messages: items.map(m => renderMessage(world, m, { metadata: args.flag('include_all_metadata') })),
        has_more: next_cursor !== '',
        pin_count: channel.pins.length,
        channel_actions_ts: null,
        channel_actions_count: 0,
        ...(next_cursor ? { response_metadata: { next_cursor } } : {}),
      }
    },
  },
  'conversations.replies': {
    tier: 3,
    needs: scopeByKind('channel', 'history'),
    run({ world, args }) {
      const channel = joinedChannel(world, args.required('channel'))
      const asked = world.messages.get(channel.id, args.required('ts'))
      const parent = asked?.thread_ts ? world.messages.get(channel.id, asked.thread_ts) : asked
      if (!parent) throw new SlackError('thread_not_found')
      const within = span(args)
      const thread = [parent, ...world.messages.replies(channel.id, parent.ts).filter(within)]
      const { items, next_cursor } = pageOf(thread, args, { usual: 1000, max: 1000 })
      return {
        messages: items.map(m => renderMessage(world, m, { metadata: args.flag('include_all_metadata') })),
        has_more: next_cursor !== '',
        ...(next_cursor ? { response_metadata: { next_cursor } } : {}),
      }
    },
  },
} satisfies Methods

// A place in time, not a position: messages that arrive between two pages must not shift the second one.
function writeTsCursor(ts: string): string {
  return Buffer.from(`next_ts:${ts}`).toString('base64')
}

function readTsCursor(cursor: string | undefined): string | undefined {
  if (!cursor) return undefined
  const ts = /^next_ts:(\d+\.\d+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8'))?.[1]
  if (!ts) throw new SlackError('invalid_cursor')
  return ts
}

function isReply(message: Message): boolean {
  return message.thread_ts !== undefined && message.thread_ts !== message.ts
}

/** Whether a message lies between `oldest` and `latest`; the ends themselves only with `inclusive`. */
function span(args: Args): (message: Message) => boolean {
  const oldest = timestamp(args, 'oldest')
  const latest = timestamp(args, 'latest')
  const inclusive = args.flag('inclusive')
  return ({ ts }) => {
    if (oldest !== undefined && (inclusive ? ts < oldest : ts <= oldest)) return false
    return latest === undefined || (inclusive ? ts <= latest : ts < latest)
  }
}

/** A timestamp in the width that messages have, so that strings compare as numbers do. */
function timestamp(args: Args, name: 'oldest' | 'latest'): string | undefined {
  const value = args.text(name)
  if (!value || value === '0' || value === 'now') return undefined
  const parts = /^(\d{1,10})(?:\.(\d{1,6}))?$/.exec(value)
  if (!parts?.[1]) throw new SlackError(`invalid_ts_${name}`)
  return `${parts[1].padStart(10, '0')}.${(parts[2] ?? '').padEnd(6, '0')}`
}
