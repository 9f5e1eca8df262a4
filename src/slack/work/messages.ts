import type { Performer } from '../../app/app.ts'
import { similarIncidents } from '../../app/similar.ts'
import { failedPlace } from '../../domain/delivery.ts'
import { disclose } from '../../domain/disclosure.ts'
import { type Incident, record } from '../../domain/incident.ts'
import { openProposal } from '../../domain/privacy.ts'
import { similarFound } from '../../domain/similar.ts'
import { isFact, type Stamp } from '../../domain/timeline.ts'
import { nextUpdateAt, updateOwner, writeHoldingUpdate } from '../../domain/updates.ts'
import { ServiceError } from '../../errors.ts'
import { announcementChannel, directTo, directToReporter, ownChannel, placeToClear } from '../clearance.ts'
import { edit, lookBackTo, post, withdraw } from '../messages.ts'
import { announcementView, withdrawnView } from '../views/announcement.ts'
import { cardView } from '../views/card.ts'
import { abandonedView, approvalView, declaredView, failedDeclarationView } from '../views/direct.ts'
import type { Workspace } from '../workspace.ts'

/** Posts the card once and edits it in place; a card that somebody deleted is posted anew. */
export function showCard(workspace: Workspace): Performer<'show-card'> {
  const { client } = workspace
  return async ({ incident, claim }, app) => {
    const to = await ownChannel(workspace, incident)
    const similar = similarFound(incident).length > 0 ? await similarIncidents(app, incident) : []
    const message = cardView(incident, app.policy, similar)
    if (incident.cardTs && (await edit(client, { to, ts: incident.cardTs, message }))) return undefined
    const nth = incident.timeline.filter(isFact('card-posted')).length + 1
    const { ts } = await post(client, {
      to,
      message,
      key: `${incident.id}/card/${nth}`,
      lookBackTo: lookBackTo(claim),
    })
    return (latest, stamp) => record(latest, stamp, { type: 'card-posted', ts }, { cardTs: ts })
  }
}

/**
 * Posts the announcement once and edits it in place, with what the gate lets everybody see at this moment. Where that
 * is nothing, as of an incident that was made private, an announcement there is taken back.
 */
export function announce(workspace: Workspace): Performer<'announce'> {
  const { client } = workspace
  return async ({ incident, claim }, app) => {
    const disclosed = disclose(incident, 'everybody', app.policy)
    const { announcement } = incident
    if (!disclosed) {
      if (!announcement) return undefined
      await withdraw(client, { to: placeToClear(announcement), ts: announcement.ts, instead: withdrawnView() })
      return (latest, stamp) => withoutAnnouncement(latest, announcement, stamp)
    }
    const channel = app.policy.announcements.channel
    if (!channel) return undefined
    const message = announcementView(disclosed, app.policy)
    if (announcement) {
      const to = await announcementChannel(workspace, announcement.channel)
      if (await edit(client, { to, ts: announcement.ts, message })) return undefined
    }
    const to = await announcementChannel(workspace, channel)
    const nth = incident.timeline.filter(isFact('announced')).length + 1
    const posted = await post(client, {
      to,
      message,
      key: `${incident.id}/announcement/${nth}`,
      lookBackTo: lookBackTo(claim),
    })
    return (latest, stamp) => record(latest, stamp, { type: 'announced', ...posted }, { announcement: posted })
  }
}

function withoutAnnouncement(incident: Incident, { channel, ts }: { channel: string; ts: string }, stamp: Stamp) {
  const { announcement, ...rest } = incident
  if (announcement?.ts !== ts) return incident
  return record(rest, stamp, { type: 'announcement-withdrawn', channel })
}

/** Tells the reporter, in a direct message, that it was received and where it is handled. */
export function confirmDeclared(workspace: Workspace): Performer<'confirm-declared'> {
  return async ({ incident, work }, app) => {
    const similar = await similarIncidents(app, incident)
    // To a guest there are no other incidents.
    const isGuest = similar.length > 0 && (await workspace.accountOf(incident.reporter)).isGuest
    // Their own words, minutes after they wrote them.
    const message = declaredView(disclose(incident, 'insider', app.policy), {
      ...{ policy: app.policy, opened: work.fact.seq },
      similar: isGuest ? [] : similar,
    })
    await post(workspace.client, { to: directToReporter(incident), message, key: work.key })
    return undefined
  }
}

/** Says what was given up: in the incident's channel, or to the reporter where there is none. */
export function reportFailure(workspace: Workspace): Performer<'report-failure'> {
  const { client } = workspace
  return async ({ incident, work, claim }) => {
    const failed = work.fact
    if (failed.type !== 'work-abandoned') return undefined
    if (!incident.channel) {
      const message = failedDeclarationView(incident, failed.reason)
      await post(client, { to: directToReporter(incident), message, key: work.key })
      return undefined
    }
    const update = incident.timeline.find(fact => failed.work.startsWith(`${incident.id}#${fact.seq}/`))
    const isUpdate = update?.type === 'update-written' || update?.type === 'delivery-retried'
    const author = isUpdate && update.by !== 'sitrep' ? update.by : undefined
    const message = abandonedView(failed, { author, canRetry: failedPlace(incident, failed.work) !== undefined })
    const to = await ownChannel(workspace, incident).catch(error => {
      if (!(error instanceof ServiceError && error.outcome === 'permanent-target')) throw error
      // Others read the channel now: who owes the next update hears of it directly.
      return directTo(workspace, incident, updateOwner(incident))
    })
    if (to) await post(client, { to, message, key: work.key, lookBackTo: lookBackTo(claim) })
    return undefined
  }
}

/** Asks the people in the channel to agree to making the incident public, while it is still proposed. */
export function askApproval(workspace: Workspace): Performer<'ask-approval'> {
  return async ({ incident, work, claim }, app) => {
    const proposal = openProposal(incident, app.now())
    if (!incident.isPrivate || proposal?.seq !== work.fact.seq) return undefined
    const to = await ownChannel(workspace, incident)
    const message = approvalView(proposal, incident)
    await post(workspace.client, { to, message, key: work.key, lookBackTo: lookBackTo(claim) })
    return undefined
  }
}

/** Nothing of Slack: the automatic update is decided on the facts, and posting it follows from that fact. */
export const holdUpdate: Performer<'write-holding-update'> =
  async ({ work }, app) =>
  (latest, stamp) =>
    nextUpdateAt(latest, app.policy) === undefined
      ? latest
      : writeHoldingUpdate(latest, { slot: work.slot, policy: app.policy }, stamp)
