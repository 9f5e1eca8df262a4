import type { Incident } from './incident.ts'
import type { Policy } from './policy.ts'
import { isFact } from './timeline.ts'
import type { WorkBase } from './work-base.ts'

const dayMs = 24 * 3_600_000
const ENDED = ['closed', 'cancelled', 'merged'] as const

/** What is said and sent is deleted so many days after the end; the facts stay. */
export interface RetentionWork extends WorkBase {
  readonly kind: 'erase-transcript'
}

export function retentionWork(incident: Incident, { transcript: { keepDays } }: Policy): RetentionWork[] {
  if (keepDays === null || !incident.channel || !hasEnded(incident) || !keptFrom(incident)) return []
  const end = incident.timeline.findLast(fact => ENDED.some(type => type === fact.type))
  if (!end) return []
  const key = `${incident.id}#${end.seq}/erase-transcript`
  return [{ kind: 'erase-transcript', key, lane: key, dueAt: new Date(end.at.getTime() + keepDays * dayMs) }]
}

/**
 * From when on what is said in its channel is kept. What was let go stays so: of an incident that is reopened afterwards
 * is kept what is said since. Undefined: nothing is.
 */
export function keptFrom(incident: Incident): Date | undefined {
  const erased = incident.timeline.findLast(isFact('transcript-erased'))
  if (!erased) return new Date(0)
  const reopened = incident.timeline.find(fact => fact.type === 'reopened' && fact.seq > erased.seq)
  // Reopened while it was being let go.
  return reopened?.at ?? (hasEnded(incident) ? undefined : erased.at)
}

function hasEnded({ status }: Incident): boolean {
  return ENDED.some(one => one === status)
}
