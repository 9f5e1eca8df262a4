import { describe, expect, it } from 'vitest'
import type { PageMode } from '../../../src/local/slack/pages.ts'
import { type Answer, call, channels, type Playground, people, playground, refused } from './playground.ts'

const channel = channels.incidents

/** What a method lists, page by page to the end. */
async function pagesOf({ web }: Playground, method: string, args: Record<string, unknown>): Promise<Answer[][]> {
  const pages: Answer[][] = []
  let cursor: string | undefined
  do {
    const answer = await call(web, method, { ...args, ...(cursor ? { cursor } : {}) })
    pages.push(answer.messages ?? answer.members ?? answer.channels ?? answer.scheduled_messages)
    cursor = answer.response_metadata?.next_cursor
    expect(pages.length).toBeLessThan(50)
  } while (cursor)
  return pages
}

async function filled(pages?: PageMode): Promise<Playground & { readonly thread: string }> {
  const play = await playground({ rateLimits: 'off', ...(pages ? { pages } : {}) })
  for (const text of ['0', '1', '2', '3', '4', '5']) await play.web.chat.postMessage({ channel, text })
  const [{ ts: thread }] = await play.messages('incidents')
  for (const text of ['a', 'b', 'c', 'd']) await play.web.chat.postMessage({ channel, text, thread_ts: thread })
  const post_at = Math.floor(Date.now() / 1000) + 3600
  for (const i of [0, 1, 2, 3]) await play.web.chat.scheduleMessage({ channel, text: `${i}`, post_at: post_at + i })
  return { ...play, thread }
}

const lengths = (pages: readonly unknown[][]) => pages.map(page => page.length)

describe('a page that is not the last', () => {
  it('has one item less than asked for', async () => {
    const play = await filled()
    expect(lengths(await pagesOf(play, 'users.list', { limit: 4 }))).toEqual([3, 4])
    expect(lengths(await pagesOf(play, 'conversations.history', { channel, limit: 3 }))).toEqual([2, 2, 2])
    expect(lengths(await pagesOf(play, 'users.list', { limit: 1 }))).toEqual([1, 1, 1, 1, 1, 1, 1])
    expect(lengths(await pagesOf(play, 'users.list', {}))).toEqual([7])
  })

  it('is as full as asked for in a workspace of full pages', async () => {
    const play = await filled('full')
    expect(lengths(await pagesOf(play, 'users.list', { limit: 4 }))).toEqual([4, 3])
    expect(lengths(await pagesOf(play, 'conversations.history', { channel, limit: 3 }))).toEqual([3, 3])
  })

  it('is half full or empty in a workspace of sparse pages', async () => {
    const play = await filled('sparse')
    expect(lengths(await pagesOf(play, 'users.list', { limit: 4 }))).toEqual([2, 0, 2, 0, 2, 0, 1])
    expect(lengths(await pagesOf(play, 'users.list', {}))).toEqual([3, 0, 3, 0, 1])
    const history = await pagesOf(play, 'conversations.history', { channel, limit: 100 })
    expect(lengths(history)).toEqual([3, 0, 3])
    expect(history.flat().map(m => m.text)).toEqual(['5', '4', '3', '2', '1', '0'])
  })
})

describe('the page size', () => {
  it('is set while the workspace runs, until it starts over', async () => {
    const play = await filled()
    const sizes = async () => lengths(await pagesOf(play, 'users.list', { limit: 4 }))
    await play.act('pages', { size: 2 })
    expect(await sizes()).toEqual([2, 2, 2, 1])
    await play.act('pages', { size: 'sparse' })
    expect(await sizes()).toEqual([2, 0, 2, 0, 2, 0, 1])
    expect((await play.act('pages', { size: 0 })).error).toContain('"size"')
    await play.act('reset')
    expect(await sizes()).toEqual([3, 4])
  })
})

describe.each(['short', 'sparse', 1] as const)('with %s pages', mode => {
  it.each<[string, (play: { readonly thread: string }) => Record<string, unknown>]>([
    ['users.list', () => ({})],
    ['users.conversations', () => ({})],
    ['conversations.list', () => ({})],
    ['conversations.members', () => ({ channel })],
    ['conversations.history', () => ({ channel })],
    ['conversations.replies', ({ thread }) => ({ channel, ts: thread })],
    ['chat.scheduledMessages.list', () => ({})],
  ])('%s gives everything once', async (method, args) => {
    const play = await filled(mode)
    const whole = await filled('full')
    const all = (await pagesOf(whole, method, { ...args(whole), limit: 999 })).flat()
    const got = (await pagesOf(play, method, { ...args(play), limit: 3 })).flat()
    const names = (items: Answer[]) => items.map(item => item.text ?? item.name ?? item)
    expect(names(got)).toEqual(names(all))
    expect(new Set(names(got)).size).toBe(all.length)
  })
})

describe('a cursor', () => {
  it('that was never given out is refused', async () => {
    const play = await filled()
    const members = await play.web.users.list({ limit: 2 })
    const other = members.response_metadata!.next_cursor!
    expect(await refused(play.web.users.list({ cursor: 'nonsense' }))).toBe('invalid_cursor')
    expect(await refused(play.web.conversations.history({ channel, cursor: other }))).toBe('invalid_cursor')
    const far = Buffer.from('next:999').toString('base64')
    expect(await refused(play.web.conversations.list({ cursor: far }))).toBe('invalid_cursor')
  })

  it('keeps its place in a thread while answers are deleted', async () => {
    const { web, thread: ts } = await filled()
    const first = await web.conversations.replies({ channel, ts, limit: 4 })
    const gone = first.messages?.find(({ text }) => text === 'b')?.ts ?? ''
    await web.chat.delete({ channel, ts: gone })
    const cursor = first.response_metadata!.next_cursor!
    const second = await web.conversations.replies({ channel, ts, limit: 4, cursor })
    expect([first, second].map(page => page.messages?.map(m => m.text))).toEqual([
      ['0', 'a', 'b'],
      ['c', 'd'],
    ])
  })

  it('keeps its place while messages arrive', async () => {
    const play = await filled()
    const first = await play.web.conversations.history({ channel, limit: 3 })
    await play.act('message', { channel: 'incidents', user: 'ana', text: 'new' })
    const second = await play.web.conversations.history({
      channel,
      limit: 3,
      cursor: first.response_metadata!.next_cursor!,
    })
    expect([...first.messages!, ...second.messages!].map(m => m.text)).toEqual(['5', '4', '3', '2'])
  })

  it('comes with a limit that is a number', async () => {
    const { web } = await playground()
    for (const [method, args] of [
      ['conversations.list', {}],
      ['users.conversations', { user: people.ana }],
      ['conversations.members', { channel }],
    ] as const) {
      expect(await refused(call(web, method, { ...args, limit: 'many' }))).toBe('invalid_limit')
      expect(await refused(call(web, method, { ...args, limit: -1 }))).toBe('invalid_limit')
    }
  })
})
