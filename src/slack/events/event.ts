import type { Edge } from '../request.ts'

/** One kind of event that Slack tells us of. */
export interface SlackEvent {
  /** The event's own type. */
  readonly name:
    | 'file_change'
    | 'file_deleted'
    | 'message'
    | 'pin_added'
    | 'pin_removed'
    | 'reaction_added'
    | 'reaction_removed'
  /** What is subscribed to for it, in the manifest. */
  readonly subscriptions: readonly string[]
  /** Bot scopes that Slack tells of it for. */
  readonly scopes: readonly string[]
  readonly hear: (event: unknown, edge: Edge) => Promise<void>
}
