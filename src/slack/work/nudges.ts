import type { App, Performer } from '../../app/app.ts'
import { disclose } from '../../domain/disclosure.ts'
import { type Incident, record } from '../../domain/incident.ts'
import { isMissedStill, missedInARow, timesToTell } from '../../domain/misses.ts'
import { knowingAudiences } from '../../domain/no-change.ts'
import { nudgedFor, nudgedPerson } from '../../domain/nudges.ts'
import { updateOwner } from '../../domain/updates.ts'
import { directTo, ownChannel } from '../clearance.ts'
import { lookBackTo, post } from '../messages.ts'
import { missesView, nudgeView } from '../views/direct.ts'
import type { Workspace } from '../workspace.ts'

function isKnown(incident: Incident, { policy }: App): boolean {
  return knowingAudiences(incident, policy).length > 0
}

/** Reminds one person of the next update, privately, if they may still hear of the incident. */
export function nudgeOwner(workspace: Workspace): Performer<'nudge-owner'> {
  const { client } = workspace
  return async ({ incident, work }, app) => {
    const user = nudgedPerson(work.to, incident)
    const to = user !== undefined && (await directTo(workspace, incident, user))
    if (!to) return undefined
    const before = nudgedFor(incident, work.slot)
    const message = nudgeView(disclose(incident, 'insider', app.policy), {
      dueAt: work.slot,
      before,
      isKnown: isKnown(incident, app),
    })
    await post(client, { to, message, key: work.key })
    return (latest, stamp) => record(latest, stamp, { type: 'nudged', user, dueAt: work.slot })
  }
}

/** Says that nobody writes: to the deputy first; in the channel where there is none, or that was of no use. */
export function escalateMisses(workspace: Workspace): Performer<'escalate-misses'> {
  const { client } = workspace
  return async ({ incident, work, claim }, app) => {
    if (!isMissedStill(incident, app.policy)) return undefined
    const { deputy } = incident.roles
    const owner = updateOwner(incident)
    const missed = missedInARow(incident)
    // The deputy was told and nothing came of it: the next time everybody who works on it is.
    const isFirst = timesToTell(missed, app.policy) === 1
    const direct = isFirst && deputy !== undefined && deputy !== owner && (await directTo(workspace, incident, deputy))
    const to = direct || (await ownChannel(workspace, incident))
    const message = missesView(disclose(incident, 'insider', app.policy), {
      missed,
      owner,
      isKnown: isKnown(incident, app),
    })
    await post(client, { to, message, key: work.key, lookBackTo: lookBackTo(claim) })
    return (latest, stamp) => record(latest, stamp, { type: 'misses-escalated', missed, to: to.channel })
  }
}
