import nock from 'nock'
import type { Log } from '../../src/app/app.ts'
import { createSlackClient } from '../../src/slack/client.ts'
import type { Workspace } from '../../src/slack/workspace.ts'
import { quickPace } from '../helpers/quick-pace.ts'

export type Args = Readonly<Record<string, string>>
/** An answer of Slack: its JSON, or an HTTP status with headers. */
export type Answer = object | { readonly status: number; readonly headers?: Record<string, string> }

export interface SlackHttp {
  readonly calls: { readonly method: string; readonly args: Args; readonly atMs: number }[]
  readonly uploads: string[]
  of(method: string): Args[]
  stop(): void
}

const pace = quickPace()
const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }

/** Slack's HTTP as far as a test describes it; what it does not describe succeeds. */
export function slackHttp(answers: Readonly<Record<string, (args: Args) => Answer>>): SlackHttp {
  const calls: SlackHttp['calls'] = []
  const uploads: string[] = []
  let posts = 0
  nock.disableNetConnect()
  nock.enableNetConnect('127.0.0.1')
  nock('https://slack.com')
    .persist()
    .post(/^\/api\//)
    .reply((uri, body) => {
      const method = uri.slice('/api/'.length)
      const args = Object.fromEntries(new URLSearchParams(String(body)))
      calls.push({ method, args, atMs: pace.now() })
      const answer = answers[method]?.(args) ?? {
        channel: args.channel,
        ts: `1772445600.${String(++posts).padStart(6, '0')}`,
      }
      if ('status' in answer && typeof answer.status === 'number')
        return [answer.status, '', 'headers' in answer ? answer.headers : {}]
      return [200, { ok: true, ...answer }]
    })
  nock('https://files.slack.com')
    .persist()
    .post(/^\/upload\//)
    .reply((_, body) => {
      uploads.push(String(body))
      return [200, 'OK']
    })
  return {
    calls,
    uploads,
    of: method => calls.filter(call => call.method === method).map(call => call.args),
    stop() {
      nock.cleanAll()
      nock.enableNetConnect()
    },
  }
}

/** A workspace over the real client, without the question of who we are. */
export function workspaceOver(): Workspace {
  return {
    client: createSlackClient({ token: 'xoxb-test', apiUrl: undefined, log: silent, pace }),
    teamId: 'T0TEAM',
    botUserId: 'U0SITREP',
    botId: 'B0SITREP',
    nameOf: async user => user,
    accountOf: async () => ({ isDeactivated: false, isGuest: false, isStranger: false }),
  }
}
