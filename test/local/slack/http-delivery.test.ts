import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, vi } from 'vitest'
import { type Answer, afterwards, playground } from './playground.ts'

interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}
type Reply = { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }

/** A request URL that answers the challenge and then whatever the test says. */
async function requestUrl(reply: (received: Received) => Reply = () => ({ status: 200 })) {
  const received: Received[] = []
  const server = createServer(async (req, res) => {
    let body = ''
    for await (const chunk of req) body += chunk
    const json = body.startsWith('{') ? JSON.parse(body) : {}
    if (json.type === 'url_verification') return void res.end(json.challenge)
    const request = { headers: req.headers, body }
    received.push(request)
    const { status, headers, body: text } = reply(request)
    res.writeHead(status, headers).end(text)
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  afterwards(async () => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`, received }
}

const until = (check: () => unknown) => vi.waitFor(check, { timeout: 5000, interval: 10 })

describe('HTTP delivery', () => {
  it('signs what it sends with the signing secret', async () => {
    const { workspace, act } = await playground()
    const { url, received } = await requestUrl()
    workspace.deliverTo(url)
    await act('command', { channel: 'incidents', user: 'ana', command: '/hello', text: 'a & b' })
    const [{ headers, body }] = received as [Received]
    const base = `v0:${headers['x-slack-request-timestamp']}:${body}`
    expect(headers['x-slack-signature']).toBe(
      `v0=${createHmac('sha256', 'sandbox-signing-secret').update(base).digest('hex')}`,
    )
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded')
    expect(new URLSearchParams(body).get('text')).toBe('a & b')
  })

  it('delivers nothing to a URL that does not answer the challenge', async () => {
    const { workspace, act } = await playground()
    const server = createServer((_req, res) => res.end('who is there?'))
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
    afterwards(async () => void server.close())
    workspace.deliverTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    expect(await act('command', { channel: 'incidents', user: 'ana', command: '/hello' })).toEqual({
      ok: false,
      error: 'dispatch_failed',
    })
  })

  it('tries an event three more times: at once, after a minute, after five', async () => {
    const { workspace, act, see } = await playground()
    const { url, received } = await requestUrl(() => ({ status: 500 }))
    workspace.deliverTo(url)
    const events = () => received.filter(r => r.headers['content-type'] === 'application/json')
    const delivered = async (count: number) => {
      await until(() => expect(events()).toHaveLength(count))
      // An attempt is over once it is in the log; only then is the next one planned.
      await vi.waitFor(async () => {
        const { entries } = await see('log')
        expect(entries.filter((e: Answer) => e.type === 'events_api')).toHaveLength(count)
      })
    }
    // A command goes out after whatever was sent too early, so that would have arrived too.
    const settle = () => act('command', { channel: 'incidents', user: 'ana', command: '/hello', text: '' })

    await act('message', { channel: 'incidents', user: 'ana', text: 'hi' })
    await delivered(2)
    await act('advance', { minutes: 0.5 })
    await settle()
    expect(events()).toHaveLength(2)
    await act('advance', { minutes: 0.5 })
    await delivered(3)
    await act('advance', { minutes: 5 })
    await delivered(4)
    await act('advance', { minutes: 60 })
    await settle()
    expect(events().map(r => r.headers['x-slack-retry-num'])).toEqual([undefined, '1', '2', '3'])
    expect(events()[1]!.headers['x-slack-retry-reason']).toBe('http_error')
    expect(new Set(events().map(r => JSON.parse(r.body).event_id)).size).toBe(1)
  })

  it('does not try again when asked not to', async () => {
    const { workspace, act, see } = await playground()
    const { url, received } = await requestUrl(() => ({ status: 500, headers: { 'x-slack-no-retry': '1' } }))
    workspace.deliverTo(url)
    await act('message', { channel: 'incidents', user: 'ana', text: 'hi' })
    await vi.waitFor(async () =>
      expect((await see('log')).entries.filter((e: Answer) => e.direction === 'delivery')).toHaveLength(1),
    )
    await act('advance', { minutes: 10 })
    expect(received).toHaveLength(1)
  })

  it('falls back to Socket Mode when the URL is taken away', async () => {
    const { workspace, see } = await playground()
    workspace.deliverTo('http://127.0.0.1:1/')
    expect((await see('state')).app.connected).toBe(true)
    workspace.deliverTo(null)
    expect((await see('state')).app.connected).toBe(false)
  })
})
