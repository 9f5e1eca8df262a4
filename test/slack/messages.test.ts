import nock from 'nock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSlackClient, type SlackClient } from '../../src/slack/client.ts'
import { answerDirectly, edit, post, withdraw } from '../../src/slack/messages.ts'
import { asInside, asOutside, forOutside } from '../../src/slack/outside.ts'
import { quickPace } from '../helpers/quick-pace.ts'
import { keepingLog } from './keeping-log.ts'
import { fakeWebApi, token, type WebApi } from './web-api.ts'

const message = { text: 'Checkout <is> down & out', blocks: [{ type: 'divider' as const }] }
const to = asInside('C1')
const since = new Date('2026-03-02T10:00:00.000Z')
const key = 'INC-1/card/1'
let slack: WebApi
let client: SlackClient

beforeEach(() => {
  nock.disableNetConnect()
  slack = fakeWebApi()
  client = createSlackClient({ token, apiUrl: undefined, log: keepingLog().log, pace: quickPace() })
})
afterEach(() => {
  nock.cleanAll()
  nock.enableNetConnect()
  expect(slack.problems()).toEqual([])
})

const posted = (metadata: unknown, ts: string) => ({ type: 'message', ts, metadata })
const ours = (ofKey: string, ts: string) => posted({ event_type: 'sitrep_post', event_payload: { key: ofKey } }, ts)

describe('a post', () => {
  it('carries its key twice, escapes its text and asks for no preview', async () => {
    slack.expect('chat.postMessage', { channel: 'C1', ts: '1.1' })
    expect(await post(client, { to, message, key })).toEqual({ channel: 'C1', ts: '1.1' })
    const [call] = slack.calls
    expect(call?.authorization).toBe(`Bearer ${token}`)
    expect(call?.args).toMatchObject({
      text: 'Checkout &lt;is&gt; down &amp; out',
      blocks: [{ type: 'divider' }],
      unfurl_links: false,
      unfurl_media: false,
      client_msg_id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-5/),
      metadata: { event_type: 'sitrep_post', event_payload: { key } },
    })
    expect(call?.args).not.toHaveProperty('link_names')
    expect(call?.args).not.toHaveProperty('parse')
  })

  it('has the same client_msg_id with the same key, and another with another', async () => {
    slack.always('chat.postMessage', { channel: 'C1', ts: '1.1' })
    for (const channel of ['C1', 'C2', 'C3'] as const)
      await post(client, { to: asInside(channel), message, key: channel === 'C3' ? 'INC-2/card/1' : key })
    const [first, again, other] = slack.calls.map(call => call.args.client_msg_id)
    expect(again).toBe(first)
    expect(other).not.toBe(first)
  })

  it('that may have been heard is found by its key and not posted again', async () => {
    slack.expect('conversations.history', {
      messages: [posted(undefined, '5.5'), ours('INC-1/card/2', '4.4')],
      response_metadata: { next_cursor: 'older' },
    })
    slack.expect('conversations.history', { messages: [ours(key, '3.3')] })
    expect(await post(client, { to, message, key, lookBackTo: since })).toEqual({ channel: 'C1', ts: '3.3' })
    expect(slack.calls.map(call => [call.method, call.args.cursor])).toEqual([
      ['conversations.history', undefined],
      ['conversations.history', 'older'],
    ])
    expect(slack.calls[0]?.args).toMatchObject({ include_all_metadata: true })
    expect(Number(slack.calls[0]?.args.oldest)).toBeLessThan(since.getTime() / 1000)
  })

  it.each([
    ['nothing', []],
    ['another key', [ours('INC-1/card/10', '3.3')]],
    ['another app’s metadata', [posted({ event_type: 'other', event_payload: { key } }, '3.3')]],
  ])('is made after all when the look-back finds %s', async (_, messages) => {
    slack.expect('conversations.history', { messages })
    slack.expect('chat.postMessage', { channel: 'C1', ts: '9.9' })
    expect(await post(client, { to, message, key, lookBackTo: since })).toEqual({ channel: 'C1', ts: '9.9' })
  })

  it('to a person is not looked for: their history is not ours to read', async () => {
    slack.expect('chat.postMessage', { channel: 'D1', ts: '9.9' })
    await post(client, { to: asInside('U0ANA'), message, key, lookBackTo: since })
  })

  it('is not made while the look-back fails', async () => {
    slack.expect('conversations.history', { ok: false, error: 'internal_error' })
    await expect(post(client, { to, message, key, lookBackTo: since })).rejects.toMatchObject({
      outcome: 'retry-safe',
    })
  })

  it('whose answer names no message is unclear', async () => {
    slack.expect('chat.postMessage')
    await expect(post(client, { to, message, key })).rejects.toMatchObject({ outcome: 'ambiguous' })
  })

  it('goes out in words alone when Slack refuses its blocks', async () => {
    slack.expect('chat.postMessage', { ok: false, error: 'invalid_blocks' })
    slack.expect('chat.postMessage', { channel: 'C1', ts: '1.1' })
    expect(await post(client, { to, message, key })).toEqual({ channel: 'C1', ts: '1.1' })
    const [rich, plain] = slack.calls.map(call => call.args)
    const { blocks, ...inWords } = rich!
    expect(blocks).toEqual([{ type: 'divider' }])
    expect(plain).toEqual(inWords)
  })

  it('is given up when Slack refuses its words too', async () => {
    for (let n = 0; n < 2; n++) slack.expect('chat.postMessage', { ok: false, error: 'msg_too_long' })
    await expect(post(client, { to, message, key })).rejects.toMatchObject({ code: 'msg_too_long' })
  })

  it('that is refused for another reason is not tried in words', async () => {
    slack.expect('chat.postMessage', { ok: false, error: 'is_archived' })
    await expect(post(client, { to, message, key })).rejects.toMatchObject({ code: 'is_archived' })
  })

  it('stays within Slack’s sizes', async () => {
    slack.expect('chat.postMessage', { channel: 'C1', ts: '1.1' })
    const blocks = Array.from({ length: 80 }, () => ({ type: 'divider' as const }))
    await post(client, { to, message: { text: '&'.repeat(50_000), blocks }, key })
    const { args } = slack.calls[0]!
    expect(String(args.text).length).toBeLessThanOrEqual(40_000)
    expect(args.blocks).toHaveLength(50)
  })
})

describe('an edit', () => {
  const at = { channel: 'C1', ts: '1.1' }

  it('sends text and blocks together', async () => {
    slack.expect('chat.update')
    expect(await edit(client, { to, ts: at.ts, message })).toBe(true)
    expect(slack.calls[0]?.args).toMatchObject({ ...at, text: 'Checkout &lt;is&gt; down &amp; out', blocks: [{}] })
  })

  it.each(['message_not_found', 'cant_update_message'])('answers that the message is gone on %s', async error => {
    slack.expect('chat.update', { ok: false, error })
    expect(await edit(client, { to, ts: at.ts, message })).toBe(false)
  })

  it('fails on anything else', async () => {
    slack.expect('chat.update', { ok: false, error: 'is_archived' })
    await expect(edit(client, { to, ts: at.ts, message })).rejects.toMatchObject({ code: 'is_archived' })
  })
})

describe('a message taken back', () => {
  const at = { channel: 'C1', ts: '1.1' }
  const instead = forOutside({ text: 'Taken back.', blocks: [] })

  it('is deleted, and it is no failure that somebody was faster', async () => {
    slack.expect('chat.delete')
    await withdraw(client, { to: asOutside('C1'), ts: '1.1', instead })
    expect(slack.calls[0]?.args).toMatchObject(at)
    slack.expect('chat.delete', { ok: false, error: 'message_not_found' })
    await withdraw(client, { to: asOutside('C1'), ts: '1.1', instead })
  })

  it('that Slack does not let us delete says so in place of what it said', async () => {
    slack.expect('chat.delete', { ok: false, error: 'cant_delete_message' })
    slack.expect('chat.update')
    await withdraw(client, { to: asOutside('C1'), ts: '1.1', instead })
    expect(slack.calls.at(-1)?.args).toMatchObject({ ...at, text: 'Taken back.' })
  })

  it('that could not be taken back is a failure', async () => {
    slack.expect('chat.delete', { ok: false, error: 'channel_not_found' })
    await expect(withdraw(client, { to: asOutside('C1'), ts: '1.1', instead })).rejects.toMatchObject({
      code: 'channel_not_found',
    })
  })
})

it('a direct answer escapes what people typed', async () => {
  slack.expect('chat.postMessage')
  await answerDirectly(client, 'U0ANA', 'no <b> & c')
  expect(slack.calls[0]?.args).toMatchObject({ channel: 'U0ANA', text: 'no &lt;b&gt; &amp; c' })
})
