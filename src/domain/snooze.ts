import { UserError } from '../errors.ts'
import type { AudienceId } from './audience-ids.ts'
import { addMinutes, describeMinutes, earliest, latest, minuteMs } from './duration.ts'
import { type Incident, record, requireActive } from './incident.ts'
import type { Policy } from './policy.ts'
import type { Promises } from './promises.ts'
import { isActive } from './status.ts'
import { type Fact, isFact, type Stamp } from './timeline.ts'
import { addressed, isFor, updatesDue, updatesOf, withFollowers } from './updates.ts'
import { utcMinute } from './utc.ts'

const choices = [10, 20, 30]

/** How much later the next update may come, in minutes. */
export function snoozeChoices({ snooze: { maxMinutes } }: Policy): number[] {
  const fitting = choices.filter(minutes => minutes <= maxMinutes)
  return fitting.length > 0 ? fitting : [maxMinutes]
}

/** How often the next update was put off since somebody last wrote one. */
function timesInARow(incident: Incident): number {
  const updates = updatesOf(incident)
  const answered = updates.findLastIndex(({ kind }) => kind !== 'postponed' && kind !== 'holding')
  return updates.slice(answered + 1).filter(({ kind }) => kind === 'postponed').length
}

interface Snooze {
  readonly minutes: number
  /** It stays in the incident; those who wait hear only that it takes longer. */
  readonly reason: string
  /** The update that was meant, as it was due then; absent = whichever is due next. */
  readonly dueAt?: Date | undefined
  readonly policy: Policy
}

/**
 * Puts the next update off. The promise moves with it, and everybody to whom it was made is told at once: a promise
 * that is quietly broken is worth less than one that is moved in time.
 */
export function snooze(incident: Incident, { minutes, reason, dueAt, policy }: Snooze, stamp: Stamp): Incident {
  requireActive(incident, 'put its next update off')
  const due = updatesDue(incident, policy)
  const slot = earliest(due.map(one => one.at))
  if (!slot) throw new UserError('nothing-due', `No update of ${incident.id} is due, so there is none to put off.`)
  if (dueAt && dueAt.getTime() !== slot.getTime())
    throw new UserError(
      'not-due-any-more',
      `That update of ${incident.id} is not waited for any more: somebody wrote it or put it off. The next one is due at ${utcMinute(slot)}.`,
    )
  checkLimits(incident, { minutes, policy })
  if (reason.trim().length < 3)
    throw new UserError('reason-needed', 'Say why it takes longer. The reason goes on the timeline.', {
      field: 'reason',
    })
  const until = addMinutes(latest([slot, stamp.at]) ?? slot, minutes)
  const moved = due.filter(one => one.at < until)
  const readers = withFollowers(
    moved.map(one => one.audience),
    { incident, policy, until: addMinutes(until, -1) },
  )
  const promised = moved.filter(({ audience }) => updatesOf(incident).some(update => isFor(update, audience)))
  const nextIn = (until.getTime() - stamp.at.getTime()) / minuteMs
  return record(record(incident, stamp, { type: 'update-snoozed', dueAt: slot, until, reason: reason.trim() }), stamp, {
    type: 'update-written',
    fields: { state: 'The next update takes longer.' },
    status: incident.status,
    priority: incident.priority,
    kind: 'postponed',
    ...addressed(readers, incident, policy),
    nextIn: Object.fromEntries(readers.map(audience => [audience, nextIn])) as Promises,
    insteadOf: Object.fromEntries(promised.map(({ audience, at }) => [audience, at])) as Record<AudienceId, Date>,
  })
}

function checkLimits(incident: Incident, { minutes, policy }: { minutes: number; policy: Policy }): void {
  const { maxMinutes, timesInARow: limit } = policy.snooze
  if (timesInARow(incident) >= limit)
    throw new UserError(
      'snoozed-enough',
      limit === 0
        ? 'The policy lets nobody put an update off. Write it now: `/incident update`.'
        : `The next update of ${incident.id} was put off ${limit === 1 ? 'once' : `${limit} times`} already, which is as often as the policy allows. Write it now: \`/incident update\`. That there is no change is an update too.`,
    )
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > maxMinutes)
    throw new UserError(
      'snoozed-too-long',
      `An update can be put off by at most ${describeMinutes(maxMinutes)} at a time.`,
      { field: 'minutes' },
    )
}

/** By whom the update that is waited for was put off; undefined once anything newer was written. */
export function snoozedNow(incident: Incident): Fact<'update-snoozed'> | undefined {
  if (!isActive(incident.status) || updatesOf(incident).at(-1)?.kind !== 'postponed') return undefined
  return incident.timeline.findLast(isFact('update-snoozed'))
}
