import type { App, Performer } from '../../app/app.ts'
import { disclose } from '../../domain/disclosure.ts'
import type { Incident } from '../../domain/incident.ts'
import { carryFollowers, goesOnIn } from '../../domain/merged-followers.ts'
import { directTo } from '../clearance.ts'
import { peopleIn } from '../members.ts'
import { lookBackTo, post } from '../messages.ts'
import { goesOnView } from '../views/direct.ts'
import type { Workspace } from '../workspace.ts'

/** The incident that this one was merged into, where its subscribers may hear of it now. */
export async function goesOnAs(
  { incidents, policy }: Pick<App, 'incidents' | 'policy'>,
  incident: Incident,
): Promise<Incident | undefined> {
  const into = incident.mergedInto === undefined ? undefined : await incidents.get(incident.mergedInto)
  return into && goesOnIn(incident, into, policy) ? into : undefined
}

/** Subscribes who followed a merged incident to the one that it goes on as. Telling them follows from that fact. */
export function carryOver(workspace: Workspace): Performer<'carry-followers'> {
  return async ({ incident, work }, app) => {
    const into = await goesOnAs(app, incident)
    if (into?.id !== work.into) return undefined
    const followers = await app.subscriptions.matching([{ kind: 'incident', of: incident.id }])
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
    if (into?.id !== id || !(await directTo(workspace, incident, user))) return undefined
    const to = await directTo(workspace, into, user)
    if (!to) return undefined
    const shown = (one: Incident) => disclose(one, 'insider', app.policy)
    const message = goesOnView(shown(incident), shown(into), app.policy)
    await post(workspace.client, { to, message, key, lookBackTo: lookBackTo(claim) })
    return undefined
  }
}
