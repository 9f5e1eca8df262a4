/** A Web API refusal: becomes `{ok: false, error, …details}` with status 200, as Slack answers. */
export class SlackError extends Error {
  override readonly name = 'SlackError'
  readonly code: string
  readonly details: Record<string, unknown>

  constructor(code: string, details: Record<string, unknown> = {}) {
    super(code)
    this.code = code
    this.details = details
  }
}

/** `invalid_arguments` with the reasons where Slack puts them. */
export function invalidArguments(...messages: readonly string[]): SlackError {
  return new SlackError('invalid_arguments', {
    response_metadata: { messages: messages.map(text => `[ERROR] ${text}`) },
  })
}

/** Too many calls: answered with status 429 and `Retry-After`. */
export class RateLimited extends Error {
  override readonly name = 'RateLimited'
  readonly retryAfterSeconds: number

  constructor(waitMs: number) {
    super('ratelimited')
    this.retryAfterSeconds = Math.ceil(waitMs / 1000)
  }
}

/** A refusal of the control API: the sentence says what to send instead. */
export class ControlError extends Error {
  override readonly name = 'ControlError'
  readonly status: number

  constructor(status: number, sentence: string) {
    super(sentence)
    this.status = status
  }
}
