import nock from 'nock'
import type { Method } from '../../src/slack/methods.ts'

export const token = 'xoxb-test-token'
export const team = 'T0ACME'
export const bot = { user: 'U0BOT', id: 'B0BOT' }

/** A call that reached Slack: a Web API method, or a post to a `response_url`. */
type Endpoint = Method | 'response_url'

export interface Call {
  readonly method: Endpoint
  readonly args: Record<string, unknown>
  readonly authorization: string | undefined
}

type Answer = Record<string, unknown> | ((args: Record<string, unknown>) => Record<string, unknown>)

export interface WebApi {
  readonly calls: readonly Call[]
  /** The next call of this method is expected, once. */
  expect(method: Endpoint, answer?: Answer): void
  /** Every call of this method is answered so. */
  always(method: Endpoint, answer: Answer): void
  /** What was called and not expected, and what was expected and not called. */
  problems(): string[]
}

const hooks = 'https://hooks.slack.com'
export const responseUrl = `${hooks}/actions/${team}/1/secret`

/** Slack's Web API at its real address, through nock: it answers what a test expects and notes everything else. */
export function fakeWebApi(): WebApi {
  const calls: Call[] = []
  const once: { method: Endpoint; answer: Answer }[] = []
  const always = new Map<Endpoint, Answer>()
  const unexpected: string[] = []

  function answer(method: Endpoint, args: Record<string, unknown>): Record<string, unknown> {
    const index = once.findIndex(one => one.method === method)
    const found = index >= 0 ? once.splice(index, 1)[0]?.answer : always.get(method)
    if (found === undefined) {
      unexpected.push(`${method} ${JSON.stringify(args)}`)
      return { ok: false, error: 'not_expected_by_this_test' }
    }
    return { ok: true, ...(typeof found === 'function' ? found(args) : found) }
  }

  nock('https://slack.com')
    .persist()
    .post(/^\/api\//)
    .reply(function (uri, body) {
      const method = uri.replace('/api/', '') as Method
      const args = parseForm(String(body))
      const header: unknown = this.req.headers.authorization
      calls.push({ method, args, authorization: Array.isArray(header) ? String(header[0]) : String(header) })
      return [200, answer(method, args)]
    })
  nock(hooks)
    .persist()
    .post(/.*/)
    .reply((_, body) => {
      const args = typeof body === 'string' ? JSON.parse(body) : body
      calls.push({ method: 'response_url', args, authorization: undefined })
      return [200, answer('response_url', args)]
    })

  return {
    calls,
    expect: (method, answer = {}) => void once.push({ method, answer }),
    always: (method, answer) => void always.set(method, answer),
    problems: () => [
      ...unexpected.map(call => `not expected: ${call}`),
      ...once.map(({ method }) => `expected, but not called: ${method}`),
    ],
  }
}

/** The SDK sends a form whose objects and lists are JSON. */
function parseForm(body: string): Record<string, unknown> {
  return Object.fromEntries(
    [...new URLSearchParams(body)].map(([key, value]) => [
      key,
      /^[[{]|^(true|false)$/.test(value) ? parse(value) : value,
    ]),
  )
}

function parse(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

/** What the work behind a decision needs from Slack: channels, messages, pins, invitations and names. */
export function answerWork(slack: WebApi): void {
  let channels = 0
  let messages = 0
  slack.always('auth.test', { team_id: team, user_id: bot.user, bot_id: bot.id })
  slack.always('conversations.create', ({ name }) => ({ channel: { id: `C0NEW${++channels}`, name } }))
  slack.always('chat.postMessage', ({ channel }) => ({
    channel,
    ts: `1700000000.${String(++messages).padStart(6, '0')}`,
  }))
  slack.always('users.info', ({ user }) => ({ user: { id: user, profile: { display_name: `name-of-${user}` } } }))
  slack.always('users.conversations', { channels: [] })
  slack.always('conversations.members', { members: [] })
  slack.always('conversations.history', { messages: [] })
  slack.always('usergroups.users.list', { users: [] })
  slack.always('usergroups.list', { usergroups: [] })
  slack.always('conversations.info', ({ channel }) => ({ channel: { id: channel, name: `name-of-${channel}` } }))
  slack.always('bookmarks.list', { bookmarks: [] })
  for (const method of [
    'bookmarks.add',
    'chat.delete',
    'chat.postEphemeral',
    'chat.update',
    'conversations.invite',
    'conversations.kick',
    'conversations.rename',
    'conversations.setPurpose',
    'conversations.setTopic',
    'pins.add',
  ] as const)
    slack.always(method, {})
}
