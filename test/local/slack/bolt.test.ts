import { describe, expect, it, vi } from 'vitest'
import { modes, startHelper } from './helper-app.ts'
import { type Answer, bot, call, channels, people, playground } from './playground.ts'

const until = (check: () => Promise<unknown> | unknown) =>
  vi.waitFor(async () => void (await check()), { timeout: 5000, interval: 10 })
const section = (action_id: string, text = 'x') => [
  {
    type: 'section',
    text: { type: 'mrkdwn', text },
    accessory: { type: 'button', action_id, text: { type: 'plain_text', text: 'Go' }, value: 'v1' },
  },
]

describe.each(modes)('Bolt over %s', mode => {
  async function start() {
    const place = await playground()
    const helper = await startHelper(place, mode)
    const { act, see } = place
    const command = (text: string) => act('command', { channel: '#incidents', user: '@ana', command: '/hello', text })
    const openGreeting = async (user = 'ana') => {
      await act('command', { channel: 'incidents', user, command: '/hello', text: '' })
      await until(async () => expect((await see(`views/${user}`)).view).toMatchObject({ callback_id: 'greet' }))
    }
    const received = (type: string) => helper.received.filter((p: Answer) => p.type === type || p.event?.type === type)
    return { ...place, command, openGreeting, received, all: helper.received }
  }

  it('receives a slash command with everything Slack sends', async () => {
    const { command, all, url } = await start()
    await command('me')
    expect(all[0]).toMatchObject({
      team_id: 'T0ACME0001',
      team_domain: 'acme-sandbox',
      channel_id: channels.incidents,
      channel_name: 'incidents',
      user_id: people.ana,
      user_name: 'ana',
      command: '/hello',
      text: 'me',
      api_app_id: 'A0SANDBOX1',
      response_url: expect.stringContaining(url),
      trigger_id: expect.any(String),
      token: expect.any(String),
    })
  })

  it('answers a command to the person, to the channel, or later', async () => {
    const { command, see, messages } = await start()
    expect(await command('me')).toEqual({ ok: true, response: { text: 'Hello you' } })
    expect((await see('ephemeral/ana')).messages).toMatchObject([{ text: 'Hello you', channel: channels.incidents }])
    expect(await command('everyone')).toMatchObject({ ok: true, response: { response_type: 'in_channel' } })
    expect(await messages('incidents')).toMatchObject([{ text: 'Hello everyone', user: bot }])
    expect(await command('later')).toEqual({ ok: true })
    await until(async () => expect((await see('ephemeral/ana')).messages.at(-1)).toMatchObject({ text: 'Hello later' }))
  })

  it('that answers with blocks Slack refuses shows the person the error', async () => {
    const { command, see } = await start()
    expect(await command('broken')).toEqual({ ok: false, error: 'invalid_blocks' })
    expect((await see('ephemeral/ana')).messages.at(-1).text).toBe('/hello failed with the error "invalid_blocks"')
  })

  it('that does not acknowledge within three seconds fails in Slack’s words', async () => {
    const { command, see } = await start()
    expect(await command('never')).toEqual({ ok: false, error: 'operation_timeout' })
    expect((await see('ephemeral/ana')).messages).toMatchObject([
      { user: 'USLACKBOT', text: '/hello failed with the error "operation_timeout"' },
    ])
  })

  it('reads mentions as ids when the command asks for escaping', async () => {
    const { act } = await start()
    const say = (command: string, text: string) => act('command', { channel: 'incidents', user: 'ana', command, text })
    expect(await say('/mention', 'ask @ben in #general, not @nobody: R&D < 3')).toMatchObject({
      response: { text: `ask <@${people.ben}|ben> in <#${channels.general}|general>, not @nobody: R&amp;D &lt; 3` },
    })
  })

  it('does not learn the names of private channels and direct messages', async () => {
    const { act, received, all } = await start()
    const { channel: dm } = await act('open-dm', { user: 'ana' })
    await act('command', { channel: dm, user: 'ana', command: '/hello', text: 'me' })
    await act('command', { channel: 'security-team', user: 'ana', command: '/hello', text: 'me' })
    expect(all.filter(p => p.command).map(p => p.channel_name)).toEqual(['directmessage', 'privategroup'])
    expect(received('message')).toEqual([])
  })

  it('takes a modal from command to message', async () => {
    const { openGreeting, act, see, messages } = await start()
    await openGreeting()
    expect(await act('submit', { user: 'ana', values: {} })).toEqual({
      ok: false,
      errors: { name: 'Please complete this required field.' },
    })
    expect(await act('submit', { user: 'ana', values: { name: 'nobody' } })).toEqual({
      ok: false,
      errors: { name: 'Name somebody.' },
    })
    expect(await act('submit', { user: 'ana', values: { name: 'Bo', mood: 'Calm', loud: true } })).toEqual({
      ok: true,
      view: null,
    })
    await until(async () => expect((await messages('incidents')).at(-1)).toMatchObject({ text: 'calm Bo!' }))
    expect(await see('views/ana')).toEqual({ ok: true, view: null, stack: 0 })
  })

  it('sends every input of a submitted view, those left alone included', async () => {
    const { openGreeting, act, received } = await start()
    await openGreeting()
    await act('submit', { user: 'ana', values: { name: 'nobody' } })
    const [payload] = received('view_submission')
    expect(payload).toMatchObject({
      user: { id: people.ana, name: 'ana' },
      team: { id: 'T0ACME0001' },
      response_urls: [],
      trigger_id: expect.any(String),
    })
    expect(payload.view.state.values).toEqual({
      name: { value: { type: 'plain_text_input', value: 'nobody' } },
      mood: {
        mood: { type: 'static_select', selected_option: { text: { type: 'plain_text', text: 'Glad' }, value: 'glad' } },
      },
      loud: { loud: { type: 'checkboxes', selected_options: [] } },
    })
  })

  it('updates, pushes and clears views in answer to a submission', async () => {
    const { openGreeting, act, see } = await start()
    await openGreeting()
    const submit = (name: string) => act('submit', { user: 'ana', values: { name } })
    expect(await submit('push')).toMatchObject({
      ok: true,
      view: { callback_id: 'Pushed', previous_view_id: expect.any(String) },
    })
    // The stack holds three.
    expect(await act('submit', { user: 'ana' })).toMatchObject({ ok: true })
    expect(await act('submit', { user: 'ana' })).toMatchObject({ ok: false, error: 'push_limit_reached' })
    expect((await see('views/ana')).stack).toBe(3)
    await act('close-view', { user: 'ana' })
    await act('close-view', { user: 'ana' })
    expect(await submit('update')).toMatchObject({ ok: true, view: { callback_id: 'Updated', previous_view_id: null } })
    await act('close-view', { user: 'ana' })
    await openGreeting()
    expect(await submit('clear')).toEqual({ ok: true, view: null })
  })

  it('that names a block that is not there shows the person no field error', async () => {
    const { openGreeting, act } = await start()
    await openGreeting()
    expect(await act('submit', { user: 'ana', values: { name: 'wrong' } })).toMatchObject({
      ok: false,
      error: 'invalid_response_errors',
    })
  })

  it('hears of closing only where the view asks for it', async () => {
    const { openGreeting, act, received } = await start()
    await openGreeting()
    expect(await act('close-view', { user: 'ana' })).toEqual({ ok: true, view: null })
    await until(() =>
      expect(received('view_closed')).toMatchObject([{ is_cleared: false, view: { callback_id: 'greet' } }]),
    )
  })

  it('updates a modal while the person fills it in, and keeps what they wrote', async () => {
    const { openGreeting, act, see, received } = await start()
    await openGreeting()
    expect(await act('interact', { user: 'ana', action: { action_id: 'value', value: 'Bo' } })).toEqual({ ok: true })
    expect(await act('interact', { user: 'ana', action: { action_id: 'mood', value: 'calm' } })).toEqual({ ok: true })
    await until(async () => expect((await see('views/ana')).view.title.text).toBe('calm'))
    expect((await see('views/ana')).view.state.values).toMatchObject({
      name: { value: { value: 'Bo' } },
      mood: { mood: { selected_option: { value: 'calm' } } },
    })
    // Only the input that dispatches told the app.
    expect(received('block_actions')).toMatchObject([
      {
        container: { type: 'view' },
        actions: [{ type: 'static_select', block_id: 'mood', action_id: 'mood', selected_option: { value: 'calm' } }],
      },
    ])
  })

  it('receives a click in a message and may replace or remove the message', async () => {
    const { web, act, messages, received } = await start()
    const post = async (action: string) =>
      (
        await call(web, 'chat.postMessage', {
          channel: channels.incidents,
          text: 'x',
          blocks: JSON.stringify(section(action)),
        })
      ).ts
    const ts = await post('replace')
    await act('interact', { channel: 'incidents', messageTs: ts, user: 'ben', action: 'replace' })
    await until(async () => expect(await messages('incidents')).toMatchObject([{ ts, text: 'replaced' }]))
    expect((await messages('incidents'))[0]).not.toHaveProperty('blocks')
    expect(received('block_actions')[0]).toMatchObject({
      user: { id: people.ben },
      container: { type: 'message', message_ts: ts, channel_id: channels.incidents, is_ephemeral: false },
      channel: { id: channels.incidents, name: 'incidents' },
      message: { ts, user: bot },
      state: { values: {} },
      actions: [
        {
          type: 'button',
          action_id: 'replace',
          value: 'v1',
          block_id: expect.any(String),
          action_ts: expect.any(String),
        },
      ],
    })
    const second = await post('remove')
    await act('interact', { channel: 'incidents', messageTs: second, user: 'ben', action: 'remove' })
    await until(async () => expect(await messages('incidents')).toHaveLength(1))
  })

  it('receives a click in an ephemeral message and may replace or remove it', async () => {
    const { web, act, see, received } = await start()
    const show = async (action: string) =>
      (
        await call(web, 'chat.postEphemeral', {
          channel: channels.incidents,
          user: people.ana,
          text: 'x',
          blocks: JSON.stringify(section(action)),
        })
      ).message_ts
    const ts = await show('replace')
    await act('interact', { channel: 'incidents', messageTs: ts, user: 'ana', action: 'replace' })
    await until(async () => expect((await see('ephemeral/ana')).messages).toMatchObject([{ ts, text: 'replaced' }]))
    expect(received('block_actions')[0]).toMatchObject({ container: { is_ephemeral: true, message_ts: ts } })
    expect(received('block_actions')[0]).not.toHaveProperty('message')
    expect(
      await act('interact', { channel: 'incidents', messageTs: ts, user: 'ben', action: 'replace' }),
    ).toMatchObject({ ok: false })
    const second = await show('remove')
    await act('interact', { channel: 'incidents', messageTs: second, user: 'ana', action: 'remove' })
    await until(async () => expect((await see('ephemeral/ana')).messages).toHaveLength(1))
  })

  it('tells which of several buttons with one name was clicked', async () => {
    const { web, act, received } = await start()
    const button = (value: string) => ({
      type: 'button',
      action_id: 'more',
      value,
      text: { type: 'plain_text', text: value },
    })
    const blocks = JSON.stringify(
      ['a', 'b'].map(value => ({ type: 'actions', block_id: value, elements: [button(value)] })),
    )
    const { ts } = await call(web, 'chat.postMessage', { channel: channels.incidents, text: 'x', blocks })
    const click = (action: unknown) => act('interact', { channel: 'incidents', messageTs: ts, user: 'ben', action })
    await click('more')
    await click({ action_id: 'more', value: 'b' })
    await click({ action_id: 'more', block_id: 'b' })
    expect(received('block_actions').map((p: Answer) => p.actions[0].value)).toEqual(['a', 'b', 'b'])
  })

  it('offers options for an external select', async () => {
    const { web, act, received } = await start()
    const city = { type: 'external_select', action_id: 'city' }
    const blocks = JSON.stringify([{ type: 'actions', block_id: 'where', elements: [city] }])
    const { ts } = await call(web, 'chat.postMessage', { channel: channels.incidents, text: 'x', blocks })
    const place = { channel: 'incidents', messageTs: ts, user: 'ben' }
    const { ok, options } = await act('options', { ...place, action: 'city', query: 'L' })
    expect([ok, options.map((o: Answer) => o.value)]).toEqual([true, ['Lisbon', 'Lyon']])
    expect(received('block_suggestion')[0]).toMatchObject({ action_id: 'city', block_id: 'where', value: 'L' })
    await act('interact', {
      ...place,
      action: { action_id: 'city', type: 'external_select', selected_option: options[1] },
    })
    expect(received('block_actions')[0]).toMatchObject({ actions: [{ selected_option: { value: 'Lyon' } }] })
  })

  it('opens a view from a global shortcut and answers a message shortcut', async () => {
    const { act, see } = await start()
    expect(await act('shortcut', { user: 'ana', callback_id: 'start' })).toEqual({ ok: true })
    await until(async () => expect((await see('views/ana')).view).toMatchObject({ callback_id: 'Started' }))
    const { ts } = await act('message', { channel: 'incidents', user: 'ben', text: 'it is DNS' })
    await act('shortcut', { user: 'ana', callback_id: 'note', channel: 'incidents', messageTs: ts })
    await until(async () => expect((await see('ephemeral/ana')).messages).toMatchObject([{ text: 'noted: it is DNS' }]))
  })

  it('publishes the Home tab when it is opened and hears clicks there', async () => {
    const { act, see } = await start()
    await act('open-home', { user: 'ana' })
    await until(async () => expect((await see('home/ana')).view).toMatchObject({ type: 'home' }))
    expect((await see('home/ben')).view).toBeNull()
    await act('interact', { user: 'ana', view_id: 'home', action: 'start-here' })
    await until(async () => expect((await see('views/ana')).view).toMatchObject({ callback_id: 'From home' }))
  })

  it('hears messages where the app is a member, in Slack’s form, and nowhere else', async () => {
    const { act, messages, received } = await start()
    await act('message', { channel: 'general', user: 'ana', text: 'ping here' })
    await act('message', { channel: 'incidents', user: 'ana', text: 'ping there' })
    await until(async () =>
      expect((await messages('incidents')).at(-1)).toMatchObject({ text: 'pong', parent_user_id: people.ana }),
    )
    const [first] = received('message')
    expect(first).toMatchObject({
      type: 'event_callback',
      team_id: 'T0ACME0001',
      api_app_id: 'A0SANDBOX1',
      event_id: expect.stringMatching(/^Ev/),
      event_time: expect.any(Number),
      authorizations: [{ user_id: bot, is_bot: true }],
      event: {
        type: 'message',
        user: people.ana,
        text: 'ping there',
        channel: channels.incidents,
        channel_type: 'channel',
        client_msg_id: expect.any(String),
      },
    })
    expect(received('message').map((p: Answer) => p.event.text)).not.toContain('ping here')
  })

  it('hears that it was mentioned, by name', async () => {
    const { act, received } = await start()
    await act('message', { channel: 'incidents', user: 'ana', text: '@helper are you there?' })
    await until(() =>
      expect(received('app_mention')).toMatchObject([
        { event: { user: people.ana, text: `<@${bot}> are you there?`, channel: channels.incidents } },
      ]),
    )
  })

  it('hears of edits, deletions, reactions, joins and leaves', async () => {
    const { act, received } = await start()
    const { ts } = await act('message', { channel: 'incidents', user: 'ana', text: 'first' })
    await act('edit-message', { channel: 'incidents', user: 'ana', messageTs: ts, text: 'second' })
    await act('reaction', { channel: 'incidents', user: 'ben', messageTs: ts, name: 'eyes' })
    await act('delete-message', { channel: 'incidents', user: 'ana', messageTs: ts })
    await act('leave', { channel: 'incidents', user: 'ben' })
    await act('join', { channel: 'incidents', user: 'ben' })
    await until(() => {
      const events = received('event_callback').map((p: Answer) => p.event)
      expect(events).toContainEqual(
        expect.objectContaining({
          subtype: 'message_changed',
          message: expect.objectContaining({ text: 'second' }),
          previous_message: expect.objectContaining({ text: 'first' }),
        }),
      )
      expect(events).toContainEqual(
        expect.objectContaining({ type: 'reaction_added', reaction: 'eyes', user: people.ben, item_user: people.ana }),
      )
      expect(events).toContainEqual(expect.objectContaining({ subtype: 'message_deleted', deleted_ts: ts }))
      expect(events).toContainEqual(
        expect.objectContaining({ type: 'member_left_channel', user: people.ben, channel: channels.incidents }),
      )
      expect(events).toContainEqual(expect.objectContaining({ type: 'member_joined_channel', user: people.ben }))
    })
  })
})

describe('an app without a connection', () => {
  it('fails a command at once in Slack’s words', async () => {
    const { act, see } = await playground()
    const answer = await act('command', { channel: 'incidents', user: 'ana', command: '/hello', text: '' })
    expect(answer).toEqual({ ok: false, error: 'dispatch_failed' })
    expect((await see('ephemeral/ana')).messages).toMatchObject([
      { text: '/hello failed with the error "dispatch_failed"' },
    ])
    expect((await see('state')).app.connected).toBe(false)
  })
})

describe('an app that subscribes to little', () => {
  it('is told nothing else', async () => {
    const place = await playground({ app: { events: ['app_home_opened'] } })
    const { received } = await startHelper(place, 'Socket Mode')
    await place.act('message', { channel: 'incidents', user: 'ana', text: 'ping' })
    await place.act('open-home', { user: 'ana' })
    await until(() => expect(received).toHaveLength(1))
    expect(received[0]).toMatchObject({ event: { type: 'app_home_opened' } })
  })
})
