import { type AudienceId, FOLLOWERS } from './audience-ids.ts'
import { audienceOf } from './audiences.ts'
import { latest } from './duration.ts'
import { type Incident, record } from './incident.ts'
import { slotName } from './nudges.ts'
import type { Policy } from './policy.ts'
import { afterQuiet } from './quiet-hours.ts'
import type { SkipReason } from './skipped.ts'
import { isActive } from './status.ts'
import { isFollowed, oncePerPerson, type Subscription, subjectKey } from './subscriptions.ts'
import { type Fact, isFact, type Stamp } from './timeline.ts'
import { chooseFromGroups, type GroupReaders, groupsIn } from './user-groups.ts'
import { readAt } from './waiting.ts'
import type { WorkBase } from './work-base.ts'

/** Who reads an update besides the channels and people that were known when it was written. */
export interface Addressee {
  readonly audience: AudienceId
  /** A channel or a person, by id. */
  readonly channel: string
  /** The subscription because of which they read it, as a key. */
  readonly subject?: string
  /** The user group because of which they read it. */
  readonly group?: string
}

export interface Skipped {
  readonly who: string
  readonly reason: SkipReason
}

/** Each person once: nobody who is in the incident’s channel or reads this update elsewhere by name. */
export function chooseAddressees(
  update: Pick<Fact<'update-written'>, 'channels'>,
  found: {
    readonly subscriptions: readonly Subscription[]
    readonly inChannel: ReadonlySet<string>
    readonly groups?: readonly GroupReaders[]
    /** Who reads of the incident by name, as this update or as another. */
    readonly named?: ReadonlySet<string>
  },
): { readonly to: readonly Addressee[]; readonly skipped: readonly Skipped[]; readonly groups?: readonly string[] } {
  const { groups = [], named: others = new Set(), inChannel } = found
  const members = chooseFromGroups(update, { groups, named: others, inChannel })
  const written = Object.values(update.channels).flatMap(places => places ?? [])
  const named = new Set([...written, ...members.to.map(({ channel }) => channel)])
  const to: Addressee[] = [...members.to]
  const skipped: Skipped[] = [...members.skipped]
  for (const one of oncePerPerson(found.subscriptions)) {
    if (found.inChannel.has(one.user)) skipped.push({ who: one.user, reason: 'in-channel' })
    else if (named.has(one.user)) skipped.push({ who: one.user, reason: 'reads-already' })
    else to.push({ audience: FOLLOWERS, channel: one.user, subject: subjectKey(one) })
  }
  return { to, skipped, ...(groups.length > 0 ? { groups: members.groups } : {}) }
}

/** Puts on the record who else reads an update; from the second time on, who has come since. */
export function addressUpdate(
  incident: Incident,
  input: { update: number; to: readonly Addressee[]; skipped: readonly Skipped[]; groups?: readonly string[] },
  stamp: Stamp,
): Incident {
  const before = incident.timeline.filter(isFact('update-addressed')).filter(({ update }) => update === input.update)
  if (before.length === 0) return record(incident, stamp, { type: 'update-addressed', ...input })
  const known = new Set(before.flatMap(({ to }) => to.map(({ channel }) => channel)))
  const to = input.to.filter(({ channel }) => !known.has(channel))
  return to.length === 0 ? incident : record(incident, stamp, { type: 'update-addressed', ...input, to, skipped: [] })
}

/** Whether an update was for this audience, or for somebody who reads it as this audience does. */
export function wasToldTo(incident: Incident, update: Fact<'update-written'>, audience: AudienceId): boolean {
  const addressed = incident.timeline.filter(isFact('update-addressed')).filter(fact => fact.update === update.seq)
  return update.audiences.includes(audience) || addressed.some(fact => fact.to.some(one => one.audience === audience))
}

/** Somebody who is told that an incident began, and through which subscription. */
export interface Told {
  readonly user: string
  readonly subject: string
}

/** Who hears that an incident began: whoever subscribed to such incidents and is not in its channel. */
export function chooseTold(
  subscriptions: readonly Subscription[],
  inChannel: ReadonlySet<string>,
): { readonly to: readonly Told[] } {
  const away = oncePerPerson(subscriptions).filter(one => !inChannel.has(one.user))
  return { to: away.map(one => ({ user: one.user, subject: subjectKey(one) })) }
}

/** Puts on the record who is told that the incident began. */
export function addressBeginning(incident: Incident, input: { to: readonly Told[] }, stamp: Stamp): Incident {
  const isDone = incident.timeline.some(isFact('beginning-addressed'))
  return isDone ? incident : record(incident, stamp, { type: 'beginning-addressed', ...input })
}

/** What Sitrep has to do to find who else reads an update, and then to send it to them. */
export type AddressWork = WorkBase &
  (
    | {
        readonly kind: 'address-update'
        readonly fact: Fact<'update-written'>
        /** Those whose quiet hours are over now; absent = everybody. */
        readonly audiences?: readonly AudienceId[]
      }
    | { readonly kind: 'address-beginning' }
    | ({ readonly kind: 'tell-follower' } & Told)
    | ({ readonly kind: 'post-update'; readonly fact: Fact<'update-written'> } & Addressee)
  )

export function addressWork(incident: Incident, policy: Policy): AddressWork[] {
  const { id, channel, timeline } = incident
  if (!channel) return []
  const updates = timeline.filter(isFact('update-written')).filter(update => !isStale(update, incident))
  return [
    ...beginningWork(incident, policy),
    ...updates
      .filter(update => update.isForFollowers || groupsIn(update).length > 0)
      .flatMap(fact => {
        const key = `${id}#${fact.seq}/address-update`
        // One lane, so that nobody is handed a newer update before an older one.
        const base = { kind: 'address-update' as const, lane: `${id}/address-update`, fact }
        return [
          { ...base, key, dueAt: fact.recordedAt },
          ...wakings(fact, { incident, policy }).map(({ at, audiences }) => ({
            ...base,
            key: `${key}/${slotName(at)}`,
            dueAt: at,
            audiences,
          })),
        ]
      }),
    ...timeline.filter(isFact('update-addressed')).flatMap(addressed => {
      const fact = updates.find(({ seq }) => seq === addressed.update)
      return fact
        ? addressed.to.flatMap(one => {
            const readable = readAt(fact, one.audience, { incident, policy })
            return readable
              ? {
                  kind: 'post-update' as const,
                  key: `${id}#${fact.seq}/post-update/${one.audience}/${one.channel}`,
                  lane: `${id}/post-update/${one.audience}/${one.channel}`,
                  dueAt: latest([addressed.recordedAt, readable]) ?? readable,
                  fact,
                  ...one,
                }
              : []
          })
        : []
    }),
  ]
}

/** When those wake up who sleep while an update is written: who is on duty or subscribed by then is another. */
function wakings(
  fact: Fact<'update-written'>,
  context: { incident: Incident; policy: Policy },
): { readonly at: Date; readonly audiences: readonly AudienceId[] }[] {
  const found = new Set([
    ...(fact.isForFollowers ? [FOLLOWERS] : []),
    ...groupsIn(fact).map(({ audience }) => audience),
  ])
  const read = [...found].map(audience => ({ audience, at: readAt(fact, audience, context)?.getTime() ?? 0 }))
  const moments = new Set(read.flatMap(({ at }) => (at > fact.recordedAt.getTime() ? [at] : [])))
  return [...moments].map(moment => ({
    at: new Date(moment),
    audiences: read.flatMap(({ audience, at }) => (at === moment ? [audience] : [])),
  }))
}

/**
 * Once the people who work on it are in the channel, so that they are not told of it a second time, and as long as it
 * goes on: however long Slack could not be reached, it is news to whoever has not heard of it.
 */
function beginningWork(incident: Incident, policy: Policy): AddressWork[] {
  const { id, priority, timeline } = incident
  const invited = timeline.find(isFact('people-invited'))
  if (!invited || !isActive(incident.status) || !isFollowed(incident, policy)) return []
  const key = `${id}/address-beginning`
  return [
    { kind: 'address-beginning', key, lane: key, dueAt: invited.recordedAt },
    ...timeline.filter(isFact('beginning-addressed')).flatMap(fact =>
      fact.to.flatMap(one => {
        const own = `${id}/tell-follower/${one.user}`
        const dueAt = afterQuiet(audienceOf(FOLLOWERS, policy), priority, fact.recordedAt)
        // Whoever wakes up to an update hears of it through that.
        if (dueAt > fact.recordedAt && isAddressed(incident, one.user)) return []
        return [{ kind: 'tell-follower' as const, key: own, lane: own, dueAt, ...one }]
      }),
    ),
  ]
}

function isAddressed({ timeline }: Incident, user: string): boolean {
  const addressed = timeline.filter(isFact('update-addressed'))
  return addressed.some(({ to }) => to.some(one => one.audience === FOLLOWERS && one.channel === user))
}

/** An automatic update says nothing any more once there is a newer one, or the incident is over. */
function isStale({ kind, seq }: Fact<'update-written'>, { status, timeline }: Incident): boolean {
  if (kind !== 'holding' && kind !== 'postponed') return false
  return !isActive(status) || timeline.some(later => later.type === 'update-written' && later.seq > seq)
}

/** Who was found to read an update because they subscribed. */
export function foundFollowers({ timeline }: Incident, { seq }: Fact<'update-written'>): string[] {
  return timeline
    .filter(isFact('update-addressed'))
    .filter(({ update }) => update === seq)
    .flatMap(({ to }) => to.flatMap(({ audience, channel }) => (audience === FOLLOWERS ? [channel] : [])))
}
