import { SocketModeClient } from '@slack/socket-mode'
import { describe, expect, it, vi } from 'vitest'
import WebSocket from 'ws'
import { logged } from './paced.ts'
import { type Answer, afterwards, call, client, type Playground, playground, quiet } from './playground.ts'

const until = <T>(check: () => T) => vi.waitFor(check, { timeout: 5000, interval: 10 })

/** A connection of Slack's own Socket Mode client, which keeps what it receives. */
async function connect({ url }: Playground, options: { readonly acks?: boolean } = {}) {
  const { acks = true } = options
  const socket = new SocketModeClient({
    appToken: 'xapp-sandbox',
    logger: quiet,
    clientPingTimeout: 100,
    clientOptions: { slackApiUrl: `${url}/api/` },
  })
  const received: Answer[] = []
  socket.on('slack_event', async (envelope: Answer) => {
    received.push(envelope)
    if (acks) await envelope.ack()
  })
  await socket.start()
  afterwards(() => socket.disconnect())
  return { socket, received }
}

/** A bare web socket, to see the frames themselves; acknowledges only when it is told what with. */
async function rawSocket(url: string, { acksWith }: { readonly acksWith?: object } = {}) {
  const { url: address } = await client(url, 'xapp-sandbox').apps.connections.open()
  const socket = new WebSocket(address!)
  const frames: Answer[] = []
  socket.on('message', data => {
    const frame = JSON.parse(String(data))
    frames.push(frame)
    if (acksWith && frame.envelope_id)
      socket.send(JSON.stringify({ envelope_id: frame.envelope_id, payload: acksWith }))
  })
  socket.on('error', () => {})
  afterwards(async () => socket.terminate())
  await until(() => expect(frames.length).toBeGreaterThan(0))
  return { socket, frames, address: address! }
}

const command = (place: Playground, text = '') =>
  place.act('command', { channel: 'incidents', user: 'ana', command: '/hello', text })

describe('Socket Mode', () => {
  it('greets each connection with how many there are', async () => {
    const { url } = await playground()
    const first = await rawSocket(url)
    const second = await rawSocket(url)
    expect(first.frames[0]).toMatchObject({
      type: 'hello',
      num_connections: 1,
      connection_info: { app_id: 'A0SANDBOX1' },
    })
    expect(second.frames[0]).toMatchObject({
      type: 'hello',
      num_connections: 2,
      debug_info: { approximate_connection_time: expect.any(Number) },
    })
  })

  it('takes a ticket once', async () => {
    const { url } = await playground()
    const { address } = await rawSocket(url)
    const again = new WebSocket(address)
    const error = await new Promise<Error>(resolve => again.on('error', resolve))
    expect(error.message).toContain('401')
  })

  it('allows ten connections', async () => {
    const { url } = await playground()
    for (let i = 0; i < 10; i++) await rawSocket(url)
    const eleventh = await rawSocket(url)
    expect(eleventh.frames).toMatchObject([{ type: 'disconnect', reason: 'too_many_websockets' }])
  })

  it('spreads envelopes over the open connections', async () => {
    const place = await playground()
    const first = await connect(place)
    const second = await connect(place)
    for (let i = 0; i < 6; i++) expect(await command(place)).toMatchObject({ ok: true })
    expect(first.received).toHaveLength(3)
    expect(second.received).toHaveLength(3)
  })

  it('sends an envelope again over another connection when the first closes before its ack', async () => {
    const place = await playground()
    const silent = await connect(place, { acks: false })
    const answer = command(place)
    await until(() => expect(silent.received).toHaveLength(1))
    const other = await connect(place)
    void silent.socket.disconnect()
    expect(await answer).toMatchObject({ ok: true })
    expect(other.received[0].envelope_id).toBe(silent.received[0].envelope_id)
  })

  it('does not send again what was acknowledged before the connection closed', async () => {
    const place = await playground()
    const first = await connect(place)
    await command(place)
    const second = await connect(place)
    await first.socket.disconnect()
    await until(async () => expect((await logged(place, 'connection')).at(-1)).toMatchObject({ type: 'closed' }))
    await command(place)
    expect(first.received).toHaveLength(1)
    expect(second.received).toHaveLength(1)
  })

  it('says which envelopes may be answered with a payload, and ignores a payload with the others', async () => {
    const place = await playground()
    const { web, act } = place
    const raw = await rawSocket(place.url, { acksWith: { text: 'Hello' } })
    await command(place)
    await act('shortcut', { user: 'ana', callback_id: 'start' })
    await act('message', { channel: 'incidents', user: 'ana', text: 'hi' })
    const button = { type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } }
    const blocks = [{ type: 'actions', elements: [button] }]
    const { ts } = await call(web, 'chat.postMessage', { channel: 'incidents', text: 'x', blocks })
    await act('interact', { user: 'ana', channel: 'incidents', messageTs: ts, action: 'go' })
    const envelopes = raw.frames.filter(frame => frame.envelope_id)
    const accepts = new Map(envelopes.map(({ type, payload, ...rest }) => [payload.type ?? type, rest]))
    expect(accepts.get('slash_commands')).toMatchObject({ accepts_response_payload: true })
    for (const type of ['shortcut', 'event_callback', 'block_actions'])
      expect(accepts.get(type)).toMatchObject({ accepts_response_payload: false })
    expect(accepts.get('event_callback')).toMatchObject({ retry_attempt: 0, retry_reason: '' })
    expect(accepts.get('block_actions')).not.toHaveProperty('retry_attempt')
    const answers = (await logged(place, 'delivery')).map(entry => [entry.type, entry.response])
    expect(answers).toContainEqual(['slash_commands', { ok: true, body: { text: 'Hello' } }])
    expect(answers).toContainEqual(['interactive', { ok: true }])
  })

  it('takes an acknowledgement once, over any connection, within three seconds', async () => {
    const place = await playground()
    const first = await rawSocket(place.url)
    const second = await rawSocket(place.url)
    const answer = command(place)
    const envelope = await until(() => {
      const sent = [...first.frames, ...second.frames].find(frame => frame.envelope_id)
      expect(sent).toBeDefined()
      return sent
    })
    const other = first.frames.includes(envelope) ? second : first
    other.socket.send(JSON.stringify({ envelope_id: envelope.envelope_id, payload: { text: 'first' } }))
    other.socket.send(JSON.stringify({ envelope_id: envelope.envelope_id, payload: { text: 'second' } }))
    expect(await answer).toMatchObject({ ok: true, response: { text: 'first' } })
    expect(await command(place)).toEqual({ ok: false, error: 'operation_timeout' })
    for (const { socket, frames } of [first, second]) {
      for (const { envelope_id } of frames)
        if (envelope_id) socket.send(JSON.stringify({ envelope_id, payload: { text: 'late' } }))
      socket.ping()
      await new Promise(resolve => socket.once('pong', resolve))
    }
    const shown = (await place.see('ephemeral/ana')).messages.map((message: Answer) => message.text)
    expect(shown).toEqual(['first', '/hello failed with the error "operation_timeout"'])
  })

  it.each(['warning', 'refresh_requested', 'link_disabled', 'too_many_websockets'])(
    'asks connections to leave with %s, and closes them ten seconds later',
    async reason => {
      const place = await playground({ now: () => 0 })
      const { frames, socket } = await rawSocket(place.url)
      expect(await place.act('disconnect', { reason })).toEqual({ ok: true })
      await until(() => expect(frames.at(-1)).toMatchObject({ type: 'disconnect', reason }))
      expect(await command(place)).toMatchObject({ ok: false, error: 'dispatch_failed' })
      expect(socket.readyState).toBe(WebSocket.OPEN)
      await place.act('advance', { minutes: 1 / 6 })
      await until(() => expect(socket.readyState).toBe(WebSocket.CLOSED))
      // The two sides of a connection do not learn of its end at the same moment.
      await until(async () =>
        expect(await logged(place, 'connection')).toMatchObject([
          { type: 'opened', request: { connection: 1 } },
          { type: 'asked to leave', request: { connection: 1, reason } },
          { type: 'closed', request: { connection: 1 } },
        ]),
      )
    },
  )

  it('refuses a reason that Slack does not have', async () => {
    const { act } = await playground()
    expect(await act('disconnect', { reason: 'mood' })).toMatchObject({
      ok: false,
      error: expect.stringContaining('warning'),
    })
    expect(await act('disconnect', { connections: 0 })).toMatchObject({ ok: false })
    expect(await act('socket-mode', { enabled: 'no' })).toMatchObject({ ok: false })
  })

  it('that was switched off lets nobody in until it is switched on again', async () => {
    const place = await playground()
    const { frames } = await rawSocket(place.url)
    await place.act('socket-mode', { enabled: false })
    await until(() => expect(frames.at(-1)).toMatchObject({ type: 'disconnect', reason: 'link_disabled' }))
    const refused = await rawSocket(place.url)
    expect(refused.frames).toMatchObject([{ type: 'disconnect', reason: 'link_disabled' }])
    expect(await command(place)).toMatchObject({ error: 'dispatch_failed' })
    await place.act('socket-mode', { enabled: true })
    const { received } = await connect(place)
    await place.act('socket-mode', { enabled: false })
    await place.act('reset')
    await until(async () => expect((await place.see('state')).app.connected).toBe(true))
    expect(await command(place)).toMatchObject({ ok: true })
    expect(received).toHaveLength(1)
  })

  it('comes back after a connection was cut', async () => {
    const place = await playground()
    const { socket, received } = await connect(place)
    const back = new Promise(resolve => socket.once('connected', resolve))
    await place.act('disconnect', { reason: 'cut' })
    await back
    expect(await command(place)).toMatchObject({ ok: true })
    expect(received).toHaveLength(1)
  })

  it('that is half-open loses what is sent over it, until the client misses the pongs', async () => {
    const place = await playground()
    const { socket, received } = await connect(place)
    const back = new Promise(resolve => socket.once('connected', resolve))
    await place.act('disconnect', { reason: 'half-open' })
    expect((await place.see('state')).app.connected).toBe(true)
    const answer = command(place)
    await back
    expect((await answer).ok).toBe(true)
    expect(received).toHaveLength(1)
    const types = (await logged(place, 'connection')).map(entry => entry.type)
    expect(types).toContain('half-open')
  })

  it('that is half-open hears no acknowledgement either', async () => {
    const place = await playground()
    const { socket, frames } = await rawSocket(place.url)
    const heard = command(place)
    await until(() => expect(frames).toHaveLength(2))
    await place.act('disconnect', { reason: 'half-open' })
    const unheard = command(place)
    socket.send(JSON.stringify({ envelope_id: frames[1].envelope_id }))
    expect(await Promise.all([heard, unheard])).toEqual([
      { ok: false, error: 'operation_timeout' },
      { ok: false, error: 'operation_timeout' },
    ])
    expect(frames).toHaveLength(2)
  })

  it('serves a client that came back after it was asked to leave', async () => {
    const place = await playground()
    const { socket, received } = await connect(place)
    const back = new Promise(resolve => socket.once('connected', resolve))
    await place.act('disconnect', {})
    await back
    expect(await command(place)).toMatchObject({ ok: true })
    expect(received).toHaveLength(1)
  })

  it('shows in the state whether the app is connected', async () => {
    const place = await playground()
    const connected = async () => (await place.see('state')).app.connected
    expect(await connected()).toBe(false)
    const { socket } = await connect(place)
    expect(await connected()).toBe(true)
    await socket.disconnect()
    await vi.waitFor(async () => expect(await connected()).toBe(false))
  })
})
