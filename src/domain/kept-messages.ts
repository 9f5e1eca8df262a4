import { UserError } from '../errors.ts'
import { type Incident, record } from './incident.ts'
import type { Message } from './review.ts'
import type { Fact, Stamp } from './timeline.ts'

/** What people last did by hand with each message of the channel, by its `ts`; pins and reactions say so themselves. */
export function lastByHand({
  timeline,
}: Pick<Incident, 'timeline'>): ReadonlyMap<string, Fact<'message-kept'> | Fact<'message-dropped'>> {
  return new Map(
    timeline.flatMap(fact =>
      fact.type === 'message-kept' || fact.type === 'message-dropped' ? [[fact.message, fact] as const] : [],
    ),
  )
}

/** Whether it is something that somebody said and that still stands; Sitrep's card is pinned by itself. */
export function canBeKept(message: Message, { cardTs }: Pick<Incident, 'cardTs'>): boolean {
  return !message.deletion && !message.isSystem && message.ts !== cardTs
}

/** Puts a message of the incident's channel on its timeline. `said` is the message, where it is known. */
export function keepMessage(
  incident: Incident,
  { message, said }: { message: string; said?: Message | undefined },
  stamp: Stamp,
): Incident {
  if (said && !canBeKept(said, incident))
    throw new UserError(
      'not-for-the-timeline',
      said.deletion
        ? 'That message was deleted in Slack, so it cannot go on the timeline. `/incident note` puts it there in your words.'
        : 'That is no message that somebody wrote. What it tells of is on the timeline by itself.',
    )
  return lastByHand(incident).get(message)?.type === 'message-kept'
    ? incident
    : record(incident, stamp, { type: 'message-kept', message })
}

/**
 * Takes it off again, whatever put it there. The pins and reactions that stand below it stay in Slack, so it is noted
 * how many do not count any more: one that is added later does.
 */
export function dropMessage(
  incident: Incident,
  { message, marks = 0 }: { message: string; marks?: number },
  stamp: Stamp,
): Incident {
  const last = lastByHand(incident).get(message)
  const isThere = last?.type === 'message-kept' || marks > overruledBy(last)
  return isThere ? record(incident, stamp, dropped(message, marks)) : incident
}

/** Notes that fewer marks are left of those that do not count: the same one, added anew, says it again. */
export function forgetMarks(
  incident: Incident,
  { message, marks }: { message: string; marks: number },
  stamp: Stamp,
): Incident {
  return marks < overruledBy(lastByHand(incident).get(message))
    ? record(incident, stamp, dropped(message, marks))
    : incident
}

/** How many pins and reactions below a message do not put it on the timeline, because it was taken off since. */
export function overruledBy(last: Fact<'message-kept'> | Fact<'message-dropped'> | undefined): number {
  return last?.type === 'message-dropped' ? (last.marks ?? 0) : 0
}

function dropped(message: string, marks: number) {
  return { type: 'message-dropped' as const, message, ...(marks > 0 ? { marks } : {}) }
}
