import { disclose } from '../domain/disclosure.ts'
import type { Incident } from '../domain/incident.ts'
import type { Policy } from '../domain/policy.ts'
import { hasPrivateChannel, wasEverPrivate } from '../domain/privacy.ts'
import { UserError } from '../errors.ts'
import { context } from './blocks.ts'
import { isResponder } from './clearance.ts'
import { md } from './mrkdwn.ts'
import type { Reply, Request } from './request.ts'
import { announcementView } from './views/announcement.ts'

/**
 * Whether this person may read what responders say to each other: who is in the channel, and where anybody could
 * always have joined it, everybody who may know of the incident. Lifting privacy does not open what was said before.
 */
export async function mayReadInside(request: Request, incident: Incident): Promise<boolean> {
  const hasRoom = hasPrivateChannel(incident)
  if (!hasRoom && !wasEverPrivate(incident)) return true
  // Slack lets nobody act in a private channel who is not in it.
  if (hasRoom && request.channel !== undefined && request.channel === incident.channel?.id) return true
  return isResponder(request.workspace, request.actor.by, incident)
}

/** The incident, for somebody who may read what responders say. Throws UserError. */
export async function requireReadInside(request: Request, incident: Incident): Promise<Incident> {
  if (await mayReadInside(request, incident)) return incident
  throw new UserError(
    'channel-only',
    `What was said in ${incident.id} is for the people in its channel. \`/incident ${incident.id} show\` tells how to join or subscribe.`,
  )
}

/** What somebody else may read of it: what is announced, and how to hear more. */
export function outsideReply(incident: Incident, policy: Policy): Reply {
  const view = announcementView(disclose(incident, 'insider', policy), policy)
  return {
    text: view.text,
    blocks: [...view.blocks, context(md`Its notes, decisions and updates are for the people in its channel.`)],
  }
}
