import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Args, readArgs } from './arguments.ts'
import type { Connections } from './delivery/socket-mode.ts'
import { RateLimited, SlackError } from './errors.ts'
import { exchange } from './exchange.ts'
import type { Faults } from './faults/faults.ts'
import { channelWords } from './faults/words.ts'
import { originOf, type Reply } from './http.ts'
import { isInstalled } from './installation.ts'
import { isRecord, isString } from './json.ts'
import { methods } from './methods/index.ts'
import type { Call, Method, Needs } from './methods/method.ts'
import { type Payload, readPayload } from './payload.ts'
import { limitsOf, type Rates } from './rates.ts'
import type { World } from './world.ts'

/** What answers the app's calls. */
export interface WebApi {
  readonly world: World
  readonly connections: Connections
  readonly faults: Faults
  /** None: the app may call as often as it likes. */
  readonly rates: Rates | undefined
}

/** Answers one Web API call: token, rate, scopes, then the method itself; `exchange` does what is around them. */
export async function answerWebApi(api: WebApi, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { world, connections } = api
  const name = (req.url ?? '').replace(/^\/api\//, '').replace(/[?/].*$/, '')
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined
  const origin = originOf(req)
  if (method) world.reachedAt(origin, 'app')
  const payload = await readPayload(req)
  const call: Call = { world, connections, origin, args: readArgs(payload.fields) }
  await exchange(api, res, {
    call: { method: name, channel: channelWords(world, channelOf(call.args)) },
    request: payload.fields,
    carryOut: () =>
      method ? run(api, { name, method, call, payload, token: tokenOf(req, payload) }) : unknownMethod(name),
  })
}

interface Run {
  readonly name: string
  readonly method: Method
  readonly call: Call
  readonly payload: Payload
  readonly token: string | undefined
}

function run(api: WebApi, { name, method, call, payload, token }: Run): Reply {
  const headers: Record<string, string> = { 'x-oauth-scopes': api.world.app.scopes.join(',') }
  try {
    if (payload.problem) throw new SlackError(payload.problem)
    checkToken(method, api.world, token)
    checkRate(api, { name, method, call })
    const needs = method.needs(call)
    headers['x-accepted-oauth-scopes'] = needs.flat().join(',')
    checkScopes(needs, api.world)
    return { status: 200, headers, body: warned({ ok: true, ...method.run(call) }, payload.warnings) }
  } catch (error) {
    if (error instanceof SlackError)
      return { status: 200, headers, body: { ok: false, error: error.code, ...error.details } }
    if (error instanceof RateLimited) {
      const retry = { 'retry-after': String(error.retryAfterSeconds) }
      return { status: 429, headers: { ...headers, ...retry }, body: { ok: false, error: 'ratelimited' } }
    }
    throw error
  }
}

function unknownMethod(name: string): Reply {
  // Slack answers 200 for a name that could be a method, so that clients read the error.
  const status = /^[a-z]+(\.[A-Za-z]+)+$/.test(name) ? 200 : 404
  return { status, body: { ok: false, error: 'unknown_method', req_method: name } }
}

function channelOf(args: Args): string | undefined {
  return args.text('channel') ?? args.text('channel_id')
}

function tokenOf(req: IncomingMessage, payload: Payload): string | undefined {
  return /^Bearer\s+(.+)$/i.exec(req.headers.authorization ?? '')?.[1] ?? payload.token
}

/** The answer with what Slack has to say about how the call was sent. */
function warned(answer: Record<string, unknown>, warnings: readonly string[]): Record<string, unknown> {
  if (warnings.length === 0) return answer
  const metadata = isRecord(answer.response_metadata) ? answer.response_metadata : {}
  const all = [...(isString(answer.warning) ? [answer.warning] : []), ...warnings]
  return { ...answer, warning: all.join(','), response_metadata: { ...metadata, warnings: all } }
}

function checkToken(method: Method, world: World, token: string | undefined): void {
  const { botToken, appToken } = world.app
  if (method.token === 'none') return
  if (!token) throw new SlackError('not_authed')
  if (token !== botToken && token !== appToken) throw new SlackError('invalid_auth')
  if (!isInstalled(world)) throw new SlackError('account_inactive')
  if ((method.token ?? 'bot') !== (token === botToken ? 'bot' : 'app')) throw new SlackError('not_allowed_token_type')
}

function checkRate({ rates, world }: WebApi, { name, method, call }: Omit<Run, 'token' | 'payload'>): void {
  const [channel] = channelWords(world, channelOf(call.args))
  const waitMs = rates?.take(limitsOf(method.tier, { method: name, channel })) ?? 0
  if (waitMs > 0) throw new RateLimited(waitMs)
}

function checkScopes(needs: Needs, world: World): void {
  const granted = world.app.scopes
  const missing = needs.find(oneOf => !oneOf.some(scope => granted.includes(scope)))
  if (missing) throw new SlackError('missing_scope', { needed: missing.join(','), provided: granted.join(',') })
}
