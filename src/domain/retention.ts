import type { Incident } from './incident.ts'
import type { Policy } from './policy.ts'
import { isFact } from './timeline.ts'

const dayMs = 24 * 3_600_000
const ENDED = ['closed', 'cancelled', 'merged'] as const

/** What is said and sent is deleted so many days after the end; the facts stay. */
export interface RetentionWork {
  readonly kind: 'erase-transcript'
  readonly key: string
  readonly lane: string
  readonly dueAt: Date
}

export function retentionWork(incident: Incident, { transcript: { keepDays } }: Policy): RetentionWork[] {
  if (keepDays === null || !incident.channel || !ENDED.some(status => status === incident.status)) return []
  if (isErased(incident)) return []
  const end = incident.timeline.findLast(fact => ENDED.some(type => type === fact.type))
  if (!end) return []
  const key = `${incident.id}#${end.seq}/erase-transcript`
  return [{ kind: 'erase-transcript', key, lane: key, dueAt: new Date(end.at.getTime() + keepDays * dayMs) }]
}

/** Then nothing is kept of its channel any more, also when it is reopened. */
export function isErased(incident: Incident): boolean {
  return incident.timeline.some(isFact('transcript-erased'))
}
