import type { Method } from '../../../../src/local/slack/methods/method.ts'
import type { Scene } from './scene.ts'

type Args = (scene: Scene) => Record<string, unknown>

/** What Slack's page on a method says (docs.slack.dev/reference/methods). */
export interface Facts {
  readonly tier: Method['tier']
  readonly token?: 'app' | 'none'
  /** One of them is needed for the call below. */
  readonly scopes?: readonly string[]
  /** A call that is carried out; absent where only a person's click makes one possible. */
  readonly call?: Args
  /** Arguments of that call without which it is refused as `invalid_arguments`. */
  readonly requires?: readonly string[]
  /** What is refused, by the error; over the call above. */
  readonly refusals: Readonly<Record<string, Args | readonly Args[]>>
}

export type FactsOf = Readonly<Record<string, Facts>>

/** The refusals of every method that takes a channel. */
export const unseen = (name = 'channel'): readonly Args[] => [
  scene => ({ [name]: scene.nowhere }),
  scene => ({ [name]: scene.hidden }),
]
export const notIn =
  (name = 'channel'): Args =>
  scene => ({ [name]: scene.closed })
export const inArchived =
  (name = 'channel'): Args =>
  scene => ({ [name]: scene.archived })
export const inDirect =
  (name = 'channel'): Args =>
  scene => ({ [name]: scene.direct })
