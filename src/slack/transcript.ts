import type { Gather, Gathered, Transcripts } from '../app/transcripts.ts'
import type { CaptureRules } from '../domain/capture.ts'
import type { Policy } from '../domain/policy.ts'
import { compareTs, isReply } from '../domain/review.ts'
import { ServiceError } from '../errors.ts'
import { heardInPage, type SlackMessage, slackTime } from './heard.ts'
import { type Patient, patient } from './patience.ts'
import type { Workspace } from './workspace.ts'

/** The most that Slack gives in one page of history. */
const historyLimit = 999
/** Slack answers larger pages of a long thread with errors. */
const repliesLimit = 200
/** So long Slack delivers again what it could not; after that what was read before may have changed unheard. */
const resumeWithinMs = 10 * 60_000
/** So soon Slack's history has a message that an event told of. */
const shownWithinMs = 30_000

interface Keeper {
  readonly transcripts: Transcripts
  readonly rules: () => CaptureRules
  readonly now: () => Date
}

interface Reading extends Keeper {
  readonly channel: string
  readonly call: Patient
  /** The newest message that was known of when reading began: what is missing before it is gone. */
  readonly end: string
}

/** What is kept of messages, as the policy says. */
export function captureRules({ botUserId }: Workspace, { transcript }: Policy): CaptureRules {
  return { keepDeleted: transcript.keepDeleted, self: botUserId }
}

/**
 * Reads a channel's history and replies into its transcript, so that nothing is missing that no event told of. It goes
 * on where a reading that broke off shortly before had come to.
 */
export function gatherTranscript(workspace: Workspace, keeper: Keeper): Gather {
  const { transcripts, now } = keeper
  return async (channel, { since, onProgress, signal } = {}) => {
    const keptSince = since && slackTime(since)
    const call = patient(workspace, signal)
    const last = await transcripts.progress(channel)
    const known = last && now().getTime() - last.at.getTime() < resumeWithinMs ? last : undefined
    const end = known?.end ?? (await endOf(channel, { transcripts, now, call }))
    const rules = () => ({ ...keeper.rules(), ...(keptSince ? { since: keptSince } : {}) })
    const reading: Reading = { ...keeper, rules, channel, call, end }
    let done: Gathered = { messages: known?.messages ?? 0, threads: known?.threads ?? 0 }
    if (end === '') return done
    const reached = (upTo: string | undefined) => ({ end, ...(upTo ? { before: upTo } : {}) })
    let before = known?.before
    let threadsFrom = known?.thread
    const start = before === undefined ? { latest: end, inclusive: true } : { latest: before }
    let cursor: string | undefined
    do {
      const askedAt = now()
      const page = await call('conversations.history', {
        channel,
        limit: historyLimit,
        ...start,
        ...(cursor ? { cursor } : {}),
      })
      const found: readonly SlackMessage[] = page.messages ?? []
      cursor = page.response_metadata?.next_cursor || undefined
      // On a free plan the history ends where Slack hides it, and what lies before is not gone.
      const isLimited = 'is_limited' in page && page.is_limited === true
      const oldest = found.at(-1)?.ts
      const isCut = cursor !== undefined || isLimited
      const from = isCut ? oldest : undefined
      await keep(reading, found, askedAt)
      const inPage = found.filter(one => !isAnswer(one)).length
      done = { ...done, messages: done.messages + inPage }
      if (oldest || !isCut) {
        const stretch = { ...(from ? { from } : {}), ...(before ? { before } : {}) }
        await bury(reading, { stretch, found })
        const threads = new Set(found.flatMap(message => threadToRead(message, keptSince) ?? []))
        // All their answers may be gone, or they themselves.
        for (const root of await transcripts.threads(channel, stretch)) threads.add(root)
        // From the newest on, so that whoever goes on here later misses none that comes onto the page meanwhile.
        for (const root of [...threads].sort(compareTs).reverse()) {
          if (threadsFrom !== undefined && compareTs(root, threadsFrom) >= 0) continue
          const replies = await readThread(reading, root)
          done = { messages: done.messages + replies, threads: done.threads + (replies > 0 ? 1 : 0) }
          const soFar = { ...done, messages: done.messages - inPage }
          await transcripts.saveProgress(channel, { ...reached(before), thread: root, ...soFar, at: now() })
          await onProgress?.(done)
        }
        threadsFrom = undefined
      }
      if (oldest) before = oldest
      await transcripts.saveProgress(channel, { ...reached(before), ...done, at: now() })
      await onProgress?.(done)
    } while (cursor)
    await transcripts.saveProgress(channel, undefined)
    return done
  }
}

/** The thread that it began, where something may have been said in it since then. */
function threadToRead(message: SlackMessage, since: string | undefined): string | undefined {
  const { ts, reply_count = 0, latest_reply } = message
  const isOver = since !== undefined && latest_reply !== undefined && compareTs(latest_reply, since) < 0
  return reply_count > 0 && !isOver ? ts : undefined
}

/**
 * The end is fixed by Slack's own clock, so that what is said while we read moves no page. What was heard of long enough
 * before lies before it too: where it is not there any more, it was deleted.
 */
async function endOf(channel: string, { transcripts, now, call }: Pick<Reading, 'transcripts' | 'now' | 'call'>) {
  const settled = slackTime(new Date(now().getTime() - shownWithinMs))
  const heard = (await transcripts.newest(channel, settled)) ?? ''
  const newest = await newestIn(call, channel)
  return compareTs(heard, newest) > 0 ? heard : newest
}

async function newestIn(call: Patient, channel: string): Promise<string> {
  let cursor: string | undefined
  do {
    const page = await call('conversations.history', { channel, limit: 1, ...(cursor ? { cursor } : {}) })
    const newest = page.messages?.[0]?.ts
    if (newest) return newest
    // A page may be empty although there is more.
    cursor = page.response_metadata?.next_cursor || undefined
  } while (cursor)
  return ''
}

/** Answers how many answers there are. */
async function readThread(reading: Reading, root: string): Promise<number> {
  const { channel, call, now } = reading
  let cursor: string | undefined
  let after: string | undefined
  let count = 0
  do {
    const askedAt = now()
    const page = await call('conversations.replies', {
      channel,
      ts: root,
      limit: repliesLimit,
      ...(cursor ? { cursor } : {}),
    }).catch(error => {
      // Deleted, the last of it perhaps since its page of history was read.
      if (error instanceof ServiceError && error.code === 'thread_not_found') return undefined
      throw error
    })
    const found: readonly SlackMessage[] = (page?.messages ?? []).filter(isAnswer)
    cursor = page?.response_metadata?.next_cursor || undefined
    await keep(reading, found, askedAt)
    count += found.length
    const last = found.at(-1)?.ts
    const upTo = cursor ? last : undefined
    if (last || !cursor) await bury(reading, { stretch: { thread: root, ...(after ? { after } : {}) }, found, upTo })
    after = last ?? after
  } while (cursor)
  return count
}

async function keep({ channel, transcripts, rules }: Reading, found: readonly SlackMessage[], askedAt: Date) {
  const heard = found.flatMap(message => heardInPage(message, { channel, askedAt }) ?? [])
  await transcripts.note(channel, heard, rules())
}

/** What is kept of this stretch and was not found in it any more was deleted while nobody told us. */
async function bury(
  { channel, transcripts, rules, end }: Reading,
  {
    stretch,
    found,
    upTo = end,
  }: {
    stretch: Parameters<Transcripts['standing']>[1]
    found: readonly SlackMessage[]
    upTo?: string | undefined
  },
): Promise<void> {
  const there = new Set(found.map(message => message.ts))
  const standing = await transcripts.standing(channel, stretch)
  const gone = standing.filter(ts => !there.has(ts) && compareTs(ts, upTo) <= 0 && compareTs(ts, end) <= 0)
  await transcripts.note(
    channel,
    gone.map(ts => ({ kind: 'deleted', ts })),
    rules(),
  )
}

function isAnswer({ ts, thread_ts }: SlackMessage): boolean {
  return ts !== undefined && thread_ts !== undefined && isReply({ ts, threadTs: thread_ts })
}
