import { describe, expect, it } from 'vitest'
import { bot, call, channels, people, playground, refusal, refused } from './playground.ts'

const channel = channels.incidents
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } })

describe('posting', () => {
  it('stores a message from the app and returns it', async () => {
    const { web } = await playground()
    const { ts, message } = await web.chat.postMessage({ channel, text: 'hello', blocks: [section('*hello*')] })
    expect(message).toMatchObject({ text: 'hello', user: bot, bot_id: 'B0APP00001', ts })
    const { messages } = await web.conversations.history({ channel })
    expect(messages).toMatchObject([{ ts, text: 'hello', blocks: [{ type: 'section', block_id: expect.any(String) }] }])
  })

  it('gives every message its own increasing ts, even when the clock stands still', async () => {
    const { web } = await playground({ now: () => 1_767_225_600_000 })
    const ts: string[] = []
    for (let i = 0; i < 5; i++) ts.push((await web.chat.postMessage({ channel, text: `${i}` })).ts!)
    expect(ts[0]).toMatch(/^1767225600\.\d{6}$/)
    expect(new Set(ts).size).toBe(5)
    expect([...ts].sort()).toEqual(ts)
  })

  it('needs something to say', async () => {
    const { web } = await playground()
    expect(await refused(web.chat.postMessage({ channel, text: '' }))).toBe('no_text')
    expect(await refused(call(web, 'chat.postMessage', { text: 'x' }))).toBe('invalid_arguments')
    expect(await refused(web.chat.postMessage({ channel: 'C0NOWHERE0', text: 'x' }))).toBe('channel_not_found')
  })

  it('cuts a text short after 40,000 characters', async () => {
    const { web } = await playground()
    const { message } = await web.chat.postMessage({ channel, text: 'x'.repeat(50_000) })
    expect(message!.text).toHaveLength(40_000)
  })

  it('with a client_msg_id that was used before returns the stored message', async () => {
    const { web, messages } = await playground()
    const post = () =>
      call(web, 'chat.postMessage', { channel, text: 'once', client_msg_id: '6f1b1b1e-0000-5000-8000-000000000001' })
    const first = await post()
    const again = await post()
    expect(again).toMatchObject({ ok: true, ts: first.ts })
    expect(await messages('incidents')).toHaveLength(1)
    const elsewhere = { channel: channels.support, text: 'once', client_msg_id: '6f1b1b1e-0000-5000-8000-000000000001' }
    expect(await refused(call(web, 'chat.postMessage', elsewhere))).toBe('duplicate_channel_not_found')
  })

  it('carries metadata that history shows only when asked', async () => {
    const { web } = await playground()
    const metadata = { event_type: 'delivery', event_payload: { key: 'INC-1#1' } }
    await web.chat.postMessage({ channel, text: 'x', metadata })
    expect((await web.conversations.history({ channel })).messages![0]).not.toHaveProperty('metadata')
    expect((await web.conversations.history({ channel, include_all_metadata: true })).messages![0]).toMatchObject({
      metadata,
    })
    expect(await refused(call(web, 'chat.postMessage', { channel, text: 'x', metadata: { event_type: 'x' } }))).toBe(
      'invalid_metadata_format',
    )
    const big = { event_type: 'x', event_payload: { text: 'x'.repeat(20_000) } }
    expect(await refused(web.chat.postMessage({ channel, text: 'x', metadata: big }))).toBe('metadata_too_large')
  })

  it('in a thread stays out of the channel unless broadcast', async () => {
    const { web } = await playground()
    const { ts } = await web.chat.postMessage({ channel, text: 'parent' })
    await web.chat.postMessage({ channel, text: 'quiet', thread_ts: ts! })
    await web.chat.postMessage({ channel, text: 'loud', thread_ts: ts!, reply_broadcast: true })
    const { messages } = await web.conversations.history({ channel })
    expect(messages).toMatchObject([
      { text: 'loud', subtype: 'thread_broadcast', thread_ts: ts, root: { text: 'parent' } },
      { text: 'parent', reply_count: 2 },
    ])
    expect(await refused(web.chat.postMessage({ channel, text: 'x', thread_ts: '1.000000' }))).toBe(
      'cannot_reply_to_message',
    )
  })

  it('under another name and picture needs the scope for it', async () => {
    const { web } = await playground()
    const other = { channel, text: 'x', username: 'Other' }
    expect(await refusal(web.chat.postMessage(other))).toMatchObject({ needed: 'chat:write.customize' })
    const { web: free } = await playground({ app: { scopes: ['chat:write', 'chat:write.customize'] } })
    expect((await free.chat.postMessage({ ...other, icon_emoji: ':robot_face:' })).message).toMatchObject({
      subtype: 'bot_message',
      username: 'Other',
      icons: { emoji: ':robot_face:' },
    })
    const { message } = await free.chat.postMessage({ ...other, icon_url: 'https://a.test/i.png' })
    expect(message).toMatchObject({ icons: { image_48: 'https://a.test/i.png' } })
  })

  it('has 12,000 characters in all its blocks together at most', async () => {
    const { web } = await playground()
    const blocks = (length: number) => [...Array(4).fill(section('x'.repeat(2999))), section('x'.repeat(length))]
    expect((await web.chat.postMessage({ channel, text: 'x', blocks: blocks(4) })).ok).toBe(true)
    expect(await refused(web.chat.postMessage({ channel, text: 'x', blocks: blocks(5) }))).toBe('msg_blocks_too_long')
  })
})

describe('editing', () => {
  it('replaces the text and marks the message edited', async () => {
    const { web } = await playground()
    const { ts } = await web.chat.postMessage({ channel, text: 'before', blocks: [section('before')] })
    await web.chat.update({ channel, ts: ts!, text: 'after', blocks: [section('after')] })
    const { messages } = await web.conversations.history({ channel })
    expect(messages).toMatchObject([
      { ts, text: 'after', edited: { user: bot }, blocks: [{ text: { text: 'after' } }] },
    ])
  })

  it('keeps the blocks it does not mention and drops them for an empty list', async () => {
    const { web, messages } = await playground()
    const { ts } = await web.chat.postMessage({ channel, text: 'before', blocks: [section('before')] })
    await web.chat.update({ channel, ts: ts!, text: 'after' })
    expect(await messages('incidents')).toMatchObject([{ text: 'after', blocks: [{ text: { text: 'before' } }] }])
    await web.chat.update({ channel, ts: ts!, text: 'bare', blocks: [] })
    expect((await messages('incidents'))[0]).not.toHaveProperty('blocks')
  })

  it('keeps the attachments it does not mention and drops them for an empty list', async () => {
    const { web, messages } = await playground()
    const { ts } = await web.chat.postMessage({ channel, text: 'before', attachments: [{ text: 'attached' }] })
    await web.chat.update({ channel, ts: ts!, text: 'after' })
    expect(await messages('incidents')).toMatchObject([{ attachments: [{ text: 'attached' }] }])
    await web.chat.update({ channel, ts: ts!, text: 'bare', attachments: [] })
    expect((await messages('incidents'))[0]).not.toHaveProperty('attachments')
  })

  it('is only for the app’s own messages', async () => {
    const { web, act } = await playground()
    const { ts } = await act('message', { channel: 'incidents', user: 'ana', text: 'mine' })
    expect(await refused(web.chat.update({ channel, ts, text: 'x' }))).toBe('cant_update_message')
    expect(await refused(web.chat.delete({ channel, ts }))).toBe('cant_delete_message')
    expect(await refused(web.chat.update({ channel, ts: '1.000000', text: 'x' }))).toBe('message_not_found')
  })

  it('refuses more than 4,000 characters', async () => {
    const { web } = await playground()
    const { ts } = await web.chat.postMessage({ channel, text: 'x' })
    expect(await refused(web.chat.update({ channel, ts: ts!, text: 'x'.repeat(4001) }))).toBe('msg_too_long')
  })
})

describe('deleting', () => {
  it('removes a message, or leaves a tombstone over its replies', async () => {
    const { web, messages } = await playground()
    const plain = await web.chat.postMessage({ channel, text: 'plain' })
    const parent = await web.chat.postMessage({ channel, text: 'parent' })
    await web.chat.postMessage({ channel, text: 'reply', thread_ts: parent.ts! })
    await web.chat.delete({ channel, ts: plain.ts! })
    await web.chat.delete({ channel, ts: parent.ts! })
    expect((await web.conversations.history({ channel })).messages).toMatchObject([
      { subtype: 'tombstone', ts: parent.ts },
    ])
    expect(await messages('incidents')).toMatchObject([{ subtype: 'tombstone' }, { text: 'reply' }])
  })
})

describe('an ephemeral message', () => {
  it('is seen by one person and by no API', async () => {
    const { web, see } = await playground()
    const { message_ts } = await web.chat.postEphemeral({ channel, user: people.ana, text: 'only you' })
    expect((await see('ephemeral/ana')).messages).toMatchObject([
      { channel, ts: message_ts, text: 'only you', user: bot },
    ])
    expect((await see('ephemeral/ben')).messages).toEqual([])
    expect((await web.conversations.history({ channel })).messages).toEqual([])
    expect(await refused(web.chat.update({ channel, ts: message_ts!, text: 'x' }))).toBe('message_not_found')
  })

  it('reaches only members', async () => {
    const { web } = await playground()
    expect(await refused(web.chat.postEphemeral({ channel: channels.support, user: people.dev, text: 'x' }))).toBe(
      'user_not_in_channel',
    )
  })
})

describe('a permalink', () => {
  it('names the channel and the message, and the thread of a reply', async () => {
    const { web, url } = await playground()
    const { ts } = await web.chat.postMessage({ channel, text: 'x' })
    const reply = await web.chat.postMessage({ channel, text: 'y', thread_ts: ts! })
    const link = async (message_ts: string) => (await web.chat.getPermalink({ channel, message_ts })).permalink
    expect(await link(ts!)).toBe(`${url}/archives/${channel}/p${ts!.replace('.', '')}`)
    expect(await link(reply.ts!)).toContain(`?thread_ts=${ts}&cid=${channel}`)
    expect(await refused(web.chat.getPermalink({ channel, message_ts: '1.000000' }))).toBe('message_not_found')
  })
})
