import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebAPICallResult, WebAPIRateLimitedError, WebClient } from '@slack/web-api'
import { describe, expect, it } from 'vitest'
import { methods } from '../../../src/local/slack/methods/index.ts'
import { createRates, limitsOf } from '../../../src/local/slack/rates.ts'
import { type Answer, call, channels, type Playground, people, playground, quiet, refused } from './playground.ts'

/** A rate clock that moves only when told. */
function still() {
  let ms = 1_000
  return {
    now: () => ms,
    wait(seconds: number) {
      ms += seconds * 1000
    },
  }
}

/** A workspace with a still rate clock, and Slack's client that does not wait by itself. */
async function place() {
  const clock = still()
  const there = await playground({ rateClock: clock.now })
  const web = new WebClient('xoxb-sandbox', {
    slackApiUrl: `${there.url}/api/`,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: quiet,
  })
  return { ...there, web, clock }
}

/** Calls until Slack says to wait: how many got through, and how long to wait. */
async function exhaust(once: (nth: number) => Promise<WebAPICallResult>, most = 700) {
  for (let nth = 0; nth < most; nth++) {
    try {
      await once(nth)
    } catch (error) {
      if (error instanceof WebAPIRateLimitedError) return { passed: nth, retryAfter: error.retryAfter }
      throw error
    }
  }
  throw new Error(`all ${most} calls got through`)
}

const post = ({ web }: Pick<Playground, 'web'>, channel: string, text = 'hi') => web.chat.postMessage({ channel, text })

describe('a method', () => {
  it.each([
    ['conversations.list', 2, 20, 3],
    ['team.info', 3, 50, 2],
    ['users.info', 4, 100, 1],
  ])(
    '%s, of tier %i, is refused after a minute’s %i calls, for %i seconds',
    async (method, tier, passed, retryAfter) => {
      const { web, clock } = await place()
      expect(methods[method]?.tier).toBe(tier)
      const once = () => call(web, method, { user: people.ana })
      expect(await exhaust(once)).toEqual({ passed, retryAfter })
      clock.wait(60 / passed - 0.1)
      await expect(once()).rejects.toThrow(WebAPIRateLimitedError)
      clock.wait(0.1)
      expect((await once()).ok).toBe(true)
      clock.wait(60)
      expect((await exhaust(once)).passed).toBe(passed)
    },
  )

  it('of tier 1 is let through once a minute', () => {
    const clock = still()
    const rates = createRates(clock.now)
    const limits = limitsOf(1, { method: 'slow.one' })
    expect([rates.take(limits), rates.take(limits)]).toEqual([0, 60_000])
    clock.wait(60)
    expect(rates.take(limits)).toBe(0)
  })

  it('without a tier has its own figure', async () => {
    const { web } = await place()
    await expect(exhaust(() => web.auth.test())).resolves.toMatchObject({ passed: 300 })
    const { ts } = await post({ web }, 'incidents')
    await expect(
      exhaust(() => web.chat.getPermalink({ channel: channels.incidents, message_ts: ts! })),
    ).resolves.toMatchObject({ passed: 600 })
  })

  it('waits alone: others go on', async () => {
    const { web } = await place()
    await exhaust(() => web.conversations.list())
    expect((await web.users.list({})).ok).toBe(true)
  })

  it('is free again once the workspace’s clock was moved on', async () => {
    const { web, act } = await place()
    await exhaust(() => web.conversations.list())
    await act('advance', { minutes: 1 })
    expect((await exhaust(() => web.conversations.list())).passed).toBe(20)
    await act('reset')
    expect((await exhaust(() => web.conversations.list())).passed).toBe(20)
  })

  it('is not used up by calls with a wrong token, but by those without the scope', async () => {
    const clock = still()
    const { url, web } = await playground({ rateClock: clock.now, app: { scopes: [] } })
    for (let i = 0; i < 25; i++) {
      const answer = await fetch(`${url}/api/conversations.list`, { headers: { authorization: 'Bearer xoxb-other' } })
      expect(await answer.json()).toEqual({ ok: false, error: 'invalid_auth' })
    }
    for (let i = 0; i < 20; i++) expect(await refused(web.conversations.list())).toBe('missing_scope')
    const last = await fetch(`${url}/api/conversations.list`, { headers: { authorization: 'Bearer xoxb-sandbox' } })
    expect(last.status).toBe(429)
  })

  it('is not limited where limits are off', async () => {
    const { web } = await playground({ rateLimits: 'off' })
    for (let i = 0; i < 25; i++) expect((await web.conversations.list()).ok).toBe(true)
  })
})

describe('posting', () => {
  it('is a message a second to each channel after a short burst, whatever the channel is called', async () => {
    const { web, clock } = await place()
    expect(await exhaust(nth => post({ web }, nth % 2 ? channels.incidents : '#incidents'))).toEqual({
      passed: 5,
      retryAfter: 1,
    })
    expect((await post({ web }, channels.support)).ok).toBe(true)
    clock.wait(1)
    expect(await exhaust(() => post({ web }, channels.incidents))).toEqual({ passed: 1, retryAfter: 1 })
  })

  it('is also several hundred messages a minute to the workspace, however many channels share them', async () => {
    const { web, clock } = await place()
    const { support, incidents } = channels
    const everywhere = [support, incidents, '#leadership', '#customer-updates', ...Object.values(people)]
    const { passed } = await exhaust(nth => {
      if (nth % everywhere.length === 0) clock.wait(1)
      return post({ web }, everywhere[nth % everywhere.length]!)
    }, 1000)
    // Eight a second are more than the five that come back each second: it ends when the first three hundred are gone.
    expect(passed).toBeGreaterThan(780)
    expect(passed).toBeLessThan(820)
  })

  it('to one person alone is not held to a message a second', async () => {
    const { web } = await place()
    const note = () => web.chat.postEphemeral({ channel: channels.incidents, user: people.ana, text: 'hi' })
    expect((await exhaust(note)).passed).toBe(100)
  })

  it('does nothing when it is refused, and shows in the log with its status', async () => {
    const { web, url, messages, see } = await place()
    await exhaust(nth => post({ web }, channels.incidents, `${nth}`))
    expect((await messages('incidents')).map(message => message.text)).toEqual(['0', '1', '2', '3', '4'])
    const { entries } = await see('log')
    expect(entries.findLast((entry: Answer) => entry.method === 'chat.postMessage')).toMatchObject({
      status: 429,
      response: { ok: false, error: 'ratelimited' },
    })
    const raw = await fetch(`${url}/api/chat.postMessage`, {
      method: 'POST',
      headers: { authorization: 'Bearer xoxb-sandbox' },
      body: new URLSearchParams({ channel: channels.incidents, text: 'x' }),
    })
    expect([raw.status, raw.headers.get('retry-after'), await raw.json()]).toEqual([
      429,
      '1',
      { ok: false, error: 'ratelimited' },
    ])
  })

  it('does not use up the trigger of a view that is refused', async () => {
    const { web, clock, workspace, act } = await place()
    const opened: Answer[] = []
    const server = createServer(async (req, res) => {
      let body = ''
      for await (const chunk of req) body += chunk
      if (body.startsWith('{')) return void res.end(JSON.parse(body).challenge)
      opened.push(new URLSearchParams(body).get('trigger_id'))
      res.end()
    })
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
    const { port } = server.address() as AddressInfo
    workspace.deliverTo(`http://127.0.0.1:${port}/`)
    const view = { type: 'modal' as const, title: { type: 'plain_text' as const, text: 'Hi' }, blocks: [] }
    await exhaust(() => call(web, 'views.open', { trigger_id: 'none', view }).catch(platform))
    await act('command', { channel: 'incidents', user: 'ana', command: '/hello', text: '' })
    server.close()
    const open = () => call(web, 'views.open', { trigger_id: opened[0], view })
    await expect(open()).rejects.toThrow(WebAPIRateLimitedError)
    clock.wait(1)
    expect((await open()).ok).toBe(true)
  })
})

/** A refusal of the method itself is an answer here; only a 429 is thrown on. */
function platform(error: unknown): WebAPICallResult {
  if (error instanceof Error && 'data' in error) return { ok: false }
  throw error
}
