import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../src/errors.ts'
import { ServiceError } from '../../src/errors.ts'
import { createSlackClient, type SlackClient } from '../../src/slack/client.ts'
import { type Behaviour, faultySlack, hang, html, json, reset, truncated } from './faulty-slack.ts'
import { keepingLog } from './keeping-log.ts'
import { token } from './web-api.ts'

const write = (client: SlackClient) => client.call('chat.postMessage', { channel: 'C1', text: 'x' })
const read = (client: SlackClient) => client.call('users.info', { user: 'U1' })
const open = (client: SlackClient) =>
  client.call('views.open', {
    trigger_id: 't',
    view: { type: 'modal', title: { type: 'plain_text', text: 'x' }, blocks: [] },
  })

async function failureOf(call: Promise<unknown>): Promise<ServiceError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ServiceError)) throw new Error('the call did not fail', { cause: error })
  return error
}

async function both(behaviour: Behaviour): Promise<{ write: ServiceError; read: ServiceError; requests: number }> {
  const slack = await faultySlack(behaviour)
  const failures = { write: await failureOf(write(slack.client)), read: await failureOf(read(slack.client)) }
  return { ...failures, requests: slack.requests.length }
}

describe.concurrent('an end that leaves open whether Slack heard', () => {
  const cases: readonly [string, Behaviour, string | RegExp][] = [
    ['a connection reset after the request', reset, /UND_ERR_SOCKET|ECONNRESET/],
    ['a body cut off', truncated, /terminated|SOCKET/],
    ['an HTML page in place of an answer', html(200), 'unreadable_answer'],
    ['a 500', json({}, 500), 'http_500'],
    ['a 502 with a page', html(502), 'http_502'],
    ['a 503', html(503), 'http_503'],
    ['internal_error', json({ ok: false, error: 'internal_error' }), 'internal_error'],
    ['fatal_error', json({ ok: false, error: 'fatal_error' }), 'fatal_error'],
    ['request_timeout', json({ ok: false, error: 'request_timeout' }), 'request_timeout'],
    ['service_unavailable', json({ ok: false, error: 'service_unavailable' }), 'service_unavailable'],
  ]
  it.each(cases)(
    '%s makes a write ambiguous and a read safe to ask again, after one attempt each',
    async (_, behaviour, code) => {
      const { write, read, requests } = await both(behaviour)
      expect([write.outcome, read.outcome]).toEqual(['ambiguous', 'retry-safe'])
      expect(write.code).toMatch(code)
      expect(requests).toBe(2)
    },
  )

  it('a hanging answer ends before the trigger does where a person waits', async () => {
    const slack = await faultySlack(hang)
    const startedAt = performance.now()
    expect((await failureOf(open(slack.client))).outcome).toBe('ambiguous')
    expect(performance.now() - startedAt).toBeLessThan(3_000)
    expect(slack.requests).toHaveLength(1)
  })
})

describe.concurrent('a request that never left', () => {
  it('because nobody listens is safe to try again', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    server.close()
    await once(server, 'close')
    const client = createSlackClient({ token, apiUrl: `http://127.0.0.1:${port}/api/`, log: keepingLog().log })
    expect(await failureOf(write(client))).toMatchObject({ outcome: 'retry-safe', code: 'ECONNREFUSED' })
  })

  it('because the name is unknown is safe to try again', async () => {
    const client = createSlackClient({ token, apiUrl: 'http://nobody.invalid/api/', log: keepingLog().log })
    expect((await failureOf(write(client))).outcome).toBe('retry-safe')
  })
})

describe.concurrent('what Slack says', () => {
  const said: Record<Exclude<Outcome, 'retry-safe' | 'ambiguous'>, readonly string[]> = {
    'rate-limited': ['ratelimited', 'rate_limited'],
    'permanent-target': [
      'is_archived',
      'channel_not_found',
      'not_in_channel',
      'restricted_action',
      'restricted_action_read_only_channel',
      'user_not_found',
      'cant_invite',
      'message_not_found',
      'missing_scope',
      'a_word_that_is_new',
    ],
    'permanent-input': [
      'invalid_blocks',
      'msg_too_long',
      'too_long',
      'invalid_name',
      'invalid_name_maxlength',
      'invalid_name_punctuation',
      'invalid_name_required',
      'invalid_name_specials',
    ],
    'permanent-auth': ['invalid_auth', 'token_revoked', 'token_expired', 'account_inactive', 'team_access_not_granted'],
  }
  const cases = Object.entries(said).flatMap(([outcome, errors]) => errors.map(error => [error, outcome] as const))
  it.each(cases)('%s is %s', async (error, outcome) => {
    const slack = await faultySlack(json({ ok: false, error }))
    const failure = await failureOf(write(slack.client))
    expect(failure).toMatchObject({ outcome, code: error, service: 'slack' })
    expect(failure.canRetry).toBe(!outcome.startsWith('permanent-'))
  })

  it('that it is there already counts as done', async () => {
    const slack = await faultySlack(json({ ok: false, error: 'already_pinned' }))
    await expect(slack.client.call('pins.add', { channel: 'C1', timestamp: '1.1' })).resolves.toEqual({ ok: true })
  })

  it('a 404 is a mistake of ours', async () => {
    const slack = await faultySlack(html(404))
    expect(await failureOf(write(slack.client))).toMatchObject({ outcome: 'permanent-input', code: 'http_404' })
  })

  it('a 429 names how long to wait; without that it is a second', async () => {
    const told = await faultySlack(json({ ok: false, error: 'ratelimited' }, 429, { 'retry-after': '30' }))
    expect(await failureOf(write(told.client))).toMatchObject({ outcome: 'rate-limited', retryAfterMs: 30_000 })
    const silent = await faultySlack(json({ ok: false, error: 'ratelimited' }, 429))
    expect(await failureOf(write(silent.client))).toMatchObject({ outcome: 'rate-limited', retryAfterMs: 1_000 })
  })
})
