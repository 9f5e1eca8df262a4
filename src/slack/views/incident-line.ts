import { addSpan } from '../../domain/calendar.ts'
import type { Incident } from '../../domain/incident.ts'
import type { Policy } from '../../domain/policy.ts'
import { isActive, statusLabel } from '../../domain/status.ts'
import { nextUpdateAt } from '../../domain/updates.ts'
import { channelLink, type Mrkdwn, md, mention, when } from '../mrkdwn.ts'

/** One incident in two lines. */
export function incidentLine(incident: Incident, policy: Policy): Mrkdwn {
  const { commander } = incident.roles
  const next = nextUpdateAt(incident, policy)
  return md`*${incident.id}* ${incident.title}${incident.isPrivate ? ' (private)' : ''}\n${incident.priority} · ${
    incident.severity
  } · ${statusLabel(incident.status)} · ${commander ? mention(commander) : 'no commander yet'}${
    incident.channel ? md` · ${channelLink(incident.channel.id)}` : ''
  }${next ? md` · next update ${when(next)}` : ''}${unacknowledged(incident, policy)}`
}

function unacknowledged(incident: Incident, policy: Policy): Mrkdwn | string {
  if (incident.acknowledgedAt || !isActive(incident.status)) return ''
  const by = addSpan(incident.declaredAt, policy.targets[incident.priority].acknowledge, policy.calendar)
  return md` · acknowledge by ${when(by)}`
}
