import { createHmac } from 'node:crypto'
import { newSecret } from '../ids.ts'
import { isRecord, parseJson } from '../json.ts'
import { ackMs, type Delivery, type Outcome } from './envelope.ts'

/** Sends one payload to the app's request URL, signed (docs.slack.dev/authentication/verifying-requests-from-slack). */
export async function deliverOverHttp(url: string, signingSecret: string, delivery: Delivery): Promise<Outcome> {
  const body = encode(delivery)
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: { ...signature(signingSecret, body), ...contentHeaders(delivery) },
      signal: AbortSignal.timeout(ackMs),
      redirect: 'error',
    })
    const text = await response.text()
    if (!response.ok) {
      return { ok: false, error: 'dispatch_failed', noRetry: response.headers.get('x-slack-no-retry') === '1' }
    }
    return { ok: true, body: readAnswer(text) }
  } catch (error) {
    const timedOut = error instanceof Error && error.name === 'TimeoutError'
    return { ok: false, error: timedOut ? 'operation_timeout' : 'dispatch_failed' }
  }
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
