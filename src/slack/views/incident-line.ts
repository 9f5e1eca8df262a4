import { addSpan } from '../../domain/calendar.ts'
import type { DisclosedIncident, DisclosedName } from '../../domain/disclosure.ts'
import type { Policy } from '../../domain/policy.ts'
import { isActive, statusLabel } from '../../domain/status.ts'
import { channelLink, type Mrkdwn, md, mention, when } from '../mrkdwn.ts'
import type { OpenIncidents } from '../open-incidents.ts'

/** One incident in two lines. */
export function incidentLine(incident: DisclosedIncident, policy: Policy): Mrkdwn {
  const { commander } = incident.roles
  const next = incident.nextUpdateAt
  return md`*${incident.id}* ${incident.title}${incident.isPrivate ? ' (private)' : ''}\n${incident.priority} · ${
    incident.severity
  } · ${statusLabel(incident.status)} · ${commander ? mention(commander) : 'no commander yet'}${
    incident.channel ? md` · ${channelLink(incident.channel.id)}` : ''
  }${next ? md` · next update ${when(next)}` : ''}${unacknowledged(incident, policy)}`
}

function unacknowledged(incident: DisclosedIncident, policy: Policy): Mrkdwn | string {
  if (incident.acknowledgedAt || !isActive(incident.status)) return ''
  const by = addSpan(incident.declaredAt, policy.targets[incident.priority].acknowledge, policy.calendar)
  return md` · acknowledge by ${when(by)}`
}

/** “Incident Heron (private)”, with its status where the policy says so. */
function nameLine({ name, status }: DisclosedName): string {
  return `${name} (private)${status === undefined ? '' : ` · ${status}`}`
}

/** What is said of the private incidents that a person is not in: one line each, or how many. */
export function hiddenLines({ named, more }: Pick<OpenIncidents, 'named' | 'more'>): string[] {
  return [...named.map(nameLine), ...(more > 0 ? [`and ${more} private ${more === 1 ? 'incident' : 'incidents'}`] : [])]
}
