import type { Incident } from './incident.ts'
import type { Policy } from './policy.ts'
import { isActive } from './status.ts'
import type { TimelineEvent } from './timeline.ts'

/** How many updates in a row nobody wrote, for whichever audience it is the most. Putting one off is no answer. */
export function missedInARow(incident: Incident, upTo = Number.POSITIVE_INFINITY): number {
  const facts = incident.timeline.filter(fact => fact.seq <= upTo)
  const answered = facts.findLastIndex(
    fact =>
      fact.type === 'reopened' ||
      (fact.type === 'update-written' && fact.kind !== 'holding' && fact.kind !== 'postponed'),
  )
  const missed = facts
    .slice(answered + 1)
    .flatMap(fact => (fact.type === 'update-written' && fact.kind === 'holding' ? fact.audiences : []))
  return Math.max(0, ...[...new Set(missed)].map(audience => missed.filter(one => one === audience).length))
}

/**
 * How often somebody was to be told of a row of misses: when there are as many as the policy bears, and each time that
 * there are twice as many as the last time. It grows rarer, and never ends in silence.
 */
export function timesToTell(missed: number, { escalateAfterMissed: limit }: Policy): number {
  return limit === null || missed < limit ? 0 : 1 + Math.floor(Math.log2(missed / limit))
}

/** Whether this is a miss that is one too many. */
export function isOneTooMany(fact: TimelineEvent, incident: Incident, policy: Policy): boolean {
  if (fact.type !== 'update-written' || fact.kind !== 'holding') return false
  const timesAt = (seq: number) => timesToTell(missedInARow(incident, seq), policy)
  return timesAt(fact.seq) > timesAt(fact.seq - 1)
}

/** Whether the row of misses still goes on. */
export function isMissedStill(incident: Incident, { escalateAfterMissed: limit }: Policy): boolean {
  return limit !== null && isActive(incident.status) && missedInARow(incident) >= limit
}
