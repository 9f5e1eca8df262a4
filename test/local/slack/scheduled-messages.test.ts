import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { bot, call, channels, people, playground, refused } from './playground.ts'

const channel = channels.incidents
const start = Date.UTC(2026, 0, 2, 9)
const at = (minutes: number) => start / 1000 + minutes * 60
const clockStill = { now: () => start }

describe('a scheduled message', () => {
  it('is posted once, when the workspace’s clock passes its time', async () => {
    const { web, act, messages } = await playground(clockStill)
    const answer = await web.chat.scheduleMessage({ channel, text: 'Stand-up', post_at: at(10) })
    expect(answer).toMatchObject({
      channel,
      post_at: at(10),
      scheduled_message_id: expect.stringMatching(/^Q/),
      message: { text: 'Stand-up', type: 'delayed_message', user: bot },
    })
    await act('advance', { minutes: 9 })
    expect(await messages('incidents')).toEqual([])
    await act('advance', { minutes: 1 })
    expect(await messages('incidents')).toMatchObject([{ text: 'Stand-up', user: bot, bot_id: 'B0APP00001' }])
    await act('advance', { minutes: 30 })
    expect(await messages('incidents')).toHaveLength(1)
    expect((await web.chat.scheduledMessages.list()).scheduled_messages).toEqual([])
  })

  it('is posted without anybody moving the clock', async () => {
    let now = start
    const { web, messages } = await playground({ now: () => now })
    await web.chat.scheduleMessage({ channel, text: 'Stand-up', post_at: at(10) })
    now += 10 * 60_000
    await vi.waitFor(async () => expect(await messages('incidents')).toHaveLength(1), { timeout: 5000 })
  })

  it('survives a restart', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'sandbox-'))
    const first = await playground({ ...clockStill, dir })
    await first.web.chat.scheduleMessage({ channel, text: 'Stand-up', post_at: at(10) })
    await first.workspace.stop()
    const again = await playground({ ...clockStill, dir })
    await again.act('advance', { minutes: 10 })
    expect(await again.messages('incidents')).toMatchObject([{ text: 'Stand-up' }])
  })

  it('goes out in the order of its time, into its thread', async () => {
    const { web, act, messages } = await playground(clockStill)
    const { ts } = await web.chat.postMessage({ channel, text: 'parent' })
    await web.chat.scheduleMessage({ channel, text: 'second', post_at: at(20), thread_ts: ts! })
    await web.chat.scheduleMessage({ channel, text: 'first', post_at: at(10), thread_ts: ts!, reply_broadcast: true })
    await act('advance', { minutes: 60 })
    expect(await messages('incidents')).toMatchObject([
      { text: 'parent', reply_count: 2 },
      { text: 'first', thread_ts: ts, subtype: 'thread_broadcast' },
      { text: 'second', thread_ts: ts },
    ])
  })

  it('is not posted where it no longer can be, nor when it carries metadata', async () => {
    const { web, act, messages } = await playground(clockStill)
    const { channel: created } = await web.conversations.create({ name: 'short-lived' })
    const { ts } = await web.chat.postMessage({ channel, text: 'parent' })
    const later = { text: 'later', post_at: at(10) }
    await web.chat.scheduleMessage({ channel: created!.id!, ...later })
    await web.chat.scheduleMessage({ channel: channels.support, ...later })
    await web.chat.scheduleMessage({ channel, thread_ts: ts!, ...later })
    await web.chat.scheduleMessage({ channel, ...later, metadata: { event_type: 'x', event_payload: {} } })
    await web.conversations.archive({ channel: created!.id! })
    await web.conversations.leave({ channel: channels.support })
    await web.chat.delete({ channel, ts: ts! })
    await act('advance', { minutes: 10 })
    const texts = await Promise.all([created!.id!, 'support', 'incidents'].map(messages))
    expect(texts.flat().map(m => m.text)).not.toContain('later')
    expect((await web.chat.scheduledMessages.list()).scheduled_messages).toEqual([])
  })

  it('lies ahead, by 120 days at most', async () => {
    const { web } = await playground(clockStill)
    const schedule = (post_at: unknown) => call(web, 'chat.scheduleMessage', { channel, text: 'x', post_at })
    expect(await refused(schedule(at(0)))).toBe('time_in_past')
    expect(await refused(schedule(at(120 * 24 * 60) + 1))).toBe('time_too_far')
    expect((await schedule(at(120 * 24 * 60))).ok).toBe(true)
    expect(await refused(schedule('tomorrow'))).toBe('invalid_time')
    expect(await refused(schedule(undefined))).toBe('invalid_arguments')
  })

  it('is one of thirty within five minutes in a channel', async () => {
    const { web } = await playground({ ...clockStill, rateLimits: 'off' })
    const schedule = (to: string, post_at: number) => web.chat.scheduleMessage({ channel: to, text: 'x', post_at })
    for (let i = 0; i < 30; i++) await schedule(channel, at(10) + i * 10)
    expect(await refused(schedule(channel, at(10) + 299))).toBe('restricted_too_many')
    expect(await refused(schedule(channel, at(10) - 1))).toBe('restricted_too_many')
    expect((await schedule(channel, at(10) + 300)).ok).toBe(true)
    expect((await schedule(channels.support, at(10))).ok).toBe(true)
  })

  it('needs something to say and a channel to say it in', async () => {
    const { web } = await playground(clockStill)
    const schedule = (to: string, text: string) =>
      refused(web.chat.scheduleMessage({ channel: to, text, post_at: at(10) }))
    expect(await schedule(channel, '')).toBe('no_text')
    expect(await schedule(channel, 'x'.repeat(40_001))).toBe('msg_too_long')
    expect(await schedule(channels.general, 'x')).toBe('not_in_channel')
    expect(await schedule('C0NOWHERE0', 'x')).toBe('channel_not_found')
  })

  it('can be taken back until a minute before', async () => {
    const { web, act, messages } = await playground(clockStill)
    const schedule = async (minutes: number) =>
      (await web.chat.scheduleMessage({ channel, text: `at ${minutes}`, post_at: at(minutes) })).scheduled_message_id!
    const [soon, later] = [await schedule(10), await schedule(20)]
    const remove = (id: string, from: string = channel) =>
      web.chat.deleteScheduledMessage({ channel: from, scheduled_message_id: id })
    expect(await refused(remove(later, channels.support))).toBe('invalid_scheduled_message_id')
    expect(await refused(remove(later, 'C0NOWHERE0'))).toBe('channel_not_found')
    await act('advance', { minutes: 9 })
    expect(await refused(remove(soon))).toBe('invalid_scheduled_message_id')
    await remove(later)
    expect(await refused(remove(later))).toBe('invalid_scheduled_message_id')
    await act('advance', { minutes: 60 })
    expect((await messages('incidents')).map(m => m.text)).toEqual(['at 10'])
  })

  it('is listed until it is posted, by channel and by time', async () => {
    const { web } = await playground(clockStill)
    for (const [to, minutes] of [
      [channel, 30],
      [channel, 10],
      [channels.support, 20],
    ] as const) {
      await web.chat.scheduleMessage({ channel: to, text: `at ${minutes}`, post_at: at(minutes) })
    }
    const list = async (args: Record<string, string>) =>
      (await web.chat.scheduledMessages.list(args)).scheduled_messages!.map(m => m.text)
    expect(await list({})).toEqual(['at 10', 'at 20', 'at 30'])
    expect(await list({ channel: channels.support })).toEqual(['at 20'])
    expect(await list({ oldest: `${at(15)}`, latest: `${at(25)}` })).toEqual(['at 20'])
    expect((await web.chat.scheduledMessages.list({ limit: 1 })).scheduled_messages).toMatchObject([
      { channel_id: channel, post_at: at(10), date_created: at(0), text: 'at 10' },
    ])
    expect(await refused(web.chat.scheduledMessages.list({ channel: 'C0NOWHERE0' }))).toBe('invalid_channel')
  })

  it('may be for one person', async () => {
    const { web, act, see } = await playground(clockStill)
    const { channel: dm } = await web.chat.scheduleMessage({ channel: people.ana, text: 'psst', post_at: at(1) })
    await act('advance', { minutes: 1 })
    expect((await see(`messages/${dm}`)).messages).toMatchObject([{ text: 'psst' }])
  })
})
