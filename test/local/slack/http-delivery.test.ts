import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, vi } from 'vitest'
import { type Answer, afterwards, playground } from './playground.ts'
import { type Received, requestUrl } from './request-url.ts'

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

  it.each([
    ['http_error', 500],
    ['http_error', 404],
    ['too_many_redirects', 307],
  ])('says why an event comes again: %s after status %i', async (reason, status) => {
    const { workspace, act } = await playground()
    const { url, received } = await requestUrl(() => ({
      status,
      ...(status === 307 ? { headers: { location: '/' } } : {}),
    }))
    workspace.deliverTo(url)
    await act('message', { channel: 'incidents', user: 'ana', text: 'hi' })
    const again = () => received.find(({ headers }) => headers['x-slack-retry-num'] === '1')
    await until(() => expect(again()?.headers['x-slack-retry-reason']).toBe(reason))
    // The first attempt goes to the URL and to two further addresses.
    if (status === 307) expect(received.filter(r => !r.headers['x-slack-retry-num'])).toHaveLength(3)
  })

  it('says that an event comes again because nobody answered within three seconds', async () => {
    const { workspace, act, see } = await playground()
    const { url, received } = await requestUrl(({ headers }) =>
      headers['x-slack-retry-num'] ? { status: 200 } : undefined,
    )
    workspace.deliverTo(url)
    await act('message', { channel: 'incidents', user: 'ana', text: 'hi' })
    await until(() => expect(received).toHaveLength(2))
    expect(received[1]!.headers).toMatchObject({ 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' })
    const deliveries = async () => (await see('log')).entries.filter((entry: Answer) => entry.direction === 'delivery')
    await vi.waitFor(async () =>
      expect(await deliveries()).toMatchObject([
        { response: { ok: false, error: 'operation_timeout' }, durationMs: expect.any(Number) },
        { status: 200, request: { retry: { attempt: 1, reason: 'http_timeout' } } },
      ]),
    )
    expect((await deliveries())[0].durationMs).toBeGreaterThan(2900)
  })

  it('says that an event comes again because nobody was there', async () => {
    const { workspace, act, see } = await playground()
    const first = await requestUrl()
    workspace.deliverTo(first.url)
    await act('command', { channel: 'incidents', user: 'ana', command: '/hello', text: '' })
    await first.close()
    await act('message', { channel: 'incidents', user: 'ana', text: 'hi' })
    await vi.waitFor(async () =>
      expect((await see('log')).entries.filter((entry: Answer) => entry.type === 'events_api')).toHaveLength(2),
    )
    const second = await requestUrl()
    workspace.deliverTo(second.url)
    await act('advance', { minutes: 1 })
    await until(() => expect(second.received).toHaveLength(1))
    expect(second.received[0]!.headers).toMatchObject({
      'x-slack-retry-num': '2',
      'x-slack-retry-reason': 'connection_failed',
    })
  })

  it('follows two redirects', async () => {
    const { workspace, act } = await playground()
    let left = 2
    const { url, received } = await requestUrl(() => {
      left -= 1
      return left >= 0 ? { status: 307, headers: { location: `/${left}` } } : { status: 200, body: 'Hello' }
    })
    workspace.deliverTo(url)
    const answer = await act('command', { channel: 'incidents', user: 'ana', command: '/hello', text: '' })
    expect(answer).toMatchObject({ ok: true, response: { text: 'Hello' } })
    expect(new Set(received.map(({ body }) => body)).size).toBe(1)
    expect(received).toHaveLength(3)
  })

  it('never sends what a person did again', async () => {
    const { workspace, act } = await playground()
    const { url, received } = await requestUrl(() => ({ status: 500 }))
    workspace.deliverTo(url)
    const command = { channel: 'incidents', user: 'ana', command: '/hello', text: '' }
    expect(await act('command', command)).toMatchObject({ ok: false, error: 'dispatch_failed' })
    expect(await act('shortcut', { user: 'ana', callback_id: 'start' })).toMatchObject({ error: 'dispatch_failed' })
    await act('advance', { minutes: 10 })
    await act('command', command)
    expect(received).toHaveLength(3)
  })

  it('falls back to Socket Mode when the URL is taken away', async () => {
    const { workspace, see } = await playground()
    workspace.deliverTo('http://127.0.0.1:1/')
    expect((await see('state')).app.connected).toBe(true)
    workspace.deliverTo(null)
    expect((await see('state')).app.connected).toBe(false)
  })
})
