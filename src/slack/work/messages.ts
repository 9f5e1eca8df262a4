import type { Claim, Performer } from '../../app/app.ts'
import { compose } from '../../domain/compose.ts'
import { record } from '../../domain/incident.ts'
import { isFact } from '../../domain/timeline.ts'
import { nextUpdateAt, updateOwner, writeHoldingUpdate } from '../../domain/updates.ts'
import { ServiceError } from '../../errors.ts'
import { isMember } from '../channel.ts'
import { edit, post } from '../messages.ts'
import { announcementView } from '../views/announcement.ts'
import { cardView } from '../views/card.ts'
import { abandonedView, declaredView, failedDeclarationView, nudgeView } from '../views/direct.ts'
import { updateView } from '../views/update.ts'
import type { Workspace } from '../workspace.ts'
import { channelOf } from './dress-channel.ts'

/** From the second attempt on, the first may have been heard although its answer was lost. */
function lookBackTo(claim: Claim): Date | undefined {
  return claim.attempt > 1 ? claim.since : undefined
}

/** Posts the card once and edits it in place; a card that somebody deleted is posted anew. */
export function showCard({ client }: Workspace): Performer<'show-card'> {
  return async ({ incident, claim }, app) => {
    const channel = channelOf(incident)
    const message = cardView(incident, app.policy)
    if (incident.cardTs && (await edit(client, { channel, ts: incident.cardTs }, message))) return undefined
    const nth = incident.timeline.filter(isFact('card-posted')).length + 1
    const { ts } = await post(client, {
      channel,
      message,
      key: `${incident.id}/card/${nth}`,
      lookBackTo: lookBackTo(claim),
    })
    return (latest, stamp) => record(latest, stamp, { type: 'card-posted', ts }, { cardTs: ts })
  }
}

/** Posts the announcement once and edits it in place. Privacy is looked at again here, at the last moment. */
export function announce({ client }: Workspace): Performer<'announce'> {
  return async ({ incident, claim }, app) => {
    const channel = app.policy.announcements.channel
    if (incident.isPrivate || !channel) return undefined
    const message = announcementView(incident, app.policy)
    if (incident.announcement && (await edit(client, incident.announcement, message))) return undefined
    await refuseShared(client, channel)
    const nth = incident.timeline.filter(isFact('announced')).length + 1
    const posted = await post(client, {
      channel,
      message,
      key: `${incident.id}/announcement/${nth}`,
      lookBackTo: lookBackTo(claim),
    })
    return (latest, stamp) => record(latest, stamp, { type: 'announced', ...posted }, { announcement: posted })
  }
}

/** A channel shared with another company is no place to announce that something of ours is broken. */
async function refuseShared(client: Workspace['client'], channel: string): Promise<void> {
  const { channel: found } = await client.call('conversations.info', { channel })
  if (found?.is_ext_shared)
    throw new ServiceError('slack', { outcome: 'permanent-target', code: 'channel_is_shared_with_others' })
}

/** Tells the reporter, in a direct message, that it was received and where it is handled. */
export function confirmDeclared({ client }: Workspace): Performer<'confirm-declared'> {
  return async ({ incident, work }, app) => {
    await post(client, { channel: incident.reporter, message: declaredView(incident, app.policy), key: work.key })
    return undefined
  }
}

/** Says what was given up: in the incident's channel, or to the reporter where there is none. */
export function reportFailure({ client }: Workspace): Performer<'report-failure'> {
  return async ({ incident, work, claim }) => {
    const failed = work.fact
    if (failed.type !== 'work-abandoned') return undefined
    const update = incident.timeline.find(fact => failed.work.startsWith(`${incident.id}#${fact.seq}/`))
    const author = update?.type === 'update-written' && update.by !== 'sitrep' ? update.by : undefined
    await post(client, {
      channel: incident.channel?.id ?? incident.reporter,
      message: incident.channel ? abandonedView(failed, author) : failedDeclarationView(incident, failed.reason),
      key: work.key,
      lookBackTo: lookBackTo(claim),
    })
    return undefined
  }
}

/** One rendering of one update in one channel. */
export function postUpdate({ client }: Workspace): Performer<'post-update'> {
  return async ({ incident, work, claim }, app) => {
    const { fact, audience, channel } = work
    const message = updateView(compose(audience, fact, { incident, policy: app.policy }))
    const { ts } = await post(client, { channel, message, key: work.key, lookBackTo: lookBackTo(claim) })
    return (latest, stamp) => record(latest, stamp, { type: 'update-posted', update: fact.seq, audience, channel, ts })
  }
}

/** Reminds the owner of the next update, once and privately. */
export function nudgeOwner(workspace: Workspace): Performer<'nudge-owner'> {
  const { client } = workspace
  return async ({ incident, work }) => {
    const user = updateOwner(incident)
    // Who has left a private incident's channel may no longer hear of it.
    if (incident.isPrivate && !(await isMember(workspace, channelOf(incident), user))) return undefined
    await post(client, { channel: user, message: nudgeView(incident, work.slot), key: work.key })
    return (latest, stamp) => record(latest, stamp, { type: 'nudged', user, dueAt: work.slot })
  }
}

/** Nothing of Slack: the automatic update is decided on the facts, and posting it follows from that fact. */
export const holdUpdate: Performer<'write-holding-update'> =
  async ({ work }, app) =>
  (latest, stamp) =>
    nextUpdateAt(latest, app.policy) === undefined
      ? latest
      : writeHoldingUpdate(latest, { slot: work.slot, policy: app.policy }, stamp)
