import type { Sandbox } from '../control/control.ts'
import type { World } from '../world.ts'

/** How many messages a conversation has got. */
interface NewMessages {
  readonly channel: string
  readonly count: number
}

/** So that moving on by months ends within a sensible time, the rest of it is done in one leap. */
const mostStops = 1_000

/**
 * Moves the workspace's clock on, stopping at whatever falls due on the way, so that things happen in the order and at
 * the times in which they would have. Answers what came of it.
 */
export async function advanceClock(sandbox: Sandbox, minutes: number): Promise<readonly NewMessages[]> {
  const { world } = sandbox
  const before = countMessages(world)
  let leftMs = minutes * 60_000
  for (let stops = 0; stops < mostStops; stops++) {
    const due = await sandbox.nextDue()
    // The last millisecond may be lost in minutes, and one too many harms nobody.
    const untilDueMs = due ? Math.max(0, due.at.getTime() - world.now()) + 1 : Number.POSITIVE_INFINITY
    if (untilDueMs >= leftMs) break
    await leap(sandbox, untilDueMs)
    leftMs -= untilDueMs
  }
  await leap(sandbox, Math.max(0, leftMs))
  return [...countMessages(world)].flatMap(([channel, count]) => {
    const more = count - (before.get(channel) ?? 0)
    return more > 0 ? [{ channel, count: more }] : []
  })
}

async function leap({ world, events, onAdvance }: Sandbox, ms: number): Promise<void> {
  world.advance(ms / 60_000)
  await world.store.flush()
  events.catchUp()
  for (const listener of onAdvance) await listener()
}

function countMessages(world: World): ReadonlyMap<string, number> {
  const channels = [...world.channels.values()].map(channel => channel.id)
  return new Map(channels.map(id => [id, world.messages.of(id).filter(one => one.subtype !== 'tombstone').length]))
}
