import type { Performer } from '../../app/app.ts'
import { addressBeginning, addressUpdate, chooseAddressees, chooseTold } from '../../domain/addressing.ts'
import { disclose } from '../../domain/disclosure.ts'
import { isFollowed, subjectsOf } from '../../domain/subscriptions.ts'
import { directTo } from '../clearance.ts'
import { peopleIn } from '../members.ts'
import { post } from '../messages.ts'
import { followedView } from '../views/direct.ts'
import type { Workspace } from '../workspace.ts'

/** Finds who reads an update besides those who were known when it was written. Sending it follows from that fact. */
export function findReaders(workspace: Workspace): Performer<'address-update'> {
  return async ({ incident, work: { fact } }, app) => {
    const subscriptions = isFollowed(incident, app.policy) ? await app.subscriptions.matching(subjectsOf(incident)) : []
    if (subscriptions.length === 0) return undefined
    const inChannel = incident.channel ? await peopleIn(workspace, incident.channel.id) : new Set<string>()
    const found = chooseAddressees(fact, { subscriptions, inChannel })
    return (latest, stamp) => addressUpdate(latest, { update: fact.seq, ...found }, stamp)
  }
}

/** Finds who subscribed to such incidents and is not working on this one. Telling them follows from that fact. */
export function findFollowers(workspace: Workspace): Performer<'address-beginning'> {
  return async ({ incident }, app) => {
    const subscriptions = await app.subscriptions.matching(subjectsOf(incident))
    if (subscriptions.length === 0) return undefined
    const inChannel = incident.channel ? await peopleIn(workspace, incident.channel.id) : new Set<string>()
    const told = chooseTold(subscriptions, inChannel)
    return (latest, stamp) => addressBeginning(latest, told, stamp)
  }
}

/** Tells one subscriber that there is an incident, if they may still hear of it. */
export function tellFollower(workspace: Workspace): Performer<'tell-follower'> {
  return async ({ incident, work: { key, user, subject } }, app) => {
    const to = await directTo(workspace, incident, user)
    if (!to) return undefined
    const message = followedView(disclose(incident, 'insider', app.policy), { subject, policy: app.policy })
    await post(workspace.client, { to, message, key })
    return undefined
  }
}
