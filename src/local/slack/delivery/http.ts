import { createHmac } from 'node:crypto'
import { newSecret } from '../ids.ts'
import { isRecord, parseJson } from '../json.ts'
import { ackMs, type Delivery, type Outcome, type RetryReason } from './envelope.ts'

const maxRedirects = 2

/** Sends one payload to the app's request URL, signed (docs.slack.dev/authentication/verifying-requests-from-slack). */
export async function deliverOverHttp(url: string, signingSecret: string, delivery: Delivery): Promise<Outcome> {
  const body = encode(delivery)
  try {
    const request = {
      method: 'POST',
      body,
      headers: { ...signature(signingSecret, body), ...contentHeaders(delivery) },
      signal: AbortSignal.timeout(ackMs),
      redirect: 'manual',
    } satisfies RequestInit
    const response = await follow(url, request)
    const text = await response.text()
    const { status } = response
    if (isRedirect(response)) return { ok: false, error: 'dispatch_failed', reason: 'too_many_redirects', status }
    if (response.ok) return { ok: true, body: readAnswer(text), status }
    const noRetry = response.headers.get('x-slack-no-retry') === '1'
    return { ok: false, error: 'dispatch_failed', reason: 'http_error', status, ...(noRetry ? { noRetry } : {}) }
  } catch (error) {
    const reason = reasonOf(error)
    return { ok: false, error: reason === 'http_timeout' ? 'operation_timeout' : 'dispatch_failed', reason }
  }
}

async function follow(url: string, request: RequestInit): Promise<Response> {
  let response = await fetch(url, request)
  for (let followed = 0; followed < maxRedirects && isRedirect(response); followed++) {
    await response.body?.cancel()
    response = await fetch(new URL(response.headers.get('location') ?? '', response.url), request)
  }
  return response
}

function isRedirect({ status, headers }: Response): boolean {
  return status >= 300 && status < 400 && headers.has('location')
}

function reasonOf(error: unknown): RetryReason {
  if (!(error instanceof Error)) return 'unknown_error'
  if (error.name === 'TimeoutError') return 'http_timeout'
  const { cause } = error
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (/CERT|SSL|TLS|EPROTO/.test(code)) return 'ssl_error'
  return /^(ECONN|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR)/.test(code)
    ? 'connection_failed'
    : 'unknown_error'
}

/** Asks a new request URL to prove itself, as Slack does when one is saved. */
export async function verifyRequestUrl(url: string, signingSecret: string, token: string): Promise<boolean> {
  const challenge = newSecret()
  const payload = { type: 'url_verification', token, challenge }
  const outcome = await deliverOverHttp(url, signingSecret, { type: 'events_api', payload })
  if (!outcome.ok) return false
  return outcome.body === challenge || (isRecord(outcome.body) && outcome.body.challenge === challenge)
}

function signature(secret: string, body: string): Record<string, string> {
  // The app compares this with its own clock, so it is real time and not the workspace's.
  const timestamp = Math.floor(Date.now() / 1000)
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')
  return { 'x-slack-request-timestamp': String(timestamp), 'x-slack-signature': `v0=${digest}` }
}

function contentHeaders({ type, retry }: Delivery): Record<string, string> {
  return {
    'content-type': type === 'events_api' ? 'application/json' : 'application/x-www-form-urlencoded',
    'user-agent': 'Slackbot 1.0 (sandbox)',
    ...(retry ? { 'x-slack-retry-num': String(retry.attempt), 'x-slack-retry-reason': retry.reason } : {}),
  }
}

function encode({ type, payload }: Delivery): string {
  if (type === 'events_api') return JSON.stringify(payload)
  if (type === 'interactive') return new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
  const fields = Object.entries(payload).map(([name, value]): [string, string] => [name, String(value)])
  return new URLSearchParams(fields).toString()
}

function readAnswer(text: string): unknown {
  return text === '' ? undefined : (parseJson(text) ?? text)
}
