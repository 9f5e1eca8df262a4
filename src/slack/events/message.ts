import { z } from 'zod'
import type { Heard } from '../../domain/captured.ts'
import { heardOf, type SlackMessage } from '../heard.ts'
import { captureIn } from './capture.ts'
import { withholdIn } from './curate.ts'
import type { SlackEvent } from './event.ts'

const text = z.string().optional()
const ts = z.string().regex(/^\d{10}\.\d{6}$/)

const messageSchema = z.object({
  ts,
  thread_ts: ts.optional(),
  subtype: text,
  user: text,
  bot_id: text,
  username: text,
  bot_profile: z.object({ name: text }).optional(),
  text,
  edited: z.object({ ts: text }).optional(),
  attachments: z.array(z.object({ fallback: text, text })).optional(),
  files: z
    .array(
      z.object({
        id: text,
        name: z.string().nullish(),
        title: z.string().nullish(),
        mimetype: text,
        size: z.number().optional(),
        mode: text,
        is_external: z.boolean().optional(),
        file_access: text,
        url_private: text,
        url_private_download: text,
      }),
    )
    .optional(),
}) satisfies z.ZodType<SlackMessage>

const eventSchema = z.union([
  z.object({
    subtype: z.literal('message_changed'),
    channel: z.string(),
    event_ts: ts,
    message: messageSchema,
    previous_message: messageSchema.optional(),
  }),
  z.object({
    subtype: z.literal('message_deleted'),
    channel: z.string(),
    event_ts: ts,
    deleted_ts: ts,
    previous_message: messageSchema.optional(),
  }),
  // Says again of a parent that it has answers; the answer itself is told of apart.
  z.object({ subtype: z.literal('message_replied'), channel: z.string() }),
  messageSchema.extend({ channel: z.string(), event_ts: ts.optional() }),
])
type MessageEvent = z.infer<typeof eventSchema>

/** What people and apps say, change and delete, and Slack’s own notes: who joined, left, changed the topic. */
export const message: SlackEvent = {
  name: 'message',
  subscriptions: ['message.channels', 'message.groups'],
  scopes: ['channels:history', 'groups:history'],
  async hear(given, edge) {
    const event = eventSchema.parse(given)
    const heard = heardIn(event)
    await captureIn(edge, event.channel, heard)
    if (heard.some(({ kind }) => kind === 'deleted')) await withholdIn(edge, event.channel, heard)
  },
}

function heardIn(event: MessageEvent): Heard[] {
  if ('deleted_ts' in event) {
    const { deleted_ts, event_ts, previous_message } = event
    return [...before(previous_message), { kind: 'deleted', ts: deleted_ts, at: event_ts }]
  }
  if ('message' in event) {
    const { message: now, event_ts, previous_message } = event
    const told = heardOf(now, { seen: event_ts })
    // A parent whose thread lives on changes into a stone.
    const isGone = told?.kind === 'deleted'
    return [...before(previous_message), ...(told ? [isGone ? { ...told, at: event_ts } : told] : [])]
  }
  if (!('ts' in event)) return []
  const told = heardOf(event, { seen: event.event_ts ?? event.ts })
  return told ? [told] : []
}

function before(previous: SlackMessage | undefined): Heard[] {
  const seen = previous?.edited?.ts ?? previous?.ts
  const told = previous && seen ? heardOf(previous, { seen }) : undefined
  return told ? [told] : []
}
