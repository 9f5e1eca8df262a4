import type { Addressee, Skipped } from './addressing.ts'
import type { AudienceId } from './audience-ids.ts'
import { destinations, inOrder } from './audiences.ts'
import { type Incident, record } from './incident.ts'
import type { Policy } from './policy.ts'
import { type Fact, isFact, type Stamp } from './timeline.ts'

type Update = Fact<'update-written'>

/** A user group through which an audience reads. */
export interface GroupPlace {
  readonly audience: AudienceId
  readonly group: string
}

/** The same as Slack has it now; without readers where it knows no such group, or nobody is in it. */
export interface GroupReaders extends GroupPlace {
  readonly readers?: {
    /** Its default channels in which Sitrep is; where there are any, they are read instead of direct messages. */
    readonly channels: readonly string[]
    readonly members: readonly string[]
  }
}

/** Whether a place is a user group, by its id: who reads there has to be looked up first. */
export function isUserGroup(place: string): boolean {
  return /^S[A-Z0-9]+$/.test(place)
}

/** The user groups that an update is for. */
export function groupsIn({ channels }: Pick<Update, 'channels'>): GroupPlace[] {
  return Object.entries(channels).flatMap(([audience, places = []]) =>
    places.filter(isUserGroup).map(group => ({ audience, group })),
  )
}

/**
 * The user groups to look up for an update, those of audiences that win first. Also of audiences that it is not for:
 * whoever belongs to two reads the words of the first, and nothing as the second.
 */
export function groupsFor(update: Update, incident: Incident, policy: Policy): GroupPlace[] {
  const own = groupsIn(update)
  if (own.length === 0) return []
  const others = destinations(incident, policy)
    .filter(({ to }) => isUserGroup(to) && !own.some(({ group }) => group === to))
    .map(({ audience, to }) => ({ audience, group: to }))
  const all = [...own, ...others]
  return inOrder([...new Set(all.map(({ audience }) => audience))], policy).flatMap(name =>
    all.filter(({ audience }) => audience === name),
  )
}

/** Everybody who reads of the incident by name, as this update or as another. */
export function namedFor(update: Update, incident: Incident, policy: Policy): ReadonlySet<string> {
  const before = addressedWith(incident, update.seq).flatMap(({ to }) => to.map(({ channel }) => channel))
  const now = destinations(incident, policy).map(({ to }) => to)
  return new Set([...Object.values(update.channels).flatMap(places => places ?? []), ...now, ...before])
}

/** Each reader once, in the words of the audience that stands first; a group without readers is left to fail visibly. */
export function chooseFromGroups(
  update: Pick<Update, 'channels'>,
  found: {
    readonly groups: readonly GroupReaders[]
    readonly named: ReadonlySet<string>
    readonly inChannel: ReadonlySet<string>
  },
): { readonly to: readonly Addressee[]; readonly skipped: readonly Skipped[]; readonly groups: readonly string[] } {
  const own = new Set(groupsIn(update).map(({ group }) => group))
  const taken = new Set(found.named)
  const to: Addressee[] = []
  const skipped: Skipped[] = []
  for (const { audience, group, readers } of found.groups) {
    const isOwn = own.has(group)
    if (!readers) {
      if (isOwn) to.push({ audience, channel: group })
      continue
    }
    for (const place of readers.channels.length > 0 ? readers.channels : readers.members) {
      const reason = found.inChannel.has(place) ? 'in-channel' : taken.has(place) ? 'reads-already' : undefined
      taken.add(place)
      if (!isOwn) continue
      if (reason) skipped.push({ who: place, reason })
      else to.push({ audience, channel: place, group })
    }
  }
  const resolved = found.groups.filter(({ group, readers }) => readers && own.has(group)).map(({ group }) => group)
  return { to, skipped, groups: resolved }
}

/** Puts on the record who reads an update through a group that could not be found at first. */
export function addressGroup(
  incident: Incident,
  input: { update: number; to: readonly Addressee[]; skipped: readonly Skipped[]; groups: readonly string[] },
  stamp: Stamp,
): Incident {
  const known = addressedWith(incident, input.update)
  if (input.groups.every(group => known.some(({ groups = [] }) => groups.includes(group)))) return incident
  return record(incident, stamp, { type: 'update-addressed', ...input })
}

/** Whether it is on the record who reads an update through this group. */
export function isResolved(incident: Incident, update: number, group: string): boolean {
  return addressedWith(incident, update).some(({ groups = [] }) => groups.includes(group))
}

/** As whom somebody reads an update who was found after it was written; undefined for who was known then. */
export function addresseeOf(
  incident: Incident,
  update: number,
  { audience, channel }: { audience: AudienceId; channel: string },
): Addressee | undefined {
  return addressedWith(incident, update)
    .flatMap(({ to }) => to)
    .find(one => one.audience === audience && one.channel === channel)
}

/** Where an audience read so far because a user group has its default channel there. */
export function channelsThroughGroups({ timeline }: Pick<Incident, 'timeline'>, audience: AudienceId): string[] {
  return timeline
    .filter(isFact('update-addressed'))
    .flatMap(({ to }) => to)
    .flatMap(one => (one.group !== undefined && one.audience === audience ? [one.channel] : []))
}

function addressedWith({ timeline }: Incident, update: number): Fact<'update-addressed'>[] {
  return timeline.filter(isFact('update-addressed')).filter(fact => fact.update === update)
}
