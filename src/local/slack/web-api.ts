import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Args, readArgs } from './arguments.ts'
import type { Connections } from './delivery/socket-mode.ts'
import { RateLimited, SlackError } from './errors.ts'
import { exchange } from './exchange.ts'
import type { Faults } from './faults/faults.ts'
import { channelWords } from './faults/words.ts'
import { originOf, type Reply, readFields } from './http.ts'
import { isString } from './json.ts'
import { methods } from './methods/index.ts'
import type { Call, Method } from './methods/method.ts'
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
  const fields = await readFields(req)
  const call: Call = { world, connections, origin, args: readArgs(fields) }
  const { token: _secret, ...request } = fields
  await exchange(api, res, {
    call: { method: name, channel: channelWords(world, channelOf(call.args)) },
    request,
    carryOut: () => (method ? run(api, { name, method, call, token: tokenOf(req, fields) }) : unknownMethod(name)),
  })
}

interface Run {
  readonly name: string
  readonly method: Method
  readonly call: Call
  readonly token: string | undefined
}

function run(api: WebApi, { name, method, call, token }: Run): Reply {
  const headers = {
    'x-oauth-scopes': api.world.app.scopes.join(','),
    'x-accepted-oauth-scopes': method.needs(call).flat().join(','),
  }
  try {
    checkToken(method, api.world, token)
    checkRate(api, { name, method, call })
    checkScopes(method, call)
    return { status: 200, headers, body: { ok: true, ...method.run(call) } }
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

function tokenOf(req: IncomingMessage, fields: Record<string, unknown>): string | undefined {
  const bearer = /^Bearer\s+(.+)$/i.exec(req.headers.authorization ?? '')?.[1]
  return bearer ?? (isString(fields.token) ? fields.token : undefined)
}

function checkToken(method: Method, world: World, token: string | undefined): void {
  const { botToken, appToken } = world.app
  if (method.token === 'none') return
  if (!token) throw new SlackError('not_authed')
  if (token !== botToken && token !== appToken) throw new SlackError('invalid_auth')
  if ((method.token ?? 'bot') !== (token === botToken ? 'bot' : 'app')) throw new SlackError('not_allowed_token_type')
}

function checkRate({ rates, world }: WebApi, { name, method, call }: Omit<Run, 'token'>): void {
  const [channel] = channelWords(world, channelOf(call.args))
  const waitMs = rates?.take(limitsOf(method.tier, { method: name, channel })) ?? 0
  if (waitMs > 0) throw new RateLimited(waitMs)
}

function checkScopes(method: Method, call: Call): void {
  const granted = call.world.app.scopes
  const missing = method.needs(call).find(oneOf => !oneOf.some(scope => granted.includes(scope)))
  if (missing) throw new SlackError('missing_scope', { needed: missing.join(','), provided: granted.join(',') })
}
