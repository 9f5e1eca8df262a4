import type { IncomingMessage, ServerResponse } from 'node:http'
import { readArgs } from './arguments.ts'
import type { Connections } from './delivery/socket-mode.ts'
import { SlackError } from './errors.ts'
import { originOf, readFields, sendJson } from './http.ts'
import { isString } from './json.ts'
import { methods } from './methods/index.ts'
import type { Call, Method } from './methods/method.ts'
import type { World } from './world.ts'

/** Answers one Web API call: find the method, check the token and the scopes, do it, and answer when it is on disk. */
export async function answerWebApi(
  { world, connections }: { readonly world: World; readonly connections: Connections },
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const started = performance.now()
  const name = (req.url ?? '').replace(/^\/api\//, '').replace(/[?/].*$/, '')
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined
  if (!method) {
    req.resume()
    // Slack answers 200 for a name that could be a method, so that clients read the error.
    const status = /^[a-z]+(\.[A-Za-z]+)+$/.test(name) ? 200 : 404
    sendJson(res, { ok: false, error: 'unknown_method', req_method: name }, status)
    return
  }
  const origin = originOf(req)
  world.reachedAt(origin, 'app')
  const fields = await readFields(req)
  const at = new Date(world.now()).toISOString()
  const call: Call = { world, connections, origin, args: readArgs(fields) }
  const answer = run(method, call, tokenOf(req, fields))
  await world.store.flush()
  const { token: _secret, ...request } = fields
  world.log.add({
    at,
    direction: 'api',
    method: name,
    request,
    response: answer,
    durationMs: performance.now() - started,
  })
  sendJson(res, answer, 200, {
    'x-oauth-scopes': world.app.scopes.join(','),
    'x-accepted-oauth-scopes': method.needs(call).flat().join(','),
  })
}

function run(method: Method, call: Call, token: string | undefined): Record<string, unknown> {
  try {
    checkToken(method, call.world, token)
    checkScopes(method, call)
    return { ok: true, ...method.run(call) }
  } catch (error) {
    if (error instanceof SlackError) return { ok: false, error: error.code, ...error.details }
    throw error
  }
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

function checkScopes(method: Method, call: Call): void {
  const granted = call.world.app.scopes
  const missing = method.needs(call).find(oneOf => !oneOf.some(scope => granted.includes(scope)))
  if (missing) throw new SlackError('missing_scope', { needed: missing.join(','), provided: granted.join(',') })
}
