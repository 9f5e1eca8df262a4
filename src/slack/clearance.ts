import type { Clearance } from '../app/app.ts'
import type { AudienceId } from '../domain/audience-ids.ts'
import { audienceChannels, audienceOf } from '../domain/audiences.ts'
import { isCleared, mayBeSaidIn, mayHear, readerOf } from '../domain/clearance.ts'
import type { Reader } from '../domain/disclosure.ts'
import type { Incident } from '../domain/incident.ts'
import type { Policy } from '../domain/policy.ts'
import { wasEverPrivate } from '../domain/privacy.ts'
import { channelsThroughGroups } from '../domain/user-groups.ts'
import { ServiceError } from '../errors.ts'
import { asInside, asOutside, type InsidePlace, type OutsidePlace } from './outside.ts'
import type { Workspace } from './workspace.ts'

/** The questions to Slack that other edges ask by way of the app. */
export function clearanceOf(workspace: Workspace): Clearance {
  return {
    sightOf: user => sightOf(workspace, user),
    mayRead: async (user, incident) =>
      (await mayKnow(workspace, user, incident)) &&
      incident !== undefined &&
      (incident.isPrivate || !wasEverPrivate(incident) || (await isResponder(workspace, user, incident))),
  }
}

/** As what somebody reads of an incident, as Slack has their account and their channels now. */
export type Sight = (incident: Incident) => Reader

/** Asks Slack the same two things of everybody, whatever incidents there are. */
export async function sightOf(workspace: Workspace, user: string): Promise<Sight> {
  const [account, channels] = await Promise.all([workspace.accountOf(user), channelsOf(workspace, user).catch(nowhere)])
  return incident => readerOf(incident, { ...account, isMember: isInside(incident, channels, user), isCleared: false })
}

/**
 * Whether this person may know of this incident now. For one that does not exist the same is asked as for one that is
 * hidden, so that neither the answer nor the time it takes tells them apart.
 */
export async function mayKnow(workspace: Workspace, user: string, incident: Incident | undefined): Promise<boolean> {
  const account = await workspace.accountOf(user)
  if (incident && mayHear(incident, { ...account, isMember: false, isCleared: false })) return true
  const channels = await channelsOf(workspace, user)
  return (
    incident !== undefined &&
    mayHear(incident, {
      ...account,
      isMember: isInside(incident, channels, user),
      isCleared: false,
    })
  )
}

/** Whether this person works on the incident: whoever is in its channel. Of none, the same is asked for nothing. */
export async function isResponder(
  workspace: Workspace,
  user: string,
  incident: Incident | undefined,
): Promise<boolean> {
  const channels = await channelsOf(workspace, user)
  return incident !== undefined && isInside(incident, channels, user)
}

/**
 * Whether this person reads the updates for an audience and may answer to them now. Guests read only where somebody
 * put them, so that they are asked for there.
 */
export async function mayRespond(
  workspace: Workspace,
  user: string,
  { incident, audience, policy }: { incident: Incident; audience: AudienceId; policy: Policy },
): Promise<boolean> {
  const account = await workspace.accountOf(user)
  const cleared = isCleared(user, audience, { incident, policy })
  if (mayHear(incident, { ...account, isCleared: cleared, isMember: false })) return true
  if (account.isDeactivated || account.isStranger) return false
  const channels = await channelsOf(workspace, user)
  if (isInside(incident, channels, user)) return true
  const places = [...audienceChannels(audience, incident, policy), ...channelsThroughGroups(incident, audience)]
  return !incident.isPrivate && places.some(one => channels.has(one))
}

/** The direct messages of somebody who asked; undefined when they may not be told any more. */
export async function directToAsker(
  workspace: Workspace,
  user: string,
  subject: { incident: Incident; audience: AudienceId; policy: Policy },
): Promise<OutsidePlace | undefined> {
  return (await mayRespond(workspace, user, subject)) ? asOutside(user) : undefined
}

/** The first of these channels and people that is this person, or a channel that they are in; they must have an account. */
export async function placeRead(
  workspace: Workspace,
  user: string,
  places: readonly string[],
): Promise<string | undefined> {
  const [account, channels] = await Promise.all([workspace.accountOf(user), channelsOf(workspace, user)])
  if (account.isDeactivated || account.isStranger) return undefined
  return places.find(place => place === user || channels.has(place))
}

/** A list without what is private is better than none, as when many people open theirs at once. */
function nowhere(error: unknown): ReadonlySet<string> {
  if (error instanceof ServiceError) return new Set()
  throw error
}

/** Before there is a channel, only who wrote it knows of it. */
function isInside({ channel, reporter }: Incident, channels: ReadonlySet<string>, user: string): boolean {
  return channel ? channels.has(channel.id) : reporter === user
}

/** The channels that the person is in; private ones only where Sitrep is in them too. */
async function channelsOf({ client }: Workspace, user: string): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  let cursor: string | undefined
  try {
    do {
      const page = await client.call('users.conversations', {
        user,
        types: 'public_channel,private_channel',
        limit: 999,
        ...(cursor ? { cursor } : {}),
      })
      for (const { id } of page.channels ?? []) if (id) found.add(id)
      cursor = page.response_metadata?.next_cursor || undefined
    } while (cursor)
  } catch (error) {
    // Whoever Slack does not show us is in no channel with us.
    if (!(error instanceof ServiceError && error.outcome === 'permanent-target')) throw error
  }
  return found
}

/** The person’s direct messages; undefined when they may not hear of this incident, or no longer. */
export async function directTo(
  workspace: Workspace,
  incident: Incident,
  user: string,
): Promise<OutsidePlace | undefined> {
  return (await mayKnow(workspace, user, incident)) ? asOutside(user) : undefined
}

/** The direct messages of who reported it, for what they wrote themselves. */
export function directToReporter(incident: Pick<Incident, 'reporter'>): OutsidePlace {
  return asOutside(incident.reporter)
}

/** The incident’s own channel. Throws ServiceError when it became one that others read. */
export async function ownChannel(workspace: Workspace, incident: Incident): Promise<InsidePlace> {
  if (!incident.channel) throw new Error(`${incident.id} has no channel yet`)
  const { id } = incident.channel
  // Nobody can have shared the channel of a moment ago, which has no card yet.
  const isShared = incident.isPrivate && incident.cardTs !== undefined && (await isSharedWithOthers(workspace, id))
  if (!mayBeSaidIn(incident, { isOwn: true, isShared })) throw refused('channel_is_shared_with_others')
  return asInside(id)
}

/** The direct messages of somebody who belongs to an audience; undefined when they may not hear of this incident. */
export async function directToMember(
  workspace: Workspace,
  user: string,
  { incident, audience, policy }: { incident: Incident; audience: AudienceId; policy: Policy },
): Promise<OutsidePlace | undefined> {
  const account = await workspace.accountOf(user)
  const cleared = isCleared(user, audience, { incident, policy })
  return mayHear(incident, { ...account, isCleared: cleared, isMember: false }) ? asOutside(user) : undefined
}

/** Where an audience reads: a channel or a person. Throws ServiceError when this incident may not be spoken of there. */
export async function audiencePlace(
  workspace: Workspace,
  incident: Incident,
  { audience, channel, policy }: { audience: AudienceId; channel: string; policy: Policy },
): Promise<InsidePlace | OutsidePlace> {
  if (channel === incident.channel?.id) return ownChannel(workspace, incident)
  if (/^[UW]/.test(channel)) {
    const place = await directToMember(workspace, channel, { incident, audience, policy })
    if (place) return place
    throw refused('person_not_cleared')
  }
  if (!mayBeSaidIn(incident, { isOwn: false, isShared: false })) throw refused('channel_not_cleared')
  // The policy answers for the channels that it names; any other may belong to another company too by now.
  const isNamed = audienceOf(audience, policy).channels.includes(channel)
  if (!isNamed && (await isSharedWithOthers(workspace, channel))) throw refused('channel_is_shared_with_others')
  return asOutside(channel)
}

/** A place that was cleared just now, as the conversation in which Slack put what was posted to it. */
export function conversationOf<Place extends InsidePlace | OutsidePlace>(
  place: Place,
  conversation: string,
): Place | OutsidePlace {
  return place.channel === conversation ? place : asOutside(conversation)
}

/** The announcements. A channel shared with another company is no place to tell that something of ours is broken. */
export async function announcementChannel(workspace: Workspace, channel: string): Promise<OutsidePlace> {
  if (await isSharedWithOthers(workspace, channel)) throw refused('channel_is_shared_with_others')
  return asOutside(channel)
}

/** Where something was said that is taken back, whoever reads there now. */
export function placeToClear({ channel }: { readonly channel: string }): OutsidePlace {
  return asOutside(channel)
}

async function isSharedWithOthers({ client }: Workspace, channel: string): Promise<boolean> {
  const { channel: found } = await client.call('conversations.info', { channel })
  return Boolean(found?.is_ext_shared || found?.is_pending_ext_shared)
}

function refused(code: string): ServiceError {
  return new ServiceError('sitrep', { outcome: 'permanent-target', code })
}
