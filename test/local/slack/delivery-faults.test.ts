import { SocketModeClient } from '@slack/socket-mode'
import { describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { modes, startHelper } from './helper-app.ts'
import { lift, logged } from './paced.ts'
import { type Answer, afterwards, type Playground, playground, quiet } from './playground.ts'
import { requestUrl } from './request-url.ts'

const until = (check: () => unknown) => vi.waitFor(check, { timeout: 8000, interval: 10 })

const say = (place: Playground, text: string) => place.act('message', { channel: 'incidents', user: 'ana', text })
const command = (place: Playground) =>
  place.act('command', { channel: 'incidents', user: 'ana', command: '/hello', text: 'me' })
const said = (received: readonly Answer[]) => received.map(one => one.event?.text).filter(text => text !== undefined)

/** Slack's own Socket Mode client, which acknowledges and keeps what it receives. */
async function connect({ url }: Playground) {
  const socket = new SocketModeClient({
    appToken: 'xapp-sandbox',
    logger: quiet,
    clientPingTimeout: 300,
    clientOptions: { slackApiUrl: `${url}/api/` },
  })
  const received: Answer[] = []
  socket.on('slack_event', async (envelope: Answer) => {
    received.push(envelope)
    await envelope.ack()
  })
  await socket.start()
  afterwards(() => socket.disconnect())
  return { socket, received }
}

describe.each(modes)('a delivery to Bolt over %s that is struck', mode => {
  it('by duplicate comes twice, the same both times', async () => {
    const place = await playground()
    const { received } = await startHelper(place, mode)
    await place.act('faults', { fault: 'duplicate', match: { type: 'events_api' } })
    await say(place, 'one')
    await until(() => expect(received).toHaveLength(2))
    expect(received[0]).toEqual(received[1])
    await say(place, 'two')
    await until(() => expect(said(received)).toEqual(['one', 'one', 'two']))
  })

  it('by reorder comes after the next one', async () => {
    const place = await playground()
    const { received } = await startHelper(place, mode)
    await place.act('faults', { fault: 'reorder', match: { kind: 'message', channel: '#incidents' } })
    await say(place, 'one')
    await say(place, 'two')
    await until(() => expect(said(received)).toEqual(['two', 'one']))
    await say(place, 'three')
    await until(() => expect(said(received)).toEqual(['two', 'one', 'three']))
  })

  it('by drop never comes', async () => {
    const place = await playground()
    const { received } = await startHelper(place, mode)
    await place.act('faults', { fault: 'drop', match: { kind: 'message' } })
    await say(place, 'one')
    await place.act('advance', { minutes: 60 })
    await say(place, 'two')
    await until(() => expect(said(received)).toEqual(['two']))
    expect(await logged(place, 'delivery')).toMatchObject([
      { request: { event: { text: 'one' } }, response: null, fault: { fault: 'drop', received: 'nothing' } },
      { request: { event: { text: 'two' } }, response: { ok: true } },
    ])
  })

  it('by drop fails for the person who acted, when nobody has answered for three seconds', async () => {
    const place = await playground()
    const { received } = await startHelper(place, mode)
    await place.act('faults', { fault: 'drop', match: { type: 'slash_commands' } })
    const started = performance.now()
    expect(await command(place)).toEqual({ ok: false, error: 'operation_timeout' })
    expect(performance.now() - started).toBeGreaterThan(2900)
    expect(received).toEqual([])
  })

  it('by lost-ack is an event that comes again, and a command that failed for the person alone', async () => {
    const place = await playground()
    const { received } = await startHelper(place, mode)
    await place.act('faults', { fault: 'lost-ack', times: 2 })
    expect(await command(place)).toEqual({ ok: false, error: 'operation_timeout' })
    expect(received).toMatchObject([{ command: '/hello' }])
    expect((await place.see('ephemeral/ana')).messages.at(-1).text).toBe(
      '/hello failed with the error "operation_timeout"',
    )
    await say(place, 'one')
    await until(() => expect(said(received)).toEqual(['one', 'one']))
    expect(received[1].event_id).toBe(received[2].event_id)
  })

  it('by delay comes when its time has come by the workspace’s clock, or when the fault is taken away', async () => {
    const place = await playground({ now: () => 0 })
    const { received } = await startHelper(place, mode)
    await place.act('faults', { fault: 'delay', minutes: 10, times: 2, match: { type: 'events_api' } })
    await say(place, 'one')
    await place.act('advance', { minutes: 9 })
    expect(await command(place)).toMatchObject({ ok: true })
    expect(said(received)).toEqual([])
    await place.act('advance', { minutes: 1 })
    await until(() => expect(said(received)).toEqual(['one']))
    await say(place, 'two')
    await lift(place)
    await until(() => expect(said(received)).toEqual(['one', 'two']))
  })

  it('by a delay beyond three seconds reaches the app after the person was told that it failed', async () => {
    const place = await playground()
    const { received } = await startHelper(place, mode)
    await place.act('faults', { fault: 'delay', ms: 3300, match: { kind: '/hello' } })
    expect(await command(place)).toEqual({ ok: false, error: 'operation_timeout' })
    expect(received).toEqual([])
    await until(() => expect(received).toMatchObject([{ command: '/hello' }]))
  })
})

describe('what is retried', () => {
  it('carries the attempt and its reason over Socket Mode, in a new envelope', async () => {
    const place = await playground()
    const { received } = await connect(place)
    await place.act('faults', { fault: 'lost-ack' })
    await say(place, 'one')
    await until(() => expect(received).toHaveLength(2))
    expect(received.map(({ retry_num, retry_reason }) => [retry_num, retry_reason])).toEqual([
      [0, ''],
      [1, 'timeout'],
    ])
    expect(received[0].body.event_id).toBe(received[1].body.event_id)
    expect(received[0].envelope_id).not.toBe(received[1].envelope_id)
  })

  it('reaches an app that had no connection when it happened', async () => {
    const place = await playground()
    await say(place, 'one')
    await until(async () => expect(await logged(place, 'delivery')).toHaveLength(2))
    const { received } = await connect(place)
    await place.act('advance', { minutes: 1 })
    await until(() => expect(received).toMatchObject([{ retry_num: 2, body: { event: { text: 'one' } } }]))
  })

  it('is forgotten with a reset, and so is what was to come late', async () => {
    const place = await playground()
    const { received } = await connect(place)
    await place.act('faults', {
      rules: [
        { fault: 'lost-ack', times: 2 },
        { fault: 'delay', minutes: 1 },
      ],
    })
    await say(place, 'one')
    await until(async () => expect(await logged(place, 'delivery')).toHaveLength(2))
    await say(place, 'two')
    await until(async () => expect(await logged(place, 'delivery')).toHaveLength(3))
    await place.act('reset')
    await place.act('advance', { minutes: 10 })
    await say(place, 'three')
    await until(() => expect(received.map(one => one.body.event.text)).toEqual(['one', 'one', 'three']))
  })

  it('says over HTTP that the first attempt timed out', async () => {
    const place = await playground()
    const { url, received } = await requestUrl()
    place.workspace.deliverTo(url)
    await place.act('faults', { fault: 'lost-ack' })
    await say(place, 'one')
    await until(() => expect(received).toHaveLength(2))
    expect(received[1]!.headers).toMatchObject({ 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' })
  })
})

describe('an outage', () => {
  it('cuts every connection, lets none in, and lets clients back when it is over', async () => {
    const place = await playground()
    const { socket, received } = await connect(place)
    const back = new Promise(resolve => socket.once('connected', resolve))
    const { ids } = await place.act('faults', { fault: 'unavailable', seconds: 3600 })
    expect(await command(place)).toEqual({ ok: false, error: 'dispatch_failed' })
    await until(async () => expect((await logged(place, 'api')).at(-1)).toMatchObject({ status: 503 }))
    expect((await place.see('state')).app.connected).toBe(false)
    await lift(place, ids[0])
    await back
    expect(await command(place)).toMatchObject({ ok: true })
    expect(received).toHaveLength(1)
    expect((await logged(place, 'connection')).map(entry => entry.type)).toEqual(['opened', 'cut', 'closed', 'opened'])
  })

  it('refuses the upgrade to a web socket too', async () => {
    const place = await playground()
    await place.act('faults', { fault: 'unavailable', seconds: 60 })
    const socket = new WebSocket(`${place.url.replace('http', 'ws')}/link/?ticket=x`)
    const error = await new Promise<Error>(resolve => socket.on('error', resolve))
    expect(error.message).toContain('503')
    expect(await logged(place, 'connection')).toMatchObject([{ type: 'refused', request: { reason: 'unavailable' } }])
  })

  it('delivers nothing over HTTP while it lasts, and events again after it', async () => {
    const place = await playground()
    const { url, received } = await requestUrl()
    place.workspace.deliverTo(url)
    const { ids } = await place.act('faults', { fault: 'unavailable', seconds: 60 })
    await say(place, 'one')
    await until(async () => expect(await logged(place, 'delivery')).toHaveLength(2))
    expect(received).toEqual([])
    await lift(place, ids[0])
    await place.act('advance', { minutes: 1 })
    await until(() => expect(received.map(one => one.headers['x-slack-retry-num'])).toEqual(['2']))
  })
})
