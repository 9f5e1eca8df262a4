import type { Args } from '../arguments.ts'
import type { Connections } from '../delivery/socket-mode.ts'
import type { ChannelKind } from '../entities.ts'
import type { Tier } from '../rates.ts'
import type { World } from '../world.ts'

export interface Call {
  readonly world: World
  readonly args: Args
  readonly connections: Connections
  /** The address the call was sent to. */
  readonly origin: string
}

/** Scopes that a call needs: one of each group. */
export type Needs = readonly (readonly string[])[]

/** A method of the Web API. What it returns is answered with `ok: true`, once it is on disk. */
export interface Method {
  /** Slack's rate-limit tier, or the method's own figures (docs.slack.dev/apis/web-api/rate-limits). */
  readonly tier: Tier
  /** Which token it takes; the bot's unless said. */
  readonly token?: 'bot' | 'app' | 'none'
  needs(call: Call): Needs
  run(call: Call): Record<string, unknown>
}

export type Methods = Readonly<Record<string, Method>>

export const noScope = (): Needs => []
export const scope =
  (...oneOf: readonly string[]) =>
  (): Needs => [oneOf]

const families = { channel: 'channels', group: 'groups', im: 'im', mpim: 'mpim' } as const

/** The scopes for a call on the conversation named by `argument`, by that conversation's kind. */
export function scopeByKind(argument: string, ...actions: readonly string[]) {
  return ({ world, args }: Call): Needs => {
    const kind = world.channels.get(args.text(argument) ?? '')?.kind ?? 'channel'
    return [scopesFor(kind, actions)]
  }
}

/** `scopesFor('group', ['read'])` is `['groups:read']`; `manage` is called `write` outside public channels. */
export function scopesFor(kind: ChannelKind, actions: readonly string[]): readonly string[] {
  return actions.map(action => `${families[kind]}:${kind !== 'channel' && action === 'manage' ? 'write' : action}`)
}
