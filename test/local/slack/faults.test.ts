import type { WebAPIPlatformError } from '@slack/web-api'
import { describe, expect, it } from 'vitest'
import { failure, lift, logged, paced, post } from './paced.ts'
import { type Answer, channels, people } from './playground.ts'
import { requestUrl } from './request-url.ts'

describe('a rule', () => {
  it('strikes once unless more is asked for, after as many calls as asked, and counts', async () => {
    const there = await paced()
    const { ids } = await there.act('faults', { fault: 'error', error: 'internal_error', times: 2, after: 1 })
    const outcomes: string[] = []
    for (let i = 0; i < 4; i++)
      outcomes.push(
        await there.web.auth.test().then(
          () => 'ok',
          (error: WebAPIPlatformError) => error.data.error,
        ),
      )
    expect(outcomes).toEqual(['ok', 'internal_error', 'internal_error', 'ok'])
    expect((await there.see('faults')).faults).toEqual([
      {
        id: ids[0],
        struck: 2,
        isActive: false,
        rule: { fault: 'error', error: 'internal_error', applied: false, match: {}, times: 2, after: 1 },
      },
    ])
  })

  it('picks its calls by method, by family and by channel, named or by id', async () => {
    const there = await paced()
    const { web, act } = there
    const until = { fault: 'error', error: 'fatal_error', times: 0 }
    await act('faults', {
      rules: [
        { ...until, match: { method: 'users.*' } },
        { ...until, match: { method: 'chat.postMessage', channel: '#support' } },
        { ...until, match: { channel: channels.random } },
      ],
    })
    await failure(web.users.list({}))
    await failure(web.users.info({ user: people.ana }))
    await failure(post(there, 'hi', channels.support))
    await failure(post(there, 'hi', '#support'))
    await failure(web.conversations.info({ channel: channels.random }))
    expect((await web.conversations.info({ channel: channels.support })).ok).toBe(true)
    expect((await web.team.info()).ok).toBe(true)
    expect((await there.see('faults')).faults.map((one: Answer) => one.struck)).toEqual([2, 2, 1])
  })

  it('gives way to the one ordered before it', async () => {
    const there = await paced()
    await there.act('faults', { rules: ['first', 'second'].map(error => ({ fault: 'error', error })) })
    expect((await failure(there.web.auth.test())).data.error).toBe('first')
    expect((await failure(there.web.auth.test())).data.error).toBe('second')
    expect((await there.web.auth.test()).ok).toBe(true)
  })

  it('is taken away alone, with all others, or by a reset', async () => {
    const there = await paced()
    const { web, act } = there
    const rule = (method: string) => ({ fault: 'error', error: 'fatal_error', times: 0, match: { method } })
    const { ids } = await act('faults', { rules: [rule('auth.test'), rule('team.info')] })
    expect(await (await lift(there, ids[0])).json()).toEqual({ ok: true })
    expect((await web.auth.test()).ok).toBe(true)
    await failure(web.team.info())
    await lift(there)
    expect((await web.team.info()).ok).toBe(true)
    expect((await lift(there, 'F99')).status).toBe(404)
    await act('faults', rule('team.info'))
    await act('reset')
    expect((await web.team.info()).ok).toBe(true)
    expect((await there.see('faults')).faults).toEqual([])
  })

  it.each([
    [{ fault: 'gremlin' }, 'Send "fault" as one of rate-limited, http, html, hang, slow,'],
    [{ fault: 'slow' }, 'The fault "slow" cannot be ordered so. ms: '],
    [{ fault: 'slow', ms: 86_400_001 }, 'The fault "slow" cannot be ordered so. ms: must be at most 86400000, a day.'],
    [{ fault: 'delay', ms: 1e308 }, 'The fault "delay" cannot be ordered so. ms: must be at most 86400000, a day.'],
    [
      { fault: 'delay', minutes: 1441 },
      'The fault "delay" cannot be ordered so. minutes: must be at most 1440, a day.',
    ],
    [
      { fault: 'rate-limited', retryAfterSeconds: 86_401 },
      'The fault "rate-limited" cannot be ordered so. retryAfterSeconds: must be at most 86400, a day.',
    ],
    [
      { fault: 'unavailable', seconds: 86_401 },
      'The fault "unavailable" cannot be ordered so. seconds: must be at most 86400, a day.',
    ],
    [{ fault: 'http', status: 200 }, 'The fault "http" cannot be ordered so. status: '],
    [{ fault: 'hang', tmes: 3 }, 'Unrecognized key: "tmes"'],
    [{ fault: 'duplicate', match: { method: 'views.open' } }, 'match: Unrecognized key: "method"'],
  ])('that makes no sense is refused with the reason: %j', async (rule, reason) => {
    const { act, see } = await paced()
    expect(await act('faults', rule)).toEqual({ ok: false, error: expect.stringContaining(reason) })
    expect((await see('faults')).faults).toEqual([])
  })
})

describe('beside the methods', () => {
  it('an upload of bytes can be struck', async () => {
    const there = await paced()
    const upload = async () => {
      const { upload_url } = await there.web.files.getUploadURLExternal({ filename: 'a.txt', length: 2 })
      return fetch(upload_url!, { method: 'POST', body: 'hi' })
    }
    await there.act('faults', { rules: ['http', 'reset-after'].map(fault => ({ fault, match: { method: 'upload' } })) })
    expect((await upload()).status).toBe(500)
    await failure(upload())
    expect((await logged(there, 'api')).at(-1)).toMatchObject({
      method: 'upload',
      effect: 'OK - 2',
      fault: { fault: 'reset-after' },
    })
    expect((await upload()).status).toBe(200)
  })

  it('an answer to a response_url can be struck, and uses it up only when it took effect', async () => {
    const there = await paced()
    const { url, received } = await requestUrl()
    there.workspace.deliverTo(url)
    await there.act('command', { channel: 'incidents', user: 'ana', command: '/hello', text: '' })
    const address = new URLSearchParams(received[0]!.body).get('response_url')!
    const respond = () => fetch(address, { method: 'POST', body: JSON.stringify({ text: 'hi' }), headers })
    const headers = { 'content-type': 'application/json' }
    const match = { method: 'response_url', channel: 'incidents' }
    await there.act('faults', { fault: 'http', times: 3, match })
    for (let i = 0; i < 3; i++) expect((await respond()).status).toBe(500)
    await there.act('faults', { fault: 'reset-after', times: 3, match })
    for (let i = 0; i < 3; i++) await failure(respond())
    expect((await there.see('ephemeral/ana')).messages).toHaveLength(3)
    const statuses: number[] = []
    for (let i = 0; i < 3; i++) statuses.push((await respond()).status)
    expect(statuses).toEqual([200, 200, 404])
  })
})

describe('an outage', () => {
  it('refuses everything until its time is over', async () => {
    const there = await paced()
    const { upload_url } = await there.web.files.getUploadURLExternal({ filename: 'a.txt', length: 2 })
    await there.act('faults', { fault: 'unavailable', seconds: 60 })
    expect(await failure(there.web.auth.test())).toMatchObject({ statusCode: 503 })
    expect((await fetch(upload_url!, { method: 'POST', body: 'hi' })).status).toBe(503)
    expect((await fetch(`${there.url}/api/response/x`, { method: 'POST' })).status).toBe(503)
    expect((await fetch(`${there.url}/files/private/F1/x`)).status).toBe(503)
    there.wait(59)
    await failure(there.web.auth.test())
    there.wait(1)
    expect((await there.web.auth.test()).ok).toBe(true)
    expect((await fetch(upload_url!, { method: 'POST', body: 'hi' })).status).toBe(200)
  })

  it('ends when the clock is moved on, or when it is taken away', async () => {
    const there = await paced()
    await there.act('faults', { fault: 'unavailable', seconds: 60 })
    await failure(there.web.auth.test())
    await there.act('advance', { minutes: 1 })
    expect((await there.web.auth.test()).ok).toBe(true)
    await there.act('faults', { fault: 'unavailable', seconds: 60 })
    await failure(there.web.auth.test())
    await lift(there)
    expect((await there.web.auth.test()).ok).toBe(true)
  })
})
