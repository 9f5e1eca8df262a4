import type { ScheduledMessage } from './entities.ts'
import { botSignature, postMessage } from './messages.ts'
import type { World } from './world.ts'

const lookEveryMs = 1000

export interface Scheduler {
  /** Posts what has become due by the workspace's clock. */
  postDue(): void
  stop(): void
}

/** Posts scheduled messages when their time has come. */
export function startScheduler(world: World): Scheduler {
  const postDue = () => {
    const due = scheduledBy(world, ({ postAt }) => postAt * 1000 <= world.now())
    for (const message of due) {
      world.scheduled.delete(message.id)
      send(world, message)
    }
  }
  const timer = setInterval(postDue, lookEveryMs).unref()
  return { postDue, stop: () => clearInterval(timer) }
}

/** Those that fulfil the condition, the next one first. */
export function scheduledBy(
  world: World,
  condition: (message: ScheduledMessage) => boolean,
): readonly ScheduledMessage[] {
  return [...world.scheduled.values()].filter(condition).sort((a, b) => a.postAt - b.postAt)
}

// What can no longer be posted when its time has come is not posted, and nobody is told.
function send(world: World, { channel: id, draft, hasMetadata }: ScheduledMessage): void {
  const channel = world.channels.get(id)
  if (!channel || channel.isArchived || !channel.members.includes(world.app.botUserId)) return
  if (hasMetadata) return
  const parent = draft.thread_ts ? world.messages.get(id, draft.thread_ts) : undefined
  if (draft.thread_ts && (!parent || parent.subtype === 'tombstone')) return
  postMessage(world, channel, { ...botSignature(world), ...draft })
}
