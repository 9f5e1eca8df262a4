import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { type Answer, bot, call, channels, people, playground, refused } from './playground.ts'

const post = (url: string, path: string, init: RequestInit = {}) =>
  fetch(`${url}/_control/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
    ...init,
  })

describe('the control API', () => {
  it('shows the whole workspace', async () => {
    const { see } = await playground({ now: () => Date.UTC(2026, 0, 2, 3, 4) })
    const state = await see('state')
    expect(state).toMatchObject({
      ok: true,
      now: '2026-01-02T03:04:00.000Z',
      offsetMinutes: 0,
      team: { name: 'Acme (sandbox)' },
      app: { id: 'A0SANDBOX1', name: 'Helper', bot_user_id: bot, connected: false },
      version: expect.any(Number),
    })
    expect(state.app.commands[0]).toEqual({ command: '/hello', description: 'Says hello', usage_hint: '[name]' })
    expect(state.app.shortcuts[1]).toEqual({
      name: 'Take note',
      callback_id: 'note',
      type: 'message',
      description: 'Notes a message',
    })
    expect(state.users.find((u: Answer) => u.name === 'ana')).toMatchObject({
      id: people.ana,
      tz: 'Europe/Lisbon',
      profile: { title: 'Site reliability engineer' },
    })
    expect(state.usergroups[0]).toMatchObject({ id: 'S0ONCALL01', handle: 'on-call', users: [people.ana, people.ben] })
    expect(state.channels.find((c: Answer) => c.name === 'security-team')).toMatchObject({
      is_private: true,
      is_group: true,
      is_channel: false,
      is_im: false,
      is_archived: false,
      members: [people.ana, people.dev],
      topic: { value: '' },
      purpose: { value: 'Private: security matters.' },
      pins: [],
      bookmarks: [],
      message_count: 0,
      latest: null,
    })
  })

  it('takes users and channels by id or by name, with or without their sign', async () => {
    const { act, messages } = await playground()
    for (const [channel, user] of [
      ['incidents', 'ana'],
      ['#incidents', '@ana'],
      [channels.incidents, people.ana],
    ]) {
      expect(await act('message', { channel, user, text: 'hi' })).toMatchObject({ ok: true, ts: expect.any(String) })
    }
    expect(await messages('%23incidents')).toHaveLength(3)
    expect((await messages(channels.incidents)).every(m => m.user === people.ana)).toBe(true)
  })

  it('says in a sentence what was wrong', async () => {
    const { url, act } = await playground()
    expect(await act('message', { channel: 'nowhere', user: 'ana', text: 'x' })).toEqual({
      ok: false,
      error: 'There is no channel "nowhere".',
    })
    expect(await act('message', { channel: 'general', user: 'zoe', text: 'x' })).toMatchObject({
      error: expect.stringContaining('There is no user "zoe"'),
    })
    expect(await act('message', { channel: 'general', user: 'ana' })).toEqual({
      ok: false,
      error: 'Send "text" as a text.',
    })
    expect(await act('submit', { user: 'ana', values: {} })).toEqual({ ok: false, error: 'ana has no modal open.' })
    expect((await post(url, 'message')).status).toBe(400)
    for (const path of ['fly', 'constructor']) expect((await post(url, path)).status).toBe(404)
  })

  it('refuses requests that another site sends', async () => {
    const { url } = await playground()
    const { host } = new URL(url)
    const status = (origin: string, path = 'reset', method = 'POST') =>
      new Promise<number | undefined>((resolve, reject) => {
        const req = request(`${url}/_control/${path}`, { method, headers: { origin, host } }, res => {
          res.resume()
          resolve(res.statusCode)
        })
        req.on('error', reject).end()
      })
    expect(await status('https://evil.example')).toBe(403)
    expect(await status('null')).toBe(403)
    expect(await status('https://evil.example', 'state', 'GET')).toBe(403)
    expect(await status(url)).toBe(200)
  })

  it('lets a person join a public channel by acting in it, but not a private one or as a guest', async () => {
    const { act, channel, messages } = await playground()
    await act('message', { channel: 'leadership', user: 'ana', text: 'may I?' })
    expect((await channel('leadership')).members).toContain(people.ana)
    expect((await messages('leadership')).map(m => m.subtype)).toEqual(['channel_join', undefined])
    expect(await act('message', { channel: 'security-team', user: 'ben', text: 'x' })).toMatchObject({ ok: false })
    expect(await act('message', { channel: 'general', user: 'gus', text: 'x' })).toMatchObject({ ok: false })
    expect(await act('message', { channel: 'support', user: 'gus', text: 'x' })).toMatchObject({ ok: true })
  })

  it('lets people edit and delete only what is theirs', async () => {
    const { act, messages } = await playground()
    const { ts } = await act('message', { channel: 'incidents', user: 'ben', text: 'one' })
    expect(await act('edit-message', { channel: 'incidents', user: 'chloe', messageTs: ts, text: 'x' })).toMatchObject({
      ok: false,
    })
    expect(await act('edit-message', { channel: 'incidents', user: 'ben', messageTs: ts, text: 'two' })).toMatchObject({
      ok: true,
    })
    expect(await messages('incidents')).toMatchObject([{ text: 'two', edited: { user: people.ben } }])
    expect(await act('delete-message', { channel: 'incidents', user: 'chloe', messageTs: ts })).toMatchObject({
      ok: false,
    })
    await act('delete-message', { channel: 'incidents', user: 'ben', messageTs: ts })
    expect(await messages('incidents')).toEqual([])
  })

  it('takes people through threads', async () => {
    const { act, messages } = await playground()
    const { ts } = await act('message', { channel: 'incidents', user: 'ana', text: 'parent' })
    const reply = await act('message', { channel: 'incidents', user: 'ben', text: 'reply', thread_ts: ts })
    // A reply to a reply is a reply to its parent.
    await act('message', { channel: 'incidents', user: 'ana', text: 'again', thread_ts: reply.ts })
    expect(await messages('incidents')).toMatchObject([{ reply_count: 2 }, { thread_ts: ts }, { thread_ts: ts }])
    expect(await messages('incidents?limit=1')).toMatchObject([{ text: 'again' }])
  })

  it('moves the clock and waits for those who follow it', async () => {
    const start = Date.UTC(2026, 0, 1)
    const { act, workspace, web, see } = await playground({ now: () => start })
    const heard: number[] = []
    workspace.onAdvance(async () => void heard.push(workspace.now()))
    expect(await act('advance', { minutes: 30 })).toMatchObject({
      ok: true,
      now: '2026-01-01T00:30:00.000Z',
      offsetMinutes: 30,
    })
    expect(heard).toEqual([start + 30 * 60_000])
    const { ts } = await web.chat.postMessage({ channel: channels.incidents, text: 'x' })
    expect(ts!.startsWith(String((start + 30 * 60_000) / 1000))).toBe(true)
    expect((await see('state')).offsetMinutes).toBe(30)
    expect(await act('advance', { minutes: -1 })).toMatchObject({ ok: false })
  })

  it('moves the clock by a year at most, and not beyond the year 9998', async () => {
    const { act, see } = await playground({ now: () => Date.UTC(9998, 0, 2) })
    for (const minutes of [1e308, 527_041, 'soon'])
      expect((await act('advance', { minutes })).error).toMatch(/^Send "minutes" as a number/)
    expect((await act('advance', { minutes: 527_040 })).error).toMatch(/cannot be moved beyond the year 9998/)
    expect(await act('advance', { minutes: 60 })).toMatchObject({ ok: true, now: '9998-01-02T01:00:00.000Z' })
    expect(await see('state')).toMatchObject({ ok: true, offsetMinutes: 60 })
  })

  it('puts everything back on reset', async () => {
    const { act, workspace, web, see, messages } = await playground()
    const heard = vi.fn(async () => {})
    workspace.onReset(heard)
    await web.conversations.create({ name: 'new' })
    await act('message', { channel: 'incidents', user: 'ana', text: 'x' })
    await act('advance', { minutes: 5 })
    expect(await act('reset')).toEqual({ ok: true })
    expect(heard).toHaveBeenCalledOnce()
    const state = await see('state')
    expect(state.channels).toHaveLength(7)
    expect(state.offsetMinutes).toBe(0)
    expect(await messages('incidents')).toEqual([])
  })

  it('streams a version after every change', async () => {
    const { url, act } = await playground()
    const stream = await fetch(`${url}/_control/events`)
    expect(stream.headers.get('content-type')).toBe('text/event-stream')
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader()
    const version = async () => JSON.parse((await reader.read()).value!.replace(/^data: /, '')).version
    const before = await version()
    await act('message', { channel: 'incidents', user: 'ana', text: 'x' })
    expect(await version()).toBeGreaterThan(before)
    await reader.cancel()
  })

  it('opens the page from its folder and nothing beside it', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'page-'))
    await mkdir(join(dir, 'page', 'assets'), { recursive: true })
    await writeFile(join(dir, 'page', 'index.html'), '<title>Workspace</title>')
    await writeFile(join(dir, 'page', 'assets', 'a.js'), 'export {}')
    await writeFile(join(dir, 'secret.js'), 'secret')
    const { url } = await playground({ pageDir: join(dir, 'page') })
    const get = async (path: string) => {
      const response = await fetch(url + path)
      return [response.status, response.headers.get('content-type'), await response.text()]
    }
    expect(await get('/')).toEqual([200, 'text/html; charset=utf-8', '<title>Workspace</title>'])
    expect(await get('/archives/C1/p2')).toEqual([200, 'text/html; charset=utf-8', '<title>Workspace</title>'])
    expect(await get('/assets/a.js')).toEqual([200, 'text/javascript; charset=utf-8', 'export {}'])
    expect((await get('/..%2fsecret.js'))[0]).toBe(404)
    expect((await get('/none.js'))[0]).toBe(404)
  })
})

describe('a response_url', () => {
  async function start() {
    let now = Date.UTC(2026, 0, 1)
    const place = await playground({ now: () => now })
    await place.act('command', { channel: 'support', user: 'ana', command: '/hello', text: '' })
    const { entries } = await place.see('log')
    const { response_url } = entries[0].request
    const answer = async (body: unknown) =>
      fetch(response_url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    return { ...place, answer, later: (ms: number) => (now += ms) }
  }

  it('answers five times', async () => {
    const { answer, messages, see } = await start()
    for (let i = 0; i < 4; i++) expect((await answer({ text: `${i}` })).status).toBe(200)
    expect((await answer({ text: 'all', response_type: 'in_channel' })).status).toBe(200)
    const sixth = await answer({ text: 'too much' })
    expect([sixth.status, await sixth.json()]).toEqual([404, { ok: false, error: 'used_url' }])
    expect((await see('ephemeral/ana')).messages.slice(1).map((m: Answer) => m.text)).toEqual(['0', '1', '2', '3'])
    expect(await messages('support')).toMatchObject([{ text: 'all', user: bot }])
  })

  it('answers for thirty minutes', async () => {
    const { answer, later } = await start()
    later(30 * 60_000)
    expect((await answer({ text: 'just in time' })).status).toBe(200)
    later(1)
    const late = await answer({ text: 'late' })
    expect([late.status, await late.json()]).toEqual([404, { ok: false, error: 'expired_url' }])
  })

  it('refuses what a message could not be', async () => {
    const { answer } = await start()
    expect(await (await answer({})).json()).toMatchObject({ ok: false, error: 'no_text' })
    expect(await (await answer({ blocks: [{ type: 'header' }] })).json()).toMatchObject({
      ok: false,
      error: 'invalid_blocks',
    })
  })
})

describe('a conversation chosen with response_url_enabled', () => {
  it('comes with a URL that answers there', async () => {
    const { act, see, web, messages } = await playground()
    await act('command', { channel: 'incidents', user: 'ana', command: '/hello', text: '' })
    const { trigger_id } = (await see('log')).entries[0].request
    const element = { type: 'conversations_select', action_id: 'a', response_url_enabled: true }
    const blocks = [{ type: 'input', block_id: 'where', label: { type: 'plain_text', text: 'Where' }, element }]
    const title = { type: 'plain_text', text: 'T' }
    await call(web, 'views.open', { trigger_id, view: { type: 'modal', title, submit: title, blocks } })
    await act('submit', { user: 'ana', values: { where: 'support' } })
    const submitted = (await see('log')).entries.find((e: Answer) => e.type === 'interactive').request
    expect(submitted.response_urls).toMatchObject([{ block_id: 'where', action_id: 'a', channel_id: channels.support }])
    const body = JSON.stringify({ text: 'chosen', response_type: 'in_channel' })
    await fetch(submitted.response_urls[0].response_url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    expect(await messages('support')).toMatchObject([{ text: 'chosen' }])
  })
})

describe('an input', () => {
  const plain = (text: string) => ({ type: 'plain_text', text })
  const option = (value: string) => ({ text: plain(value.toUpperCase()), value })
  const kinds: readonly (readonly [
    element: Record<string, unknown>,
    value: unknown,
    state: Record<string, unknown>,
  ])[] = [
    [{ type: 'plain_text_input' }, 'a', { value: 'a' }],
    [{ type: 'number_input', is_decimal_allowed: false }, 7, { value: '7' }],
    [{ type: 'email_text_input' }, 'a@b.example', { value: 'a@b.example' }],
    [{ type: 'url_text_input' }, 'https://a.example', { value: 'https://a.example' }],
    [{ type: 'static_select', options: [option('a'), option('b')] }, 'B', { selected_option: option('b') }],
    [
      { type: 'multi_static_select', options: [option('a'), option('b')] },
      ['b', 'A'],
      { selected_options: [option('b'), option('a')] },
    ],
    [{ type: 'radio_buttons', options: [option('a'), option('b')] }, 'a', { selected_option: option('a') }],
    [{ type: 'checkboxes', options: [option('a')] }, true, { selected_options: [option('a')] }],
    [{ type: 'external_select' }, 'x', { selected_option: { text: plain('x'), value: 'x' } }],
    [{ type: 'multi_external_select' }, ['x'], { selected_options: [{ text: plain('x'), value: 'x' }] }],
    [{ type: 'users_select' }, '@ana', { selected_user: people.ana }],
    [{ type: 'multi_users_select' }, ['ana', people.ben], { selected_users: [people.ana, people.ben] }],
    [{ type: 'channels_select' }, '#support', { selected_channel: channels.support }],
    [{ type: 'multi_channels_select' }, ['support'], { selected_channels: [channels.support] }],
    [{ type: 'conversations_select' }, 'support', { selected_conversation: channels.support }],
    [{ type: 'multi_conversations_select' }, ['support'], { selected_conversations: [channels.support] }],
    [{ type: 'datepicker' }, '2026-01-02', { selected_date: '2026-01-02' }],
    [{ type: 'timepicker' }, '09:30', { selected_time: '09:30' }],
    [{ type: 'datetimepicker' }, '2026-01-02T00:00:00Z', { selected_date_time: 1_767_312_000 }],
    [
      { type: 'rich_text_input' },
      'a',
      {
        rich_text_value: {
          type: 'rich_text',
          elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'a' }] }],
        },
      },
    ],
    [
      { type: 'static_select', options: [option('a')] },
      { type: 'static_select', selected_option: option('a') },
      { selected_option: option('a') },
    ],
  ]

  async function withInput(element: Record<string, unknown>) {
    const place = await playground()
    await place.act('command', { channel: 'incidents', user: 'ana', command: '/hello', text: '' })
    const { trigger_id } = (await place.see('log')).entries[0].request
    const blocks = [{ type: 'input', block_id: 'b', label: plain('b'), element: { action_id: 'a', ...element } }]
    await call(place.web, 'views.open', {
      trigger_id,
      view: { type: 'modal', title: plain('T'), submit: plain('Go'), blocks },
    })
    const submit = (value: unknown) => place.act('submit', { user: 'ana', values: { b: value } })
    return { ...place, submit }
  }

  it.each(kinds)('%o takes %o', async (element, value, state) => {
    const { submit, see } = await withInput(element)
    expect(await submit(null)).toEqual({ ok: false, errors: { b: 'Please complete this required field.' } })
    // No app is connected: the submission itself goes nowhere, and the modal stays as it was filled.
    expect(await submit(value)).toEqual({ ok: false, error: 'dispatch_failed' })
    expect((await see('views/ana')).view.state.values.b.a).toMatchObject({ type: element.type, ...state })
  })

  it('takes its value by action too, as Slack’s own state has it', async () => {
    const { submit, see } = await withInput({ type: 'plain_text_input' })
    await submit({ a: { type: 'plain_text_input', value: 'by action' } })
    expect((await see('views/ana')).view.state.values.b.a).toEqual({ type: 'plain_text_input', value: 'by action' })
  })

  it('refuses values that it cannot hold, and blocks that are not there', async () => {
    const { submit, act } = await withInput({ type: 'static_select', options: [option('a')] })
    expect(await submit('z')).toEqual({ ok: false, error: 'The static_select "a" has no option "z"; it has a.' })
    expect(await act('submit', { user: 'ana', values: { other: 'x' } })).toEqual({
      ok: false,
      error: 'The open modal has no input "other"; it has b.',
    })
    expect(await act('interact', { user: 'ana', action: 'zz' })).toMatchObject({
      ok: false,
      error: 'There is no action "zz" there; there are: a.',
    })
  })

  it.each([
    [{ type: 'plain_text_input', min_length: 3 }, 'ab', 'Must be at least 3 characters.'],
    [{ type: 'plain_text_input', max_length: 3 }, 'abcd', 'Must be at most 3 characters.'],
    [{ type: 'number_input', is_decimal_allowed: false }, '1.5', 'Enter a whole number.'],
    [{ type: 'number_input', is_decimal_allowed: true, min_value: '2' }, '1.5', 'Must be at least 2.'],
    [{ type: 'number_input', is_decimal_allowed: true, max_value: '2' }, '2.5', 'Must be at most 2.'],
    [{ type: 'number_input', is_decimal_allowed: true }, 'many', 'Enter a number.'],
    [{ type: 'email_text_input' }, 'ana', 'Enter a valid email address.'],
    [{ type: 'url_text_input' }, 'example', 'Enter a valid URL.'],
    [{ type: 'multi_users_select', max_selected_items: 1 }, ['ana', 'ben'], 'Choose at most 1.'],
  ])('%o refuses %o before the app hears of it', async (element, value, error) => {
    const { submit, see } = await withInput(element)
    expect(await submit(value)).toEqual({ ok: false, errors: { b: error } })
    expect((await see('log')).entries.filter((e: Answer) => e.type === 'interactive')).toEqual([])
  })
})

describe('calling the app’s methods for a channel the app was invited to', () => {
  it('works from then on', async () => {
    const { act, web } = await playground()
    expect(await refused(web.chat.postMessage({ channel: channels.security, text: 'x' }))).toBe('channel_not_found')
    await act('invite', { channel: 'security-team', user: 'ana' })
    expect((await web.chat.postMessage({ channel: channels.security, text: 'x' })).ok).toBe(true)
  })

  it('fills a channel with a conversation that the app finds there and was not told of', async () => {
    const { web, act, see } = await playground()
    const { ts } = await act('fill', {
      user: 'ben',
      channel: 'incidents',
      messages: [{ text: 'one' }, { text: 'two' }],
    })
    await act('fill', { user: 'ana', channel: 'incidents', messages: [{ text: 'three', thread_ts: ts[0] }] })
    const { messages } = await web.conversations.history({ channel: channels.incidents })
    expect(messages).toMatchObject([{ text: 'two' }, { text: 'one', reply_count: 1 }])
    const { entries } = await see('log')
    expect(entries.filter((one: Answer) => one.direction === 'delivery')).toEqual([])
    expect(await act('fill', { user: 'ana', channel: 'incidents', messages: [{ thread_ts: ts[0] }] })).toMatchObject({
      ok: false,
    })
  })
})
