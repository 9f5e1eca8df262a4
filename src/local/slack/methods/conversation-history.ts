import type { Args } from '../arguments.ts'
import { joinedChannel } from '../channels.ts'
import type { Message } from '../entities.ts'
import { SlackError } from '../errors.ts'
import { renderMessage } from '../messages.ts'
import { cutPage } from '../pages.ts'
import { type Methods, scopeByKind } from './method.ts'

export const conversationHistory = {
  'conversations.history': {
    tier: 3,
    needs: scopeByKind('channel', 'history'),
    run(call) {
      const { world, args } = call
      const channel = joinedChannel(world, args.required('channel'))
      const shown = world.messages
        .of(channel.id)
        .filter(m => !isReply(m) || m.subtype === 'thread_broadcast')
        .filter(span(args))
        .reverse()
      const { items, next_cursor } = cutPage(call, {
        all: shown,
        sizes: { usual: 100, max: 999 },
        ...placeInTime(ts => shown.filter(m => m.ts >= ts).length),
      })
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
    run(call) {
      const { world, args } = call
      const channel = joinedChannel(world, args.required('channel'))
      const asked = world.messages.get(channel.id, args.required('ts'))
      const parent = asked?.thread_ts ? world.messages.get(channel.id, asked.thread_ts) : asked
      if (!parent) throw new SlackError('thread_not_found')
      const within = span(args)
      const thread = [parent, ...world.messages.replies(channel.id, parent.ts).filter(within)]
      const { items, next_cursor } = cutPage(call, {
        all: thread,
        sizes: { usual: 1000, max: 1000 },
        ...placeInTime(ts => thread.filter(m => m.ts <= ts).length),
      })
      return {
        messages: items.map(m => renderMessage(world, m, { metadata: args.flag('include_all_metadata') })),
        has_more: next_cursor !== '',
        ...(next_cursor ? { response_metadata: { next_cursor } } : {}),
      }
    },
  },
} satisfies Methods

/** Not a position: messages that come or go between two pages must not shift the second one. */
function placeInTime(after: (ts: string) => number) {
  return {
    key: ({ ts }: Message) => ts,
    after: (ts: string) => (/^\d+\.\d{6}$/.test(ts) ? after(ts) : undefined),
  }
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
