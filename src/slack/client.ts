import { LogLevel, WebClient, type WebClientOptions } from '@slack/web-api'
import type { Log } from '../app/app.ts'
import { ServiceError } from '../errors.ts'
import { download } from './download.ts'
import { type Limit, Limiter, type Pace, realPace } from './limiter.ts'
import { boltLogger } from './logger.ts'
import { type Answer, type Arguments, type Method, methodFacts } from './methods.ts'
import { classify } from './outcome.ts'

export interface SlackClient {
  /** One call, once. Throws ServiceError with its outcome class; a state that is already there counts as success. */
  call<M extends Method>(method: M, args: Arguments<M>): Promise<Answer<M>>
  /** Sends a file's bytes to the address that files.getUploadURLExternal gave. */
  upload(url: string, file: { readonly bytes: number; readonly content: AsyncIterable<Uint8Array> }): Promise<void>
  /** The bytes of a file that was sent with a message. Throws ServiceError. */
  download(address: string, signal?: AbortSignal): Promise<AsyncIterable<Uint8Array>>
  /** How time passes between calls. */
  readonly pace: Pace
  /** False once Slack has refused the token. */
  isAuthorized(): boolean
}

const timeoutMs = 10_000
/** A trigger lives three seconds: an answer that comes later helps nobody. */
const interactiveTimeoutMs = 2_500
/** A message a second is what Slack promises to store and show in one channel. */
const messagesPerMinute = 60

/** The one way out to Slack: limits, time-outs and outcome classes for every call; retrying is the caller's decision. */
export function createSlackClient(options: {
  token: string
  apiUrl: string | undefined
  log: Log
  pace?: Pace
}): SlackClient {
  const { token, apiUrl, log, pace = realPace } = options
  const limiter = new Limiter(pace)
  const base: WebClientOptions = {
    ...(apiUrl ? { slackApiUrl: apiUrl } : {}),
    // The SDK repeats every failure, posts included, and on a 429 stalls all methods: both are decided here instead.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    // Otherwise a method name that is a URL would get the token.
    allowAbsoluteUrls: false,
    logLevel: LogLevel.ERROR,
    // What Slack finds wrong with a call may quote the call; the SDK would print it past our log.
    logger: boltLogger(log),
  }
  const patient = new WebClient(token, { ...base, timeout: timeoutMs })
  const quick = new WebClient(token, { ...base, timeout: interactiveTimeoutMs })
  let authorized = true

  return {
    async call<M extends Method>(method: M, args: Arguments<M>): Promise<Answer<M>> {
      const facts = methodFacts(method)
      const limits = limitsOf(method, args)
      const turn = await limiter.wait(limits, facts.isInteractive ? 500 : undefined)
      if (!turn.waited)
        throw new ServiceError('slack', {
          outcome: 'rate-limited',
          code: 'ratelimited',
          retryAfterMs: turn.ms,
          during: method,
        })
      const startedAt = performance.now()
      try {
        const answer = await (facts.isInteractive ? quick : patient).apiCall(method, { ...args })
        authorized = true
        log.debug({ method, ms: Math.round(performance.now() - startedAt) }, 'slack call')
        return answer as Answer<M>
      } catch (error) {
        const failure = classify(error, method)
        if (facts.alreadyThere?.includes(failure.code)) return { ok: true } as Answer<M>
        if (failure.outcome === 'permanent-auth') authorized = false
        const narrowest = limits.at(-1)
        if (failure.outcome === 'rate-limited' && narrowest) limiter.block(narrowest, failure.retryAfterMs ?? 1_000)
        log.info({ method, outcome: failure.outcome, code: failure.code }, 'slack call failed')
        throw failure
      }
    },
    pace,
    async upload(url, { bytes, content }) {
      // The address is from Slack's own answer; the token stays here, it is not needed for it.
      const response = await fetch(url, {
        method: 'POST',
        body: ReadableStream.from(content),
        duplex: 'half',
        headers: { 'content-type': 'application/octet-stream', 'content-length': String(bytes) },
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs * 3),
      }).catch(error => {
        throw new ServiceError('slack', { outcome: 'ambiguous', code: 'upload_failed', cause: error })
      })
      if (!response.ok) throw new ServiceError('slack', { outcome: 'ambiguous', code: `http_${response.status}` })
    },
    download: (address, signal) => download(address, { token, apiUrl, signal }),
    isAuthorized: () => authorized,
  }
}

/** From the widest to the narrowest. */
function limitsOf(method: Method, args: object): Limit[] {
  const { perMinute } = methodFacts(method)
  const channel = 'channel' in args && typeof args.channel === 'string' ? args.channel : undefined
  const perMethod = { key: method, perMinute, burst: perMinute }
  return method === 'chat.postMessage' && channel
    ? [perMethod, { key: `${method} ${channel}`, perMinute: messagesPerMinute, burst: 1 }]
    : [perMethod]
}
