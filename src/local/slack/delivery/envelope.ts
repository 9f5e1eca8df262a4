export const deliveryTypes = ['slash_commands', 'interactive', 'events_api'] as const
type DeliveryType = (typeof deliveryTypes)[number]

/** One payload on its way to the app. */
export interface Delivery {
  readonly type: DeliveryType
  readonly payload: Record<string, unknown>
  /** For an event sent again: which attempt, and why. */
  readonly retry?: { readonly attempt: number; readonly reason: string }
}

/** What became of it: acknowledged (with the body of the answer, if any), or not, in Slack's words. */
export type Outcome =
  | { readonly ok: true; readonly body: unknown }
  | { readonly ok: false; readonly error: 'operation_timeout' | 'dispatch_failed'; readonly noRetry?: boolean }

/** Milliseconds an app has to acknowledge (docs.slack.dev/interactivity/handling-user-interaction). */
export const ackMs = 3000

/** Slack's old verification token: still in every payload, no longer to be trusted. */
export const verificationToken = 'sandbox-verification-token'
