import { v5 as uuidv5 } from 'uuid'
import type { Claim } from '../app/app.ts'
import { ServiceError } from '../errors.ts'
import { LIMITS, type MessageView } from './blocks.ts'
import type { SlackClient } from './client.ts'
import { escapeText, truncate } from './mrkdwn.ts'
import type { InsidePlace, OutsidePlace, OutsideView } from './outside.ts'

/** Marks our messages, so that one whose answer was lost can be found again. Ids only: members can read it. */
const eventType = 'sitrep_post'
const namespace = '7a1f0a52-6f0b-4f2e-9c39-2f8f3f8f5b1d'

export interface Posted {
  readonly channel: string
  readonly ts: string
}

/** A cleared place with words fit for it: what was not disclosed goes nowhere but into the incident’s own channel. */
type Addressed =
  | { readonly to: InsidePlace; readonly message: MessageView }
  | { readonly to: InsidePlace | OutsidePlace; readonly message: OutsideView }

export type Post = Addressed & {
  /** Made of facts; the same post has the same key on every machine. */
  readonly key: string
  /** When an earlier attempt may have been heard: where to start looking for its message. */
  readonly lookBackTo?: Date | undefined
  /** The message that it answers, in whose thread it stands. */
  readonly thread?: string | undefined
}

/** From the second attempt on, the first may have been heard although its answer was lost. */
export function lookBackTo(claim: Claim): Date | undefined {
  return claim.attempt > 1 ? claim.since : undefined
}

/**
 * Posts once: with the same key Slack drops the second copy by `client_msg_id`, and after an unclear attempt the
 * channel is searched for the key first.
 */
export async function post(slack: SlackClient, { to, message, key, lookBackTo, thread }: Post): Promise<Posted> {
  const { channel } = to
  if (lookBackTo) {
    const earlier = await findPosted(slack, { channel, key, since: lookBackTo, thread })
    if (earlier) return earlier
  }
  const args = {
    channel,
    text: escapeText(truncate(message.text, LIMITS.messageText)),
    blocks: message.blocks.slice(0, LIMITS.messageBlocks),
    unfurl_links: false,
    unfurl_media: false,
    ...(thread ? { thread_ts: thread } : {}),
    client_msg_id: uuidv5(key, namespace),
    metadata: { event_type: eventType, event_payload: { key } },
  }
  const answer = await slack.call('chat.postMessage', args).catch(error => {
    // Slack does not like the blocks: the words still have to get through.
    if (!(error instanceof ServiceError && error.outcome === 'permanent-input')) throw error
    const { blocks: _, ...inWords } = args
    return slack.call('chat.postMessage', inWords)
  })
  if (!answer.ts || !answer.channel)
    throw new ServiceError('slack', { outcome: 'ambiguous', code: 'no_ts', during: 'chat.postMessage' })
  return { channel: answer.channel, ts: answer.ts }
}

/** Looks for our message with this key since a moment. Conversations whose history we may not read have none. */
async function findPosted(
  slack: SlackClient,
  { channel, key, since, thread }: { channel: string; key: string; since: Date; thread: string | undefined },
): Promise<Posted | undefined> {
  // A direct message is addressed by the person's id and its history is not ours to read; client_msg_id must do.
  if (!/^[CG]/.test(channel)) return undefined
  // Slack's clock and ours may differ by seconds.
  const oldest = String(since.getTime() / 1000 - 60)
  let cursor: string | undefined
  do {
    const range = { channel, oldest, limit: 200, include_all_metadata: true, ...(cursor ? { cursor } : {}) }
    const page = thread
      ? await slack.call('conversations.replies', { ...range, ts: thread })
      : await slack.call('conversations.history', range)
    for (const message of page.messages ?? []) {
      const payload = message.metadata?.event_payload
      if (message.metadata?.event_type === eventType && isKeyed(payload, key) && message.ts)
        return { channel, ts: message.ts }
    }
    cursor = page.response_metadata?.next_cursor || undefined
  } while (cursor)
  return undefined
}

function isKeyed(payload: unknown, key: string): boolean {
  return typeof payload === 'object' && payload !== null && 'key' in payload && payload.key === key
}

/** Edits a message in place; false when it is not there any more. */
export async function edit(slack: SlackClient, { to, message, ts }: Addressed & { ts: string }): Promise<boolean> {
  try {
    await slack.call('chat.update', {
      channel: to.channel,
      ts,
      text: escapeText(truncate(message.text, LIMITS.messageText)),
      blocks: message.blocks.slice(0, LIMITS.messageBlocks),
    })
    return true
  } catch (error) {
    if (error instanceof ServiceError && ['message_not_found', 'cant_update_message'].includes(error.code)) return false
    throw error
  }
}

/** Takes a message back. Where Slack does not let us, `instead` takes its place. */
export async function withdraw(
  slack: SlackClient,
  { to, ts, instead }: { to: OutsidePlace; ts: string; instead: OutsideView },
): Promise<void> {
  try {
    await slack.call('chat.delete', { channel: to.channel, ts })
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    if (error.code === 'message_not_found') return
    if (error.code !== 'cant_delete_message') throw error
    if (!(await edit(slack, { to, ts, message: instead }))) throw error
  }
}

/** Shows a message in the incident’s channel to one person there, until they look away. */
export async function showOnly(
  slack: SlackClient,
  { to, user, message }: { to: InsidePlace; user: string; message: MessageView },
): Promise<void> {
  await slack.call('chat.postEphemeral', {
    channel: to.channel,
    user,
    text: escapeText(truncate(message.text, LIMITS.messageText)),
    blocks: message.blocks.slice(0, LIMITS.messageBlocks),
  })
}

/** Answers a person in their direct messages about what they just did. */
export async function answerDirectly(slack: SlackClient, user: string, text: string): Promise<void> {
  await slack.call('chat.postMessage', { channel: user, text: escapeText(text) })
}
