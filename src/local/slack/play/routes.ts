import type { ControlRoutes } from '../control/control.ts'
import { ControlError } from '../errors.ts'
import { isString } from '../json.ts'

/** What there is to see of plays, of the guide and of what comes next. */
export const play = {
  play: ({ sandbox }) => ({
    plays: sandbox.player.plays.map(({ steps, ...play }) => ({ ...play, steps: steps.length })),
    current: sandbox.player.state(),
  }),
  guide: ({ sandbox }) => ({ guide: sandbox.guide }),
  'next-due': async ({ sandbox }) => {
    const due = await sandbox.nextDue()
    return { due: due && { at: due.at.toISOString(), label: due.label } }
  },
} satisfies ControlRoutes

export const playChanges = {
  play({ sandbox: { player }, body }) {
    switch (body.do ?? 'start') {
      case 'start':
        return { current: player.start({ name: isString(body.name) ? body.name : undefined, speed: speedOf(body) }) }
      case 'pause':
        return { current: player.pause() }
      case 'resume':
        return { current: player.resume() }
      case 'skip':
        return { current: player.skip() }
      default:
        throw new ControlError(400, 'Send "do" as one of start, pause, resume, skip, or leave it out to start.')
    }
  },
} satisfies ControlRoutes

export const playStops = {
  play: async ({ sandbox }) => ({ current: await sandbox.player.stop() }),
} satisfies ControlRoutes

function speedOf({ speed = 1 }: Record<string, unknown>): number {
  const times = Number(speed)
  if (times > 0) return times
  throw new ControlError(400, 'Send "speed" as how many times faster, above zero.')
}
