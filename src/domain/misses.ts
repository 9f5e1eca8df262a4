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

/** Whether this is the miss that is one too many: in a row of them, only one is. */
export function isOneTooMany(fact: TimelineEvent, incident: Incident, { escalateAfterMissed: limit }: Policy): boolean {
  if (limit === null || fact.type !== 'update-written' || fact.kind !== 'holding') return false
  return missedInARow(incident, fact.seq) >= limit && missedInARow(incident, fact.seq - 1) < limit
}

/** Whether the row of misses still goes on. */
export function isMissedStill(incident: Incident, { escalateAfterMissed: limit }: Policy): boolean {
  return limit !== null && isActive(incident.status) && missedInARow(incident) >= limit
}
