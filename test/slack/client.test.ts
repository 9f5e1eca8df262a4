import { describe, expect, it } from 'vitest'
import type { ServiceError } from '../../src/errors.ts'
import type { SlackClient } from '../../src/slack/client.ts'
import { faultySlack, html, json, reset } from './faulty-slack.ts'
import { token } from './web-api.ts'

const ok = json({ ok: true })
const limited = (seconds: number) => json({ ok: false, error: 'ratelimited' }, 429, { 'retry-after': String(seconds) })
const write = (client: SlackClient, channel = 'C1') => client.call('chat.postMessage', { channel, text: 'x' })
const failure = (call: Promise<unknown>) => call.then(() => undefined).catch((error: ServiceError) => error)

describe.concurrent('a limit that Slack set', () => {
  it('on one channel delays neither another channel nor another method', async () => {
    const slack = await faultySlack(limited(30), ok)
    await failure(write(slack.client, 'C1'))
    const startedAt = performance.now()
    await Promise.all([write(slack.client, 'C2'), slack.client.call('users.info', { user: 'U1' })])
    expect(performance.now() - startedAt).toBeLessThan(4_000)
    expect(slack.requests).toHaveLength(3)
  })

  it('on one method delays no other', async () => {
    const slack = await faultySlack(limited(30), ok)
    await failure(slack.client.call('users.info', { user: 'U1' }))
    await write(slack.client)
    expect(slack.requests.map(request => request.method)).toEqual(['users.info', 'chat.postMessage'])
  })

  it('is kept to the millisecond when it is short', async () => {
    const slack = await faultySlack(limited(2), ok)
    await failure(write(slack.client))
    const answeredAt = performance.now()
    await write(slack.client)
    expect(slack.requests[1]!.at - answeredAt).toBeGreaterThan(1_950)
  })

  it('holds a call back that was waiting for its turn already', async () => {
    const slack = await faultySlack(limited(2), ok)
    const first = failure(write(slack.client))
    const second = write(slack.client)
    await first
    const answeredAt = performance.now()
    await second
    expect(slack.requests[1]!.at - answeredAt).toBeGreaterThan(1_950)
  })

  it('is handed to the caller when it is long, and no request is made', async () => {
    const slack = await faultySlack(limited(30), ok)
    await failure(write(slack.client))
    const again = await failure(write(slack.client))
    expect(again).toMatchObject({ outcome: 'rate-limited' })
    expect(again?.retryAfterMs).toBeGreaterThan(29_000)
    expect(slack.requests).toHaveLength(1)
  })
})

const fileOf = (text: string) => {
  const bytes = new TextEncoder().encode(text)
  return { bytes: bytes.length, content: ReadableStream.from([bytes]) }
}

describe.concurrent('the token', () => {
  it('is sent to the Web API and to nothing else', async () => {
    const slack = await faultySlack(ok)
    const elsewhere = await faultySlack(ok)
    await write(slack.client)
    expect(slack.requests[0]?.authorization).toBe(`Bearer ${token}`)
    await slack.client.upload(`${elsewhere.url}/upload/1`, fileOf('# Review'))
    expect(elsewhere.requests).toMatchObject([{ authorization: undefined, body: '# Review' }])
    expect(JSON.stringify(elsewhere.requests)).not.toContain(token)
  })

  it('does not follow a redirection to another host', async () => {
    const elsewhere = await faultySlack(ok)
    const slack = await faultySlack((response, request) => {
      response.writeHead(307, { location: `${elsewhere.url}${request.url}` }).end()
    })
    expect(await failure(write(slack.client))).toBeDefined()
    expect(await failure(slack.client.upload(`${slack.url}/upload/1`, fileOf('')))).toBeDefined()
    expect(elsewhere.requests).toEqual([])
  })

  it.each([
    ['a refusal', json({ ok: false, error: 'invalid_auth' })],
    ['a page', html(502)],
    ['a lost connection', reset],
  ])('is in no error and no log line after %s', async (_, behaviour) => {
    const slack = await faultySlack(behaviour)
    const error = await failure(write(slack.client))
    const text = [error?.message, error?.stack, String(error?.cause), JSON.stringify(error), JSON.stringify(slack.log)]
    expect(text.join('\n')).not.toContain(token)
  })

  it('that Slack refuses makes the client say that it is not authorized, until Slack takes it again', async () => {
    const slack = await faultySlack(json({ ok: false, error: 'token_revoked' }), ok)
    expect(slack.client.isAuthorized()).toBe(true)
    await failure(write(slack.client, 'C1'))
    expect(slack.client.isAuthorized()).toBe(false)
    await write(slack.client, 'C2')
    expect(slack.client.isAuthorized()).toBe(true)
  })
})

describe.concurrent('a call', () => {
  it('is made once, whatever comes back', async () => {
    const slack = await faultySlack(json({}, 500))
    await failure(slack.client.call('conversations.create', { name: 'inc-1' }))
    expect(slack.requests).toHaveLength(1)
  })

  it('logs its method and outcome, never what it carried', async () => {
    const slack = await faultySlack(json({ ok: false, error: 'is_archived' }))
    await failure(slack.client.call('chat.postMessage', { channel: 'C1', text: 'payroll data leaked' }))
    expect(slack.log).toMatchObject([
      { level: 'info', fields: { method: 'chat.postMessage', outcome: 'permanent-target', code: 'is_archived' } },
    ])
    expect(JSON.stringify(slack.log)).not.toContain('payroll')
  })

  it('posts a message a second into one channel', async () => {
    const slack = await faultySlack(ok)
    await Promise.all([write(slack.client), write(slack.client), write(slack.client)])
    const [first, , third] = slack.requests
    expect(third!.at - first!.at).toBeGreaterThan(1_900)
  })
})

describe.concurrent('an upload', () => {
  it('that fails leaves open whether it arrived', async () => {
    const slack = await faultySlack(html(500))
    const error = await failure(slack.client.upload(`${slack.url}/upload/1`, fileOf('')))
    expect(error).toMatchObject({ outcome: 'ambiguous', code: 'http_500' })
  })
})
