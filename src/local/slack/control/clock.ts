import { verificationToken } from '../delivery/envelope.ts'
import { disconnectReasons } from '../delivery/socket-mode.ts'
import { ControlError } from '../errors.ts'
import { pageModes } from '../pages.ts'
import { advanceClock } from '../play/advance.ts'
import type { ControlRoutes } from './control.ts'
import { minutesOf } from './find.ts'

/** Later times have no four-figure year any more, and soon are none at all. */
const latest = Date.UTC(9999, 0)

/** What nobody in the workspace can do: move time, start over, cut lines. */
export const clock = {
  async advance({ sandbox, world, body }) {
    const minutes = minutesOf(body.minutes)
    if (minutes === undefined)
      throw new ControlError(400, 'Send "minutes" as a number, zero or more, and at most a year of them (527040).')
    if (world.now() + minutes * 60_000 > latest)
      throw new ControlError(409, 'The clock cannot be moved beyond the year 9998. Reset the workspace to start over.')
    const newMessages = await advanceClock(sandbox, minutes)
    return { now: new Date(world.now()).toISOString(), offsetMinutes: world.offsetMinutes(), newMessages }
  },
  async reset({ sandbox, world }) {
    await sandbox.player.forget()
    world.reset()
    sandbox.events.forget()
    sandbox.faults.clear()
    sandbox.connections.setEnabled(true)
    sandbox.rates?.reset()
    await world.store.flush()
    for (const listener of sandbox.onReset) await listener()
    return {}
  },
  /** What Slack sends instead of an event to an app that has had too many (docs.slack.dev/apis/events-api). */
  'rate-limit-events'({ sandbox, world }) {
    const payload = {
      token: verificationToken,
      type: 'app_rate_limited',
      team_id: world.team.id,
      minute_rate_limited: Math.floor(world.now() / 60_000) * 60,
      api_app_id: world.app.id,
    }
    // Nothing waits for it: an app that knows no such envelope does not acknowledge it.
    sandbox.link.deliver({ type: 'events_api', payload }).catch(() => {})
    return {}
  },
  /** Makes connections leave in one of Slack's ways, breaks them, or leaves them open and dead. */
  disconnect({ sandbox, body }) {
    const { connections } = sandbox
    const given = body.reason ?? 'warning'
    const count = body.connections === undefined ? undefined : Number(body.connections)
    if (count !== undefined && !(Number.isInteger(count) && count > 0))
      throw new ControlError(400, 'Send "connections" as how many are to leave; without it all do.')
    if (given === 'cut') connections.cut(count)
    else if (given === 'half-open') connections.deafen(count)
    else {
      const reason = disconnectReasons.find(known => known === given)
      if (!reason)
        throw new ControlError(400, `Send "reason" as one of ${[...disconnectReasons, 'cut', 'half-open'].join(', ')}.`)
      connections.disconnect(reason, count)
    }
    return {}
  },
  /** How full the pages of lists are from now on; without a size, as Slack's may be. */
  pages({ world, body }) {
    const { size = 'short' } = body
    const mode = pageModes.find(known => known === size) ?? Number(size)
    if (typeof mode === 'number' && !(Number.isInteger(mode) && mode > 0))
      throw new ControlError(400, `Send "size" as ${pageModes.join(', ')}, or how many items a page has at most.`)
    world.pages = mode
    return {}
  },
  /** The switch in the app's settings: off sends every connection `link_disabled`, and new ones too. */
  'socket-mode'({ sandbox, body }) {
    if (typeof body.enabled !== 'boolean') throw new ControlError(400, 'Send "enabled" as true or false.')
    sandbox.connections.setEnabled(body.enabled)
    return {}
  },
} satisfies ControlRoutes
