import type { Incident } from './incident.ts'
import { keptFrom } from './retention.ts'
import { isFact } from './timeline.ts'
import type { WorkBase } from './work-base.ts'

/** What was said is read once it is resolved: Slack may not show it any more when somebody asks for the review. */
export interface ReadingWork extends WorkBase {
  readonly kind: 'read-channel'
}

/** Once for each time that it was resolved. */
export function readingWork(incident: Incident): ReadingWork[] {
  const resolved = incident.timeline.findLast(isFact('resolved'))
  if (!resolved || !incident.channel || !keptFrom(incident)) return []
  const key = `${incident.id}#${resolved.seq}/read-channel`
  return [{ kind: 'read-channel', key, lane: `${incident.id}/read-channel`, dueAt: resolved.recordedAt }]
}
