import { UserError } from '../errors.ts'
import type { AudienceId } from './audience-ids.ts'
import { addMinutes } from './duration.ts'
import { type Incident, record, requireActive } from './incident.ts'
import { nudgesFor } from './nudges.ts'
import type { Policy } from './policy.ts'
import { promisesTo, readingAudiences } from './promises.ts'
import { isFact, type Stamp } from './timeline.ts'
import { addressed, heardBy } from './updates.ts'
import { utcMinute } from './utc.ts'

/** Who has read what is going on, so that “no change” tells them something. */
export function knowingAudiences(incident: Incident, policy: Policy): AudienceId[] {
  return readingAudiences(incident, policy).filter(audience =>
    heardBy(audience, incident, policy).some(({ kind }) => kind === 'report'),
  )
}

/** What a person wrote since somebody was reminded of the update that is due at this time. */
function writtenSinceNudge(incident: Incident, slot: Date) {
  const [reminded] = nudgesFor(incident, slot)
  if (!reminded) return undefined
  return incident.timeline
    .filter(isFact('update-written'))
    .findLast(({ seq, kind }) => seq > reminded.seq && (kind === 'report' || kind === 'no-change' || kind === 'final'))
}

/**
 * “Still working on it”: counts as on time, and promises each the next one by its own cadence. It goes to who has read a report;
 * the others still wait for their first. `slot` is the time of the update that the reminder was of.
 */
export function reportNoChange(
  incident: Incident,
  { policy, slot }: { policy: Policy; slot?: Date | undefined },
  stamp: Stamp,
): Incident {
  requireActive(incident, 'post an update')
  const last = incident.timeline.filter(isFact('update-written')).at(-1)
  // A second press of the same button, or two people pressing it, must not send twice.
  if (last?.kind === 'no-change' && stamp.at < addMinutes(last.at, 2)) return incident
  const newer = slot && writtenSinceNudge(incident, slot)
  if (newer)
    throw new UserError(
      'written-meanwhile',
      `Somebody wrote an update of ${incident.id} at ${utcMinute(newer.at)}, so nothing is owed now. Press *Write update* if there is more to say.`,
    )
  const audiences = knowingAudiences(incident, policy)
  if (audiences.length === 0)
    throw new UserError(
      'no-report-yet',
      `Nobody has read what is going on in ${incident.id} yet. Write the first update with *Write update* or \`/incident update\`; from then on *No change* is enough.`,
    )
  return record(incident, stamp, {
    type: 'update-written',
    fields: { state: 'Still working on it, with no change to report.' },
    status: incident.status,
    priority: incident.priority,
    kind: 'no-change',
    ...addressed(audiences, incident, policy),
    nextIn: promisesTo(audiences, { incident, policy }),
  })
}
