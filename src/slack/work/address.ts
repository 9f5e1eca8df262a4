import type { App, Performer } from '../../app/app.ts'
import { addressBeginning, addressUpdate, chooseAddressees, chooseTold } from '../../domain/addressing.ts'
import type { AudienceId } from '../../domain/audience-ids.ts'
import { composeBeginning } from '../../domain/compose-following.ts'
import { disclose } from '../../domain/disclosure.ts'
import { type Incident, record } from '../../domain/incident.ts'
import { isFollowed, oncePerPerson, subjectsOf } from '../../domain/subscriptions.ts'
import type { Fact, Stamp } from '../../domain/timeline.ts'
import { addressGroup, chooseFromGroups, groupsFor, namedFor } from '../../domain/user-groups.ts'
import { ServiceError } from '../../errors.ts'
import { directTo } from '../clearance.ts'
import { peopleIn } from '../members.ts'
import { post } from '../messages.ts'
import { readersOf } from '../user-groups.ts'
import { followedView } from '../views/direct.ts'
import type { Workspace } from '../workspace.ts'
import { goesOnAs } from './merged.ts'
import { isSubscribed } from './still-reads.ts'

/** Finds who reads an update besides those who were known when it was written. Sending it follows from that fact. */
export function findReaders(workspace: Workspace): Performer<'address-update'> {
  return ({ incident, work: { fact, audiences } }, app) =>
    readersNow(workspace, app, { incident, update: fact, audiences })
}

/** Who reads an update now besides those who were known when it was written; of these audiences alone, if they are named. */
export async function readersNow(
  workspace: Workspace,
  app: App,
  asked: {
    readonly incident: Incident
    readonly update: Fact<'update-written'>
    readonly audiences?: readonly AudienceId[] | undefined
  },
): Promise<((latest: Incident, stamp: Stamp) => Incident) | undefined> {
  const { policy } = app
  const { incident, update, audiences } = asked
  const isForFollowers = update.isForFollowers && isFollowed(incident, policy)
  const all = isForFollowers ? await app.subscriptions.matching(subjectsOf(incident)) : []
  // Whoever follows this incident itself is told of the merge with where it goes on.
  const isToldApart = update.status === 'merged' && (await goesOnAs(app, incident)) !== undefined
  const subscriptions = oncePerPerson(all).filter(({ kind }) => !(isToldApart && kind === 'incident'))
  const groups = await readersOf(workspace, groupsFor(update, incident, policy))
  if (subscriptions.length + groups.length === 0) return undefined
  const inChannel = incident.channel ? await peopleIn(workspace, incident.channel.id) : new Set<string>()
  const named = namedFor(update, incident, policy)
  const found = chooseAddressees(update, { subscriptions, inChannel, groups, named })
  const to = found.to.filter(({ audience }) => !audiences || audiences.includes(audience))
  return (latest, stamp) => addressUpdate(latest, { update: update.seq, ...found, to }, stamp)
}

/** Tries once more to find who reads through a group. Throws ServiceError where there is still nobody. */
export async function findGroup(
  workspace: Workspace,
  { incident, update, group }: { incident: Incident; update: Fact<'update-written'>; group: string },
  { policy }: Pick<App, 'policy'>,
) {
  const places = groupsFor(update, incident, policy).filter(one => one.group === group)
  const groups = await readersOf(workspace, places)
  if (!groups.some(({ readers }) => readers)) {
    // Refused in Slack's own words where it knows no such group.
    await workspace.client.call('usergroups.users.list', { usergroup: group })
    throw new ServiceError('sitrep', { outcome: 'permanent-target', code: 'nobody_in_the_user_group' })
  }
  const inChannel = incident.channel ? await peopleIn(workspace, incident.channel.id) : new Set<string>()
  const found = chooseFromGroups(update, { groups, inChannel, named: namedFor(update, incident, policy) })
  return (latest: Incident, stamp: Stamp) => addressGroup(latest, { update: update.seq, ...found }, stamp)
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
    if (!(await isSubscribed(app, { incident, user, subject }))) return undefined
    const to = await directTo(workspace, incident, user)
    if (!to) return undefined
    const message = followedView(disclose(incident, 'insider', app.policy), {
      said: composeBeginning(incident, app.policy),
      subject,
      policy: app.policy,
    })
    const { channel: conversation, ts } = await post(workspace.client, { to, message, key })
    return (latest, stamp) => record(latest, stamp, { type: 'person-told', user, conversation, ts })
  }
}
