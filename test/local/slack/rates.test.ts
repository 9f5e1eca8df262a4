import { type WebAPICallResult, WebAPIRateLimitedError } from '@slack/web-api'
import { describe, expect, it } from 'vitest'
import { methods } from '../../../src/local/slack/methods/index.ts'
import { createRates, limitsOf } from '../../../src/local/slack/rates.ts'
import { paced, post } from './paced.ts'
import { type Answer, call, channels, people, playground, refused } from './playground.ts'
import { requestUrl } from './request-url.ts'

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

describe('a method', () => {
  it.each([
    ['conversations.list', 2, 20, 3],
    ['team.info', 3, 50, 2],
    ['users.info', 4, 100, 1],
  ])(
    '%s, of tier %i, is refused after a minute’s %i calls, for %i seconds',
    async (method, tier, passed, retryAfter) => {
      const { web, wait } = await paced()
      expect(methods[method]?.tier).toBe(tier)
      const once = () => call(web, method, { user: people.ana })
      expect(await exhaust(once)).toEqual({ passed, retryAfter })
      wait(60 / passed - 0.1)
      await expect(once()).rejects.toThrow(WebAPIRateLimitedError)
      wait(0.1)
      expect((await once()).ok).toBe(true)
      wait(60)
      expect((await exhaust(once)).passed).toBe(passed)
    },
  )

  it('of tier 1 is let through once a minute', () => {
    let now = 0
    const rates = createRates(() => now)
    const limits = limitsOf(1, { method: 'slow.one' })
    expect([rates.take(limits), rates.take(limits)]).toEqual([0, 60_000])
    now = 60_000
    expect(rates.take(limits)).toBe(0)
  })

  it('lets through who waited exactly as long as told, whatever its figure', () => {
    for (let perMinute = 1; perMinute <= 300; perMinute++) {
      let now = 0
      const rates = createRates(() => now)
      const limits = limitsOf({ perMinute }, { method: 'some.method' })
      for (let nth = 0; nth < perMinute; nth++) rates.take(limits)
      for (let nth = 0; nth < 5; nth++) {
        now += rates.take(limits)
        expect(rates.take(limits)).toBe(0)
      }
    }
  })

  it('without a tier has its own figure', async () => {
    const { web } = await paced()
    await expect(exhaust(() => web.auth.test())).resolves.toMatchObject({ passed: 300 })
    const { ts } = await post({ web }, 'hi', 'incidents')
    await expect(
      exhaust(() => web.chat.getPermalink({ channel: channels.incidents, message_ts: ts! })),
    ).resolves.toMatchObject({ passed: 600 })
  })

  it('waits alone: others go on', async () => {
    const { web } = await paced()
    await exhaust(() => web.conversations.list())
    expect((await web.users.list({})).ok).toBe(true)
  })

  it('is free again once the workspace’s clock was moved on', async () => {
    const { web, act } = await paced()
    await exhaust(() => web.conversations.list())
    await act('advance', { minutes: 1 })
    expect((await exhaust(() => web.conversations.list())).passed).toBe(20)
    await act('reset')
    expect((await exhaust(() => web.conversations.list())).passed).toBe(20)
  })

  it('follows a clock that never goes back: what was put aside until later comes', async () => {
    const { workspace, act } = await playground({ rateClock: () => 1_000 })
    expect(workspace.rateNow()).toBe(1_000)
    await act('advance', { minutes: 2 })
    expect(workspace.rateNow()).toBe(121_000)
    await act('reset')
    expect(workspace.rateNow()).toBe(121_000)
  })

  it('is not used up by calls with a wrong token, but by those without the scope', async () => {
    const { url, web } = await playground({ rateClock: () => 0, app: { scopes: [] } })
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
    const { web, wait } = await paced()
    expect(await exhaust(nth => post({ web }, 'hi', nth % 2 ? channels.incidents : '#incidents'))).toEqual({
      passed: 5,
      retryAfter: 1,
    })
    expect((await post({ web }, 'hi', channels.support)).ok).toBe(true)
    wait(1)
    expect(await exhaust(() => post({ web }, 'hi', channels.incidents))).toEqual({ passed: 1, retryAfter: 1 })
  })

  it('is also several hundred messages a minute to the workspace, however many channels share them', async () => {
    const { web, wait } = await paced()
    const { support, incidents } = channels
    const everywhere = [support, incidents, '#leadership', '#customer-updates', ...Object.values(people)]
    const { passed } = await exhaust(nth => {
      if (nth % everywhere.length === 0) wait(1)
      return post({ web }, 'hi', everywhere[nth % everywhere.length]!)
    }, 1000)
    // Eight a second are more than the five that come back each second: it ends when the first three hundred are gone.
    expect(passed).toBeGreaterThan(780)
    expect(passed).toBeLessThan(820)
  })

  it('to one person alone is not held to a message a second', async () => {
    const { web } = await paced()
    const note = () => web.chat.postEphemeral({ channel: channels.incidents, user: people.ana, text: 'hi' })
    expect((await exhaust(note)).passed).toBe(100)
  })

  it('does nothing when it is refused, and shows in the log with its status', async () => {
    const { web, url, messages, see } = await paced()
    await exhaust(nth => post({ web }, `${nth}`))
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
    const { web, wait, workspace, act } = await paced()
    const { url, received } = await requestUrl()
    workspace.deliverTo(url)
    const view = { type: 'modal' as const, title: { type: 'plain_text' as const, text: 'Hi' }, blocks: [] }
    await exhaust(() => call(web, 'views.open', { trigger_id: 'none', view }).catch(platform))
    await act('command', { channel: 'incidents', user: 'ana', command: '/hello', text: '' })
    const trigger_id = new URLSearchParams(received[0]!.body).get('trigger_id')
    const open = () => call(web, 'views.open', { trigger_id, view })
    await expect(open()).rejects.toThrow(WebAPIRateLimitedError)
    wait(1)
    expect((await open()).ok).toBe(true)
  })
})

/** A refusal of the method itself is an answer here; only a 429 is thrown on. */
function platform(error: unknown): WebAPICallResult {
  if (error instanceof Error && 'data' in error) return { ok: false }
  throw error
}
