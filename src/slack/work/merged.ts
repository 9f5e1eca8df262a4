import type { App, Performer } from '../../app/app.ts'
import { composeGoesOn } from '../../domain/compose-following.ts'
import { disclose } from '../../domain/disclosure.ts'
import { type Incident, record } from '../../domain/incident.ts'
import { carryFollowers, goesOnIn } from '../../domain/merged-followers.ts'
import { canBeFollowed } from '../../domain/subscriptions.ts'
import { directTo } from '../clearance.ts'
import { peopleIn } from '../members.ts'
import { lookBackTo, post } from '../messages.ts'
import { goesOnView } from '../views/direct.ts'
import type { Workspace } from '../workspace.ts'

/** The incident as which this one goes on, where its subscribers may hear of it now: also one further on, merged since. */
export async function goesOnAs(
  { incidents, policy }: Pick<App, 'incidents' | 'policy'>,
  incident: Incident,
): Promise<Incident | undefined> {
  const passed = new Set([incident.id])
  let last = incident
  while (last.mergedInto !== undefined && !passed.has(last.mergedInto)) {
    passed.add(last.mergedInto)
    const into = await incidents.get(last.mergedInto)
    if (!into || !goesOnIn(last, into, policy)) break
    last = into
  }
  return last === incident ? undefined : last
}

/** Subscribes who followed a merged incident to the one that it goes on as. Telling them follows from that fact. */
export function carryOver(workspace: Workspace): Performer<'carry-followers'> {
  return async ({ incident, work }, app) => {
    const into = await goesOnAs(app, incident)
    if (!into || incident.mergedInto !== work.into) return undefined
    const followers = await app.subscriptions.matching([{ kind: 'incident', of: incident.id }])
    if (canBeFollowed(into))
      for (const { user } of followers) await app.subscriptions.add({ user, kind: 'incident', of: into.id })
    const inChannel = into.channel ? await peopleIn(workspace, into.channel.id) : new Set<string>()
    const to = followers.map(({ user }) => user).filter(user => !inChannel.has(user))
    return (latest, stamp) => carryFollowers(latest, { into: into.id, to }, stamp)
  }
}

/** Tells one subscriber where a merged incident goes on, if they may still hear of both. */
export function tellMerged(workspace: Workspace): Performer<'tell-merged'> {
  return async ({ incident, work: { key, user, into: id }, claim }, app) => {
    const into = await goesOnAs(app, incident)
    if (!into || incident.mergedInto !== id || !(await directTo(workspace, incident, user))) return undefined
    const isStill = (await app.subscriptions.of(user)).some(({ kind, of }) => kind === 'incident' && of === into.id)
    if (canBeFollowed(into) && !isStill) return undefined
    const to = await directTo(workspace, into, user)
    if (!to) return undefined
    const { policy } = app
    const said = composeGoesOn(incident, { into, isOver: !canBeFollowed(into), policy })
    const message = goesOnView(disclose(into, 'insider', policy), said, policy)
    const posted = await post(workspace.client, { to, message, key, lookBackTo: lookBackTo(claim) })
    const { channel: conversation, ts } = posted
    return (latest, stamp) => record(latest, stamp, { type: 'person-told', user, conversation, ts })
  }
}
