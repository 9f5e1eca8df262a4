import type { AppLink } from '../delivery/delivery.ts'
import type { EventDelivery } from '../delivery/events.ts'
import type { Connections } from '../delivery/socket-mode.ts'
import type { Faults } from '../faults/faults.ts'
import type { Guide } from '../play/guide.ts'
import type { NextDue } from '../play/next-due.ts'
import type { Player } from '../play/player.ts'
import type { Rates } from '../rates.ts'
import type { World } from '../world.ts'

/** What the control API works on. */
export interface Sandbox {
  readonly world: World
  readonly link: AppLink
  readonly connections: Connections
  readonly events: EventDelivery
  readonly faults: Faults
  readonly rates: Rates | undefined
  readonly onAdvance: (() => Promise<void>)[]
  readonly onReset: (() => Promise<void>)[]
  readonly player: Player
  readonly guide: Guide
  /** What the app will do next by itself, as far as it tells. */
  nextDue: NextDue
}

export interface ControlCall {
  readonly sandbox: Sandbox
  readonly world: World
  /** What follows the route's name in the path: a channel, a user, a file. */
  readonly subject: string
  readonly query: URLSearchParams
  readonly body: Record<string, unknown>
}

type ControlHandler = (call: ControlCall) => Record<string, unknown> | Promise<Record<string, unknown>>
export type ControlRoutes = Readonly<Record<string, ControlHandler>>
