import type { ScheduledMessage } from '../entities.ts'
import { invalidArguments, SlackError } from '../errors.ts'
import { newId } from '../ids.ts'
import { readContent, readMetadata, requireContent } from '../message-content.ts'
import { botSignature } from '../messages.ts'
import { pageOf } from '../pages.ts'
import { scheduledBy } from '../scheduled-messages.ts'
import type { World } from '../world.ts'
import { type Call, type Methods, noScope, scope } from './method.ts'
import { addressee, refuseLongBlocks, refuseLongText } from './posting.ts'

const maxAheadSeconds = 120 * 24 * 60 * 60
/** No more than so many to one channel within five minutes (docs.slack.dev/reference/methods/chat.scheduleMessage). */
const maxInWindow = 30
const windowSeconds = 5 * 60
/** What goes out sooner than this cannot be taken back (docs.slack.dev/reference/methods/chat.deleteScheduledMessage). */
const lastCallSeconds = 60

export const scheduledMessages = {
  'chat.scheduleMessage': {
    tier: 3,
    needs: scope('chat:write'),
    run(call) {
      const { world, args } = call
      const channel = addressee(world, args.required('channel'))
      const postAt = readPostAt(call)
      refuseLongText(call)
      const content = readContent(args)
      refuseLongBlocks(content.blocks, 'msg_too_long')
      requireContent(content)
      const metadata = readMetadata(args)
      if (isCrowded(world, channel.id, postAt)) throw new SlackError('restricted_too_many')
      const threadTs = args.text('thread_ts')
      const message: ScheduledMessage = {
        id: newId('Q'),
        channel: channel.id,
        postAt,
        createdAt: Math.floor(world.now() / 1000),
        hasMetadata: metadata !== undefined,
        draft: {
          ...content,
          ...(threadTs ? { thread_ts: threadTs } : {}),
          ...(threadTs && args.flag('reply_broadcast') ? { subtype: 'thread_broadcast' } : {}),
        },
      }
      world.scheduled.put(message.id, message)
      return {
        scheduled_message_id: message.id,
        channel: channel.id,
        post_at: postAt,
        message: { ...botSignature(world), ...content, type: 'delayed_message', ...(metadata ? { metadata } : {}) },
      }
    },
  },
  'chat.deleteScheduledMessage': {
    tier: 3,
    needs: scope('chat:write'),
    run({ world, args }) {
      const id = args.required('channel')
      if (!world.channels.has(id)) throw new SlackError('channel_not_found')
      const message = world.scheduled.get(args.required('scheduled_message_id'))
      const tooLate = message && message.postAt - world.now() / 1000 <= lastCallSeconds
      if (message?.channel !== id || tooLate) throw new SlackError('invalid_scheduled_message_id')
      world.scheduled.delete(message.id)
      return {}
    },
  },
  'chat.scheduledMessages.list': {
    tier: 3,
    needs: noScope,
    run(call) {
      const { world, args } = call
      const channel = args.text('channel')
      if (channel && !world.channels.has(channel)) throw new SlackError('invalid_channel')
      const oldest = args.integer('oldest') ?? 0
      const latest = args.integer('latest') ?? Number.POSITIVE_INFINITY
      const all = scheduledBy(
        world,
        m => (!channel || m.channel === channel) && m.postAt >= oldest && m.postAt <= latest,
      )
      const { items, next_cursor } = pageOf(call, all, { usual: 100, max: 1000 })
      return { scheduled_messages: items.map(render), response_metadata: { next_cursor } }
    },
  },
} satisfies Methods

function readPostAt({ world, args }: Call): number {
  const given = args.text('post_at')
  if (given === undefined || given === '') throw invalidArguments('missing required field: post_at')
  if (!/^\d{1,12}$/.test(given)) throw new SlackError('invalid_time')
  const postAt = Number(given)
  const now = world.now() / 1000
  if (postAt <= now) throw new SlackError('time_in_past')
  if (postAt > now + maxAheadSeconds) throw new SlackError('time_too_far')
  return postAt
}

/** Whether one more at that time would make too many in some five minutes around it. */
function isCrowded(world: World, channel: string, postAt: number): boolean {
  const others = scheduledBy(world, m => m.channel === channel)
  const times = [...others.map(m => m.postAt), postAt].sort((a, b) => a - b)
  return times.some((first, i) => (times[i + maxInWindow] ?? Number.POSITIVE_INFINITY) - first < windowSeconds)
}

function render({ id, channel, postAt, createdAt, draft }: ScheduledMessage): Record<string, unknown> {
  return { id, channel_id: channel, post_at: postAt, date_created: createdAt, text: draft.text }
}
