/** A person's mistake or a refusal: `message` says what happened and what to do next, and is shown to them as it is. */
export class UserError extends Error {
  override readonly name = 'UserError'
  readonly code: string
  /** The modal field (block id) that the message belongs to. */
  readonly field: string | undefined

  constructor(code: string, message: string, options: { field?: string } = {}) {
    super(message)
    this.code = code
    this.field = options.field
  }
}

/** What is known of a call to another system that did not succeed, see docs/architecture.md, “Calls to Slack”. */
export type Outcome =
  | 'rate-limited'
  | 'retry-safe'
  | 'ambiguous'
  | 'permanent-target'
  | 'permanent-input'
  | 'permanent-auth'

/** Another system failed. `code` is that system's own error word. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError'
  readonly service: string
  readonly code: string
  readonly outcome: Outcome
  readonly retryAfterMs: number | undefined

  constructor(
    service: string,
    options: { code: string; outcome: Outcome; retryAfterMs?: number | undefined; cause?: unknown; during?: string },
  ) {
    super(`${service}${options.during ? ` ${options.during}` : ''}: ${options.code}`, { cause: options.cause })
    this.service = service
    this.code = options.code
    this.outcome = options.outcome
    this.retryAfterMs = options.retryAfterMs
  }

  /** False where trying again can only fail again. */
  get canRetry(): boolean {
    return !this.outcome.startsWith('permanent-')
  }
}

/** Sitrep cannot start; the message is one sentence that says what to change. */
export class StartError extends Error {
  override readonly name = 'StartError'
}

/** An error's words without what they quote, from the first quotation mark to the last: it may be what people typed. */
export function withoutQuotes(message: string): string {
  return message.replace(/["'`“‘].*["'`”’]/s, '…')
}
