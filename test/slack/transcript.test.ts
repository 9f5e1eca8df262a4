import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { compareTs, isReply, type Message } from '../../src/domain/review.ts'
import { gatherTranscript } from '../../src/slack/transcript.ts'
import type { Store } from '../../src/store/connect.ts'
import { scratchStore } from '../helpers/memory-app.ts'
import { type Answer, type Args, type SlackHttp, slackHttp, workspaceOver } from './slack-http.ts'

interface Posted {
  readonly ts: string
  readonly text: string
  readonly thread_ts?: string
  readonly subtype?: string
  readonly [field: string]: unknown
}

/** Timestamps of one second, told apart by the digits behind it. */
function ts(n: number): string {
  return `1772445600.${String(n).padStart(6, '0')}`
}

/** A channel as Slack's history and replies answer it, `size` messages a page at most. */
function channelOf(posted: readonly Posted[], size: (page: number) => number = () => 1000) {
  let pages = 0
  const page = (all: readonly object[], args: Args): Answer => {
    const start = Number(args.cursor ?? 0)
    const end = start + Math.min(Number(args.limit), Math.max(0, size(pages++)))
    return {
      messages: all.slice(start, end),
      has_more: end < all.length,
      response_metadata: { next_cursor: end < all.length ? String(end) : '' },
    }
  }
  const repliesTo = (parent: string) => posted.filter(m => m.thread_ts === parent && m.ts !== parent)
  return {
    'conversations.history': (args: Args) => {
      const shown = posted
        .filter(
          m =>
            !isReply({ ts: m.ts, ...(m.thread_ts ? { threadTs: m.thread_ts } : {}) }) ||
            m.subtype === 'thread_broadcast',
        )
        .filter(m => !args.latest || m.ts < args.latest || (args.inclusive === 'true' && m.ts === args.latest))
        .sort((a, b) => compareTs(b.ts, a.ts))
        .map(m => ({
          ...m,
          ...(repliesTo(m.ts).length > 0 ? { reply_count: repliesTo(m.ts).length, thread_ts: m.ts } : {}),
        }))
      return page(shown, args)
    },
    'conversations.replies': (args: Args) => {
      const parent = posted.filter(m => m.ts === args.ts)
      const replies = repliesTo(args.ts ?? '').sort((a, b) => compareTs(a.ts, b.ts))
      const rest = page(replies, args) as { messages: object[] }
      return { ...rest, messages: [...parent, ...rest.messages] }
    },
  }
}

describe('the transcript of a channel', () => {
  let slack: SlackHttp | undefined
  afterEach(() => slack?.stop())
  let store: Store
  beforeAll(async () => {
    store = await scratchStore()
  })
  afterAll(() => store.close())

  const rules = { keepDeleted: true, self: 'U0SITREP' }
  const gatherNow = (channel: string, now = () => new Date('2026-03-02T12:00:00Z')) =>
    gatherTranscript(workspaceOver(), { transcripts: store.transcripts, rules: () => rules, now })(channel)
  const kept = async (channel: string): Promise<Message[]> => {
    const messages: Message[] = []
    for await (const message of store.transcripts.read(channel, 'time')) messages.push(message)
    return messages
  }
  /** What a first reading of a channel keeps of it. */
  const read = async () => {
    const channel = `C0${crypto.randomUUID()}`
    await gatherNow(channel)
    return kept(channel)
  }

  it('has every message once in the order of its timestamp, for any conversation and any pages', async () => {
    const conversation = fc
      .array(fc.record({ parent: fc.option(fc.nat(30), { nil: undefined }), isBroadcast: fc.boolean() }), {
        maxLength: 25,
      })
      .map(plan =>
        plan.map(({ parent, isBroadcast }, n): Posted => {
          const to = parent !== undefined && parent < n && plan[parent]?.parent === undefined ? ts(parent) : undefined
          return {
            ts: ts(n),
            text: `message ${n}`,
            user: 'U0ANA',
            ...(to ? { thread_ts: to, ...(isBroadcast ? { subtype: 'thread_broadcast' } : {}) } : {}),
          }
        }),
      )
    await fc.assert(
      fc.asyncProperty(
        conversation,
        fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 6 }),
        async (posted, sizes) => {
          // Short and even empty pages come before the end; at least every other one has something.
          slack = slackHttp(channelOf(posted, page => (page % 2 === 1 ? 3 : (sizes[(page / 2) % sizes.length] ?? 1))))
          try {
            const reachable = posted.filter(m => !m.thread_ts || posted.some(parent => parent.ts === m.thread_ts))
            const transcript = await read()
            expect(transcript.map(m => m.ts)).toEqual(reachable.map(m => m.ts))
            expect(transcript.map(m => m.threadTs)).toEqual(reachable.map(m => m.thread_ts))
          } finally {
            slack.stop()
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  it('asks for large pages, and for replies only where there are some', async () => {
    slack = slackHttp(
      channelOf([
        { ts: ts(1), text: 'alone' },
        { ts: ts(2), text: 'parent' },
        { ts: ts(3), text: 'reply', thread_ts: ts(2) },
      ]),
    )
    await read()
    expect(slack.of('conversations.history').at(-1)).toMatchObject({ limit: '999' })
    expect(slack.of('conversations.replies')).toEqual([expect.objectContaining({ ts: ts(2), limit: '200' })])
  })

  it('ends at the message that was the newest when it began', async () => {
    const posted: Posted[] = Array.from({ length: 4 }, (_, n) => ({ ts: ts(n), text: String(n) }))
    const channel = channelOf(posted, () => 2)
    slack = slackHttp({
      ...channel,
      'conversations.history': args => {
        const answer = channel['conversations.history'](args)
        posted.push({ ts: ts(posted.length), text: 'said meanwhile' })
        return answer
      },
    })
    expect((await read()).map(m => m.text)).toEqual(['0', '1', '2', '3'])
  })

  it('tells people, apps and Slack’s own notes apart, and keeps edits, files and reactions', async () => {
    slack = slackHttp(
      channelOf([
        { ts: ts(1), text: '<@U0ANA> has joined the channel', user: 'U0ANA', subtype: 'channel_join' },
        {
          ts: ts(2),
          text: 'with a file',
          user: 'U0ANA',
          files: [{ id: 'F1', name: 'errors.png' }],
          edited: { user: 'U0ANA', ts: ts(3) },
        },
        { ts: ts(4), text: 'by an app', user: 'U0BOT', bot_id: 'B1', bot_profile: { name: 'Deploys' } },
        {
          ts: ts(5),
          text: '',
          subtype: 'bot_message',
          username: 'Alerts',
          bot_id: 'B2',
          attachments: [{ fallback: 'CPU is high' }],
        },
        { ts: ts(6), text: 'liked', user: 'U0BEN', reactions: [{ name: '+1', count: 2, users: ['U0ANA', 'U0BEN'] }] },
        { ts: ts(7), text: 'This message was deleted.', user: 'USLACKBOT', subtype: 'tombstone' },
      ]),
    )
    const plain = { isEdited: false, isSystem: false, files: [], reactions: [] }
    expect(await read()).toEqual([
      { ...plain, ts: ts(1), user: 'U0ANA', text: '<@U0ANA> has joined the channel', isSystem: true },
      {
        ...plain,
        ts: ts(2),
        user: 'U0ANA',
        text: 'with a file',
        isEdited: true,
        files: [{ id: 'F1', name: 'errors.png' }],
      },
      { ...plain, ts: ts(4), botName: 'Deploys', text: 'by an app' },
      { ...plain, ts: ts(5), botName: 'Alerts', text: 'CPU is high' },
      {
        ...plain,
        ts: ts(6),
        user: 'U0BEN',
        text: 'liked',
        reactions: [{ name: '+1', count: 2, users: ['U0ANA', 'U0BEN'] }],
      },
      { ...plain, ts: ts(7), text: '', deletion: {} },
    ])
  })

  it('is empty for a channel in which nothing was said', async () => {
    slack = slackHttp(channelOf([]))
    expect(await read()).toEqual([])
  })

  it('waits as long as Slack asks for, also when that is longer than a call may hang, and then goes on from the same page', async () => {
    const channel = channelOf(
      Array.from({ length: 6 }, (_, n) => ({ ts: ts(n), text: String(n) })),
      () => 2,
    )
    let asked = 0
    slack = slackHttp({
      ...channel,
      'conversations.history': args =>
        ++asked === 3 ? { status: 429, headers: { 'retry-after': '6' } } : channel['conversations.history'](args),
    })
    expect((await read()).map(m => m.text)).toEqual(['0', '1', '2', '3', '4', '5'])
    const [refused, again] = slack.calls.slice(2, 4)
    expect(again?.args).toEqual(refused?.args)
    expect((again?.atMs ?? 0) - (refused?.atMs ?? 0)).toBeGreaterThanOrEqual(5_990)
  })

  it('does not wait for ever', async () => {
    slack = slackHttp({ 'conversations.history': () => ({ status: 429, headers: { 'retry-after': '601' } }) })
    await expect(read()).rejects.toMatchObject({ outcome: 'rate-limited' })
  })

  it('goes on after a passing failure, and gives up when it does not pass', async () => {
    const channel = channelOf([{ ts: ts(1), text: 'said' }])
    let asked = 0
    slack = slackHttp({
      ...channel,
      'conversations.history': args => (++asked === 1 ? { status: 503 } : channel['conversations.history'](args)),
    })
    expect((await read()).map(m => m.text)).toEqual(['said'])
    slack.stop()
    slack = slackHttp({ 'conversations.history': () => ({ ok: false, error: 'not_in_channel' }) })
    await expect(read()).rejects.toMatchObject({ code: 'not_in_channel' })
    expect(slack.calls).toHaveLength(1)
  })

  it('leaves out a thread that was deleted while it read', async () => {
    const channel = channelOf([
      { ts: ts(1), text: 'parent' },
      { ts: ts(2), text: 'reply', thread_ts: ts(1) },
    ])
    slack = slackHttp({ ...channel, 'conversations.replies': () => ({ ok: false, error: 'thread_not_found' }) })
    expect((await read()).map(m => m.text)).toEqual(['parent'])
  })

  it('goes on after a restart where it had come to, and anew when that was long ago', async () => {
    const all: Posted[] = Array.from({ length: 8 }, (_, n) => ({ ts: ts(n), text: String(n) }))
    const whole = channelOf(all, () => 2)
    const name = `C0${crypto.randomUUID()}`
    const noon = Date.parse('2026-03-02T12:00:00Z')
    const breakOffAfter = (pages: number) => {
      let asked = 0
      slack = slackHttp({
        ...whole,
        'conversations.history': args =>
          args.limit !== '1' && ++asked > pages
            ? { ok: false, error: 'not_in_channel' }
            : whole['conversations.history'](args),
      })
    }
    breakOffAfter(2)
    await expect(gatherNow(name, () => new Date(noon))).rejects.toThrow('not_in_channel')
    expect((await kept(name)).map(m => m.text)).toEqual(['4', '5', '6', '7'])
    slack?.stop()
    slack = slackHttp(whole)
    await gatherNow(name, () => new Date(noon + 60_000))
    expect((await kept(name)).map(m => m.text)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7'])
    expect(slack.of('conversations.history').map(args => args.latest)).toEqual([ts(4), ts(4)])
    slack.stop()

    breakOffAfter(2)
    await expect(gatherNow(name, () => new Date(noon))).rejects.toThrow('not_in_channel')
    slack?.stop()
    slack = slackHttp(whole)
    await gatherNow(name, () => new Date(noon + 11 * 60_000))
    expect(slack.of('conversations.history')[1]?.latest).toBe(ts(7))
  })

  it('goes on after a restart in the middle of a page with the threads that are left, and counts nothing twice', async () => {
    const parents = [1, 3, 5].map(n => ({ ts: ts(n), text: `parent ${n}` }))
    const replies = [1, 3, 5].map(n => ({ ts: ts(n + 1), text: `reply ${n}`, thread_ts: ts(n) }))
    const whole = channelOf([...parents, ...replies])
    const name = `C0${crypto.randomUUID()}`
    let asked = 0
    slack = slackHttp({
      ...whole,
      'conversations.replies': args =>
        ++asked > 2 ? { ok: false, error: 'not_in_channel' } : whole['conversations.replies'](args),
    })
    await expect(gatherNow(name)).rejects.toThrow('not_in_channel')
    slack.stop()
    slack = slackHttp(whole)
    expect(await gatherNow(name)).toEqual({ messages: 6, threads: 3 })
    expect(slack.of('conversations.replies').map(args => args.ts)).toEqual([ts(1)])
    expect((await kept(name)).map(m => m.text)).toEqual([1, 3, 5].flatMap(n => [`parent ${n}`, `reply ${n}`]))
    slack.stop()
    slack = slackHttp(whole)
    await gatherNow(name)
    expect(slack.of('conversations.replies').map(args => args.ts)).toEqual([ts(5), ts(3), ts(1)])
  })

  it.each([1, 2, 3, 1000])('buries what is gone from the channel, in it and in threads, by pages of %i', async size => {
    const parent = { ts: ts(2), text: 'parent' }
    const said: Posted[] = [
      { ts: ts(1), text: 'stays' },
      parent,
      { ts: ts(3), text: 'answer', thread_ts: ts(2) },
      { ts: ts(4), text: 'goes' },
      { ts: ts(5), text: 'other parent' },
      { ts: ts(6), text: 'only answer', thread_ts: ts(5) },
      { ts: ts(7), text: 'last' },
    ]
    const name = `C0${crypto.randomUUID()}`
    slack = slackHttp(channelOf(said))
    await gatherNow(name)
    slack.stop()
    // One that history does not show yet.
    const now = '1772452799.000000'
    const later = { ts: now, root: now, user: 'U0ANA', isSystem: false, text: 'since', seen: now, files: [] }
    const left = said.filter(m => !['goes', 'answer', 'only answer'].includes(m.text))
    slack = slackHttp(channelOf(left, () => size))
    await store.transcripts.note(name, [{ kind: 'message', ts: now, snapshot: later }], rules)
    await gatherNow(name)
    expect((await kept(name)).map(m => [m.text, m.deletion !== undefined])).toEqual([
      ['stays', false],
      ['parent', false],
      ['answer', true],
      ['goes', true],
      ['other parent', false],
      ['only answer', true],
      ['last', false],
      ['since', false],
    ])
  })

  it('buries the newest message, alone, in a thread or in the whole channel, and nothing that is said meanwhile', async () => {
    const parent = { ts: ts(1), text: 'parent' }
    const answer = { ts: ts(2), text: 'answer', thread_ts: ts(1) }
    const later = { ts: ts(3), root: ts(3), user: 'U0ANA', isSystem: false, text: 'since', seen: ts(3), files: [] }
    for (const left of [[parent], []]) {
      const name = `C0${crypto.randomUUID()}`
      slack = slackHttp(channelOf([parent, answer]))
      await gatherNow(name)
      slack.stop()
      const rest = channelOf(left)
      const meanwhile = async () => {
        await store.transcripts.note(name, [{ kind: 'message', ts: ts(3), snapshot: later }], rules)
      }
      slack = slackHttp({
        ...rest,
        'conversations.history': args => {
          void meanwhile()
          return rest['conversations.history'](args)
        },
      })
      await gatherNow(name)
      expect((await kept(name)).filter(m => m.deletion).map(m => m.text)).toEqual(
        left.length > 0 ? ['answer'] : ['parent', 'answer'],
      )
      slack.stop()
    }
  })

  it.each([2, 0])('buries nothing that Slack hides on a free plan, which still shows %i', async shown => {
    const name = `C0${crypto.randomUUID()}`
    const said: Posted[] = Array.from({ length: 4 }, (_, n) => ({ ts: ts(n), text: String(n) }))
    slack = slackHttp(channelOf(said))
    await gatherNow(name)
    slack.stop()
    const rest = channelOf(said.slice(said.length - shown))
    slack = slackHttp({
      ...rest,
      'conversations.history': args => ({ ...rest['conversations.history'](args), is_limited: true }),
    })
    await gatherNow(name)
    expect((await kept(name)).filter(m => m.deletion)).toEqual([])
  })
})
