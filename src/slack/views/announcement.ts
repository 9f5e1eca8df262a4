import type { Button } from '@slack/types'
import { FOLLOWERS } from '../../domain/audience-ids.ts'
import { readerWords } from '../../domain/audiences.ts'
import type { DisclosedIncident } from '../../domain/disclosure.ts'
import type { Policy } from '../../domain/policy.ts'
import { isActive, statusLabel, tracer } from '../../domain/status.ts'
import { canBeFollowed, hasFollowers } from '../../domain/subscriptions.ts'
import { ACTIONS } from '../action-ids.ts'
import { actions, button, context, section } from '../blocks.ts'
import { channelLink, type Mrkdwn, md, mention, when } from '../mrkdwn.ts'
import { forOutside, type OutsideView } from '../outside.ts'
import { serviceLabel } from './labels.ts'

/** The one live message in the announcements channel. */
export function announcementView(incident: DisclosedIncident, policy: Policy): OutsideView {
  const next = incident.nextUpdateAt
  const service = serviceLabel(incident, policy)
  const commander = incident.roles.commander
  const state = isActive(incident.status)
    ? md`*${statusLabel(incident.status)}*  ${tracer(incident.status)}`
    : md`*${statusLabel(incident.status)}*`
  return forOutside({
    text: `${incident.id} ${incident.title}: ${incident.priority}, ${statusLabel(incident.status)}`,
    blocks: [
      section(
        md`*${incident.id} ${incident.title}*\n${incident.priority} · ${incident.severity} · ${state}${
          service ? md`\nService: ${service}` : ''
        }`,
      ),
      context(
        whereToJoin(incident),
        md`Commander: ${commander ? mention(commander) : 'nobody yet'}`,
        md`Declared ${when(incident.declaredAt)}`,
        ...(next ? [md`Next update ${when(next)}`] : []),
        ...(incident.resolvedAt ? [md`Resolved ${when(incident.resolvedAt)}`] : []),
      ),
      ...actions(announcementButtons(incident, policy)),
    ],
  })
}

function announcementButtons(incident: DisclosedIncident, policy: Policy): Button[] {
  if (!canBeFollowed(incident)) return []
  const { id: value, channel } = incident
  return [
    ...(channel && !channel.isPrivate ? [button('Join', ACTIONS.join, { value })] : []),
    ...(hasFollowers(policy) ? [button(readerWords(FOLLOWERS, policy).subscribe, ACTIONS.subscribe, { value })] : []),
  ]
}

function whereToJoin({ channel, roles, reporter }: DisclosedIncident): Mrkdwn {
  if (!channel) return md`The channel is being opened`
  // An incident that was private once keeps the private channel that it was given.
  return channel.isPrivate
    ? md`To join its channel, ask ${mention(roles.commander ?? reporter)}`
    : md`Join in ${channelLink(channel.id)}`
}

/** What stands where an announcement was that Slack does not let us delete. */
export function withdrawnView(): OutsideView {
  const text = 'This announcement was taken back.'
  return forOutside({ text, blocks: [section(md`${text}`)] })
}
