export const deliveryTypes = ['slash_commands', 'interactive', 'events_api'] as const
type DeliveryType = (typeof deliveryTypes)[number]

/** One payload on its way to the app. */
export interface Delivery {
  readonly type: DeliveryType
  readonly payload: Record<string, unknown>
  /** For an event sent again: which attempt, and why. */
  readonly retry?: { readonly attempt: number; readonly reason: RetryReason }
}

/** Why an event is sent again: over HTTP in the words of docs.slack.dev/apis/events-api, over Socket Mode `timeout`. */
export type RetryReason =
  | 'http_timeout'
  | 'http_error'
  | 'connection_failed'
  | 'ssl_error'
  | 'too_many_redirects'
  | 'unknown_error'
  | 'timeout'

/** What became of it: acknowledged (with the body of the answer, if any), or not, in Slack's words. */
export type Outcome =
  | { readonly ok: true; readonly body: unknown; readonly status?: number }
  | {
      readonly ok: false
      readonly error: 'operation_timeout' | 'dispatch_failed'
      readonly reason: RetryReason
      readonly noRetry?: boolean
      readonly status?: number
    }

/** Milliseconds an app has to acknowledge (docs.slack.dev/interactivity/handling-user-interaction). */
export const ackMs = 3000

/** Slack's old verification token: still in every payload, no longer to be trusted. */
export const verificationToken = 'sandbox-verification-token'

const answeredInteractions: readonly unknown[] = ['view_submission', 'block_suggestion']

/** Whether an acknowledgement may carry an answer: for commands, submissions and options, as Slack's envelopes say. */
export function takesAnswer({ type, payload }: Pick<Delivery, 'type' | 'payload'>): boolean {
  return type === 'slash_commands' || (type === 'interactive' && answeredInteractions.includes(payload.type))
}
