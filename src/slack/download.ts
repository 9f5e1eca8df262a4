import { ServiceError } from '../errors.ts'

/** Bot scopes that Slack gives a file's bytes for. */
export const downloadScopes = ['files:read'] as const

const timeoutMs = 60_000
const slackHosts = /^(?:[a-z0-9-]+\.)*slack(?:-gov)?\.com$/

/** True where the bot's token may go for a file: to Slack, or to the server that its Web API is at. */
export function isSlacks(address: string, apiUrl: string | undefined): boolean {
  const url = URL.parse(address)
  if (!url || url.username || url.password) return false
  if (apiUrl !== undefined) return placeOf(url) === placeOf(new URL(apiUrl))
  return url.protocol === 'https:' && url.port === '' && slackHosts.test(url.hostname)
}

/** This machine has several names. */
function placeOf({ protocol, hostname, port }: URL): string {
  const host = ['localhost', '127.0.0.1', '[::1]'].includes(hostname) ? 'localhost' : hostname
  return `${protocol}//${host}:${port}`
}

/** The bytes of a file that was sent with a message. Throws ServiceError; the token goes to Slack and nowhere else. */
export async function download(
  address: string,
  { token, apiUrl, signal }: { token: string; apiUrl: string | undefined; signal?: AbortSignal | undefined },
): Promise<AsyncIterable<Uint8Array>> {
  const fail = (
    outcome: ServiceError['outcome'],
    code: string,
    more: { retryAfterMs?: number; cause?: unknown } = {},
  ) => new ServiceError('slack', { outcome, code, during: 'a download', ...more })
  if (!isSlacks(address, apiUrl)) throw fail('permanent-target', 'not_a_slack_address')
  const timeout = AbortSignal.timeout(timeoutMs)
  const response = await fetch(address, {
    headers: { authorization: `Bearer ${token}` },
    // Slack sends whoever may not read the file to its sign-in page, and the token must not follow anywhere.
    redirect: 'manual',
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  }).catch(cause => {
    signal?.throwIfAborted()
    throw fail('retry-safe', 'download_failed', { cause })
  })
  const { status, body, headers } = response
  if (status === 429)
    throw fail('rate-limited', 'ratelimited', { retryAfterMs: Number(headers.get('retry-after') ?? 1) * 1_000 })
  if (status >= 500) throw fail('retry-safe', `http_${status}`)
  if (status !== 200 || !body) throw fail('permanent-target', status < 400 ? 'redirected' : `http_${status}`)
  return body
}
