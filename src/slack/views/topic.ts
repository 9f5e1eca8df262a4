import type { Incident } from '../../domain/incident.ts'
import { hasPrivateChannel } from '../../domain/privacy.ts'
import { isActive, statusWithLetter } from '../../domain/status.ts'
import { LIMITS } from '../blocks.ts'
import { truncate } from '../mrkdwn.ts'

/**
 * `P1 · SEV1 · Investigating (R) · IC @ana · next update on the pinned card`. Topics are plain text, so names are
 * written out. Slack tells the whole channel of each change, so what changes with every promise is not in it.
 */
export function topicOf(incident: Incident, commander: string | undefined): string {
  // Whoever browses the channels of the workspace reads it.
  if (incident.isPrivate && !hasPrivateChannel(incident)) return 'Private'
  const parts = [
    incident.priority,
    incident.severity,
    statusWithLetter(incident.status),
    commander ? `IC @${commander}` : 'no IC yet',
    ...(isActive(incident.status) ? ['next update on the pinned card'] : []),
  ]
  return truncate(parts.join(' · '), LIMITS.topic)
}
