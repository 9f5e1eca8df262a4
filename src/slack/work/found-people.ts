import type { Performer } from '../../app/app.ts'
import { disclose } from '../../domain/disclosure.ts'
import { checkPeople as check, hearsOfFound } from '../../domain/found-people.ts'
import type { Incident } from '../../domain/incident.ts'
import type { Fact } from '../../domain/timeline.ts'
import { directTo, ownChannel } from '../clearance.ts'
import { peopleIn } from '../members.ts'
import { lookBackTo, post } from '../messages.ts'
import { foundPeopleView } from '../views/found-people.ts'
import type { Workspace } from '../workspace.ts'
import { channelOf } from './dress-channel.ts'

/** Compares who is in the channel with whom the record knows: an event may have been missed. */
export function checkPeople(workspace: Workspace): Performer<'check-people'> {
  return async ({ incident }) => {
    const members = [...(await peopleIn(workspace, channelOf(incident)))].filter(user => user !== workspace.botUserId)
    return (latest, stamp) => check(latest, { members }, stamp)
  }
}

/** Tells one person who leads the incident, or the channel where none of them may hear of it any more. */
export function tellFound(workspace: Workspace): Performer<'tell-found'> {
  return async ({ incident, work: { fact, key }, claim }, app) => {
    if (fact.type !== 'people-found' || !incident.isPrivate) return undefined
    const lead = await firstWhoMayHear(workspace, incident)
    // Whoever leads it let them in: that is on the record, and no news to them.
    if (lead && fact.people.every(({ inviter }) => inviter === lead.user)) return undefined
    const to = lead?.place ?? (await ownChannel(workspace, incident))
    const message = foundPeopleView(disclose(incident, 'insider', app.policy), fact)
    await post(workspace.client, { to, message, key, lookBackTo: lookBackTo(claim) })
    return undefined
  }
}

async function firstWhoMayHear(workspace: Workspace, incident: Incident) {
  for (const user of hearsOfFound(incident)) {
    const place = await directTo(workspace, incident, user)
    if (place) return { user, place }
  }
  return undefined
}

/** Takes somebody out of the channel; who is gone already is what was wanted. */
export function removePerson({ client }: Workspace): Performer<'remove-person'> {
  return async ({ incident, work: { fact } }) => {
    if (fact.type !== 'person-removed' || isWantedAgain(incident, fact)) return undefined
    await client.call('conversations.kick', { channel: channelOf(incident), user: fact.user })
    return undefined
  }
}

/** Slack may have been away for long; somebody let them in again meanwhile. */
function isWantedAgain({ timeline }: Incident, { seq, user }: Fact<'person-removed'>): boolean {
  return timeline.some(
    fact => fact.seq > seq && (fact.type === 'person-added' || fact.type === 'role-assigned') && fact.user === user,
  )
}
