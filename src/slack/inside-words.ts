import { disclose } from '../domain/disclosure.ts'
import type { Incident } from '../domain/incident.ts'
import type { Policy } from '../domain/policy.ts'
import { context } from './blocks.ts'
import { md } from './mrkdwn.ts'
import type { Reply } from './request.ts'
import { announcementView } from './views/announcement.ts'

/** What somebody reads of an incident who may know of it and not what is said in it: what is announced, and how to hear more. */
export function outsideReply(incident: Incident, policy: Policy): Reply {
  const view = announcementView(disclose(incident, 'insider', policy), policy)
  return {
    text: view.text,
    blocks: [...view.blocks, context(md`Its notes, decisions and updates are for the people in its channel.`)],
  }
}
