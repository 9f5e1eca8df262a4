import type { Incident } from '../../domain/incident.ts'
import type { Policy } from '../../domain/policy.ts'
import { isActive, statusLabel, tracer } from '../../domain/status.ts'
import { nextUpdateAt } from '../../domain/updates.ts'
import { context, type MessageView, section } from '../blocks.ts'
import { channelLink, md, mention, when } from '../mrkdwn.ts'
import { serviceLabel } from './labels.ts'

/** The one live message in the announcements channel. Never made for a private incident. */
export function announcementView(incident: Incident, policy: Policy): MessageView {
  const next = nextUpdateAt(incident, policy)
  const service = serviceLabel(incident, policy)
  const commander = incident.roles.commander
  const state = isActive(incident.status)
    ? md`*${statusLabel(incident.status)}*  ${tracer(incident.status)}`
    : md`*${statusLabel(incident.status)}*`
  return {
    text: `${incident.id} ${incident.title}: ${incident.priority}, ${statusLabel(incident.status)}`,
    blocks: [
      section(
        md`*${incident.id} ${incident.title}*\n${incident.priority} · ${incident.severity} · ${state}${
          service ? md`\nService: ${service}` : ''
        }`,
      ),
      context(
        md`${incident.channel ? md`Join in ${channelLink(incident.channel.id)}` : 'The channel is being opened'}`,
        md`Commander: ${commander ? mention(commander) : 'nobody yet'}`,
        md`Declared ${when(incident.declaredAt)}`,
        ...(next ? [md`Next update ${when(next)}`] : []),
        ...(incident.resolvedAt ? [md`Resolved ${when(incident.resolvedAt)}`] : []),
      ),
    ],
  }
}
