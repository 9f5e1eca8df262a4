import { DateTime } from 'luxon'
import type { Incident } from '../../domain/incident.ts'
import type { Policy } from '../../domain/policy.ts'
import { hasPrivateChannel } from '../../domain/privacy.ts'
import { statusWithLetter } from '../../domain/status.ts'
import { nextUpdateAt } from '../../domain/updates.ts'
import { LIMITS } from '../blocks.ts'
import { truncate } from '../mrkdwn.ts'

/** `P1 · SEV1 · Investigating (R) · IC @ana · next update 14:30 UTC`. Topics are plain text, so names are written out. */
export function topicOf(incident: Incident, policy: Policy, commander: string | undefined): string {
  // Whoever browses the channels of the workspace reads it.
  if (incident.isPrivate && !hasPrivateChannel(incident)) return 'Private'
  const next = nextUpdateAt(incident, policy)
  const parts = [
    incident.priority,
    incident.severity,
    statusWithLetter(incident.status),
    commander ? `IC @${commander}` : 'no IC yet',
    ...(next ? [`next update ${clockTime(next, policy)}`] : []),
  ]
  return truncate(parts.join(' · '), LIMITS.topic)
}

function clockTime(at: Date, { calendar }: Policy): string {
  const local = DateTime.fromJSDate(at, { zone: calendar.timeZone })
  return `${local.toFormat('HH:mm')} ${local.offset === 0 ? 'UTC' : local.toFormat('ZZZZ')}`
}
