import { setTimeout as sleep } from 'node:timers/promises'
import type { ReadTranscript } from '../app/app.ts'
import { compareTs, isReply, type Message } from '../domain/review.ts'
import { ServiceError } from '../errors.ts'
import type { Answer, Arguments, Method } from './methods.ts'
import type { Workspace } from './workspace.ts'

/** What both methods answer; the SDK's types leave out some of it for replies. */
interface SlackMessage {
  readonly ts?: string
  readonly thread_ts?: string
  readonly subtype?: string
  readonly user?: string
  readonly bot_id?: string
  readonly username?: string
  readonly bot_profile?: { readonly name?: string }
  readonly text?: string
  readonly edited?: object
  readonly attachments?: readonly { readonly fallback?: string; readonly text?: string }[]
  readonly files?: readonly { readonly name?: string | null; readonly title?: string | null }[]
  readonly reactions?: readonly { readonly name?: string; readonly count?: number }[]
}

/** The most that Slack gives in one page of history. */
const historyLimit = 999
/** Slack answers larger pages of a long thread with errors. */
const repliesLimit = 200
/** A review is background work: it may wait for Slack, but not for ever. */
const mostWaitingMs = 600_000
const maxFailuresInARow = 3

/** What people and apps say; every other subtype is Slack's own note of something that happened. */
const SAID = ['bot_message', 'file_share', 'me_message', 'thread_broadcast']

/** Every message of a channel once, thread replies included, in the order they were sent. */
export function readTranscript(workspace: Workspace): ReadTranscript {
  return async channel => {
    const call = patient(workspace.client)
    const messages = new Map<string, Message>()
    const keep = (page: readonly SlackMessage[]) => {
      for (const message of page) if (message.ts) messages.set(message.ts, toMessage(message, message.ts))
    }
    // The end is fixed by Slack's own clock, so that what is said while we read moves no page.
    const [newest] = (await call('conversations.history', { channel, limit: 1 })).messages ?? []
    const end = newest?.ts ? { latest: newest.ts, inclusive: true } : {}
    const parents: string[] = []
    let cursor: string | undefined
    do {
      const page = await call('conversations.history', {
        channel,
        limit: historyLimit,
        ...end,
        ...(cursor ? { cursor } : {}),
      })
      const found = page.messages ?? []
      keep(found)
      for (const { ts, reply_count = 0 } of found) if (ts && reply_count > 0) parents.push(ts)
      cursor = page.response_metadata?.next_cursor || undefined
    } while (cursor)
    for (const ts of parents) keep(await readReplies(call, channel, ts))
    return [...messages.values()].sort((a, b) => compareTs(a.ts, b.ts))
  }
}

async function readReplies(call: Patient, channel: string, ts: string): Promise<SlackMessage[]> {
  const replies: SlackMessage[] = []
  let cursor: string | undefined
  do {
    try {
      const page = await call('conversations.replies', {
        channel,
        ts,
        limit: repliesLimit,
        ...(cursor ? { cursor } : {}),
      })
      replies.push(
        ...(page.messages ?? []).filter(message => message.ts && isReply({ ts: message.ts, ...threadOf(message) })),
      )
      cursor = page.response_metadata?.next_cursor || undefined
    } catch (error) {
      // Deleted since its page of history was read.
      if (error instanceof ServiceError && error.code === 'thread_not_found') return replies
      throw error
    }
  } while (cursor)
  return replies
}

function threadOf(message: SlackMessage): { threadTs?: string } {
  return message.thread_ts ? { threadTs: message.thread_ts } : {}
}

function toMessage(message: SlackMessage, ts: string): Message {
  const botName = message.username || message.bot_profile?.name
  return {
    ts,
    ...threadOf(message),
    // Apps have a user too, but the name they post under is the one that people saw.
    ...(message.bot_id && botName ? { botName } : message.user ? { user: message.user } : {}),
    text: message.text || (message.attachments ?? []).flatMap(one => one.fallback ?? one.text ?? []).join('\n'),
    isEdited: message.edited !== undefined,
    isSystem: message.subtype !== undefined && !SAID.includes(message.subtype),
    files: (message.files ?? []).map(file => ({ name: file.name ?? file.title ?? 'a file that is not shown' })),
    reactions: (message.reactions ?? []).map(({ name: emoji = '', count = 0 }) => ({ name: emoji, count })),
  }
}

type Patient = Workspace['client']['call']

/** Calls that wait when Slack asks for it, and go on after a short failure; they only read. */
function patient(client: Workspace['client']): Patient {
  let waitedMs = 0
  return async <M extends Method>(method: M, args: Arguments<M>): Promise<Answer<M>> => {
    for (let failures = 0; ; ) {
      try {
        return await client.call(method, args)
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error
        if (error.outcome !== 'rate-limited') failures += 1
        if (!error.canRetry || failures >= maxFailuresInARow) throw error
        const waitMs = error.retryAfterMs ?? 1_000
        waitedMs += waitMs
        if (waitedMs > mostWaitingMs) throw error
        await sleep(waitMs)
      }
    }
  }
}
