import { SocketModeClient } from '@slack/socket-mode'
import { describe, expect, it, vi } from 'vitest'
import WebSocket from 'ws'
import { type Answer, afterwards, client, type Playground, playground, quiet } from './playground.ts'

const until = (check: () => unknown) => vi.waitFor(check, { timeout: 5000, interval: 10 })

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

/** A bare web socket, to see the frames themselves. */
async function rawSocket(url: string) {
  const { url: address } = await client(url, 'xapp-sandbox').apps.connections.open()
  const socket = new WebSocket(address!)
  const frames: Answer[] = []
  socket.on('message', data => frames.push(JSON.parse(String(data))))
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

  it('says which envelopes may be answered with a payload', async () => {
    const place = await playground()
    const { received } = await connect(place)
    await command(place)
    await place.act('message', { channel: 'incidents', user: 'ana', text: 'hi' })
    await until(() => expect(received).toHaveLength(2))
    expect(received.map(e => e.accepts_response_payload)).toEqual([true, false])
  })

  it.each(['warning', 'refresh_requested', 'link_disabled'])('asks connections to leave: %s', async reason => {
    const place = await playground()
    const { frames } = await rawSocket(place.url)
    expect(await place.act('disconnect', { reason })).toEqual({ ok: true })
    await until(() => expect(frames.at(-1)).toMatchObject({ type: 'disconnect', reason }))
    expect(await command(place)).toMatchObject({ ok: false, error: 'dispatch_failed' })
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
