import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api'
import { type Outcome, ServiceError } from '../errors.ts'
import { type Method, methodFacts } from './methods.ts'

const BY_ERROR: Record<Exclude<Outcome, 'permanent-target' | 'retry-safe'>, readonly string[]> = {
  'rate-limited': ['ratelimited', 'rate_limited'],
  ambiguous: ['internal_error', 'fatal_error', 'request_timeout', 'service_unavailable', 'team_added_to_org'],
  'permanent-auth': [
    'invalid_auth',
    'not_authed',
    'token_revoked',
    'token_expired',
    'account_inactive',
    'team_access_not_granted',
  ],
  'permanent-input': [
    'invalid_arguments',
    'invalid_blocks',
    'invalid_blocks_format',
    'invalid_name',
    'invalid_name_maxlength',
    'invalid_name_punctuation',
    'invalid_name_required',
    'invalid_name_specials',
    'msg_blocks_too_long',
    'msg_too_long',
    'metadata_too_large',
    'no_text',
    'too_long',
    'view_too_large',
  ],
}

/** The request never left: the name did not resolve, nobody listened, TLS failed. */
const NOT_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'CERT_HAS_EXPIRED', 'UND_ERR_CONNECT_TIMEOUT']

const fallbackRetryMs = 1_000

function causeCode(error: unknown): string | undefined {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ('code' in current && typeof current.code === 'string' && current.code.startsWith('slack_') === false)
      return current.code
  }
  return undefined
}

function ofPlatformError(error: string): Outcome {
  const found = Object.entries(BY_ERROR).find(([, errors]) => errors.includes(error))
  // What Slack does not say to be passing concerns the thing that was named: a channel, a person, a message.
  return found ? (found[0] as Outcome) : 'permanent-target'
}

/** Sorts what a call threw into the outcome classes that decide what may be done next. */
export function classify(error: unknown, method: Method): ServiceError {
  const fail = (outcome: Outcome, code: string, retryAfterMs?: number) =>
    new ServiceError('slack', { outcome, code, retryAfterMs, cause: error, during: method })
  // A read changes nothing, so an unclear end is only a reason to ask again.
  const unclear: Outcome = methodFacts(method).isRead ? 'retry-safe' : 'ambiguous'

  if (error instanceof WebAPIRateLimitedError) return fail('rate-limited', 'ratelimited', error.retryAfter * 1_000)
  if (error instanceof WebAPIPlatformError) {
    const code = error.data.error
    // An HTML page in place of an answer comes from something between us and Slack.
    if (!/^[a-z0-9_.:-]+$/i.test(code)) return fail(unclear, 'unreadable_answer')
    const outcome = ofPlatformError(code)
    if (outcome === 'rate-limited') return fail(outcome, code, fallbackRetryMs)
    return fail(outcome === 'ambiguous' ? unclear : outcome, code)
  }
  if (error instanceof WebAPIHTTPError) {
    if (error.statusCode === 429) return fail('rate-limited', 'ratelimited', fallbackRetryMs)
    return fail(error.statusCode >= 500 ? unclear : 'permanent-input', `http_${error.statusCode}`)
  }
  if (error instanceof WebAPIRequestError) {
    const code = causeCode(error.original) ?? error.original.name
    return fail(NOT_SENT.includes(code) ? 'retry-safe' : unclear, code)
  }
  // The SDK throws a plain Error for a 429 that does not say how long to wait.
  if (error instanceof Error && /retry-after/i.test(error.message))
    return fail('rate-limited', 'ratelimited', fallbackRetryMs)
  return fail(unclear, error instanceof Error ? error.message : 'unknown')
}
