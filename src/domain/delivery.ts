import { UserError } from '../errors.ts'
import type { AudienceId } from './audience-ids.ts'
import { type Incident, record } from './incident.ts'
import type { SkipReason } from './skipped.ts'
import { type Fact, isFact, type Stamp } from './timeline.ts'
import { isResolved, isUserGroup } from './user-groups.ts'

/** One place that an update goes to, and whether it got there. */
export interface Delivery {
  readonly audience: AudienceId
  readonly channel: string
  /** `dropped`: not told after all, as somebody who may not hear of it any more. */
  readonly state: 'sent' | 'waiting' | 'failed' | 'dropped'
  /** Slack’s word for why not. */
  readonly reason?: string
  /** When it got there. */
  readonly at?: Date
  /** Why they were not told after all. */
  readonly skipped?: SkipReason
  /** The key of the attempt that was given up. */
  readonly work?: string
}

/** Where an update went, and how each post of it stands. */
export function deliveriesOf(incident: Incident, update: Fact<'update-written'>): Delivery[] {
  const addressed = incident.timeline
    .filter(isFact('update-addressed'))
    .filter(fact => fact.update === update.seq)
    .flatMap(({ to }) => to)
  const own = update.audiences.flatMap(audience =>
    (update.channels[audience] ?? []).map(channel => ({ audience, channel })),
  )
  const found = addressed.filter(({ channel }) => !isUserGroup(channel))
  // A group stands for those in it, until it is known who they are.
  const places = own.filter(({ channel }) => !isResolved(incident, update.seq, channel))
  return [...places, ...found].map(({ audience, channel }) => {
    const place = { update: update.seq, audience, channel }
    const posted = postOf(incident, place)
    if (posted) return { audience, channel, state: 'sent', at: posted.at }
    const { reason, work } = lastFailure(incident, place) ?? {}
    if (reason !== undefined && work !== undefined) return { audience, channel, state: 'failed', reason, work }
    const skipped = incident.timeline
      .filter(isFact('reader-skipped'))
      .findLast(fact => fact.update === update.seq && fact.audience === audience && fact.channel === channel)
    if (skipped) return { audience, channel, state: 'dropped', skipped: skipped.reason }
    return { audience, channel, state: incident.settled.includes(lastTry(incident, place)) ? 'dropped' : 'waiting' }
  })
}

interface Place {
  readonly update: number
  readonly audience: AudienceId
  readonly channel: string
}

function postOf({ timeline }: Incident, { update, audience, channel }: Place): Fact<'update-posted'> | undefined {
  return timeline
    .filter(isFact('update-posted'))
    .find(fact => fact.update === update && fact.audience === audience && fact.channel === channel)
}

function retriesOf({ timeline }: Incident, { update, audience, channel }: Place): Fact<'delivery-retried'>[] {
  return timeline
    .filter(isFact('delivery-retried'))
    .filter(fact => fact.update === update && fact.audience === audience && fact.channel === channel)
}

function lastTry(incident: Incident, place: Place): string {
  return postKey(incident, { ...place, seq: retriesOf(incident, place).at(-1)?.seq ?? place.update })
}

/** That the last attempt was given up; undefined while there is another to come. */
function lastFailure(incident: Incident, place: Place): Fact<'work-abandoned'> | undefined {
  const work = lastTry(incident, place)
  return incident.timeline.filter(isFact('work-abandoned')).find(fact => fact.work === work)
}

function postKey(
  { id }: { readonly id: string },
  { seq, audience, channel }: Place & { readonly seq: number },
): string {
  return `${id}#${seq}/post-update/${audience}/${channel}`
}

/** The update and the place that a piece of work was for; undefined when it was for something else. */
export function failedPlace(incident: Incident, work: string): Place | undefined {
  const [, id, seq, audience, channel] = /^(INC-\d+)#(\d+)\/post-update\/([^/]+)\/([^/]+)$/.exec(work) ?? []
  const fact = incident.timeline.find(one => one.seq === Number(seq))
  if (id !== incident.id || !fact || audience === undefined || channel === undefined) return undefined
  if (fact.type === 'update-written') return { update: fact.seq, audience, channel }
  return fact.type === 'delivery-retried' ? { update: fact.update, audience, channel } : undefined
}

/** Tries once more to post an update where it was given up. A second press, or one after it got there, changes nothing. */
export function retryDelivery(incident: Incident, { work }: { work: string }, stamp: Stamp): Incident {
  const place = failedPlace(incident, work)
  if (!place) throw new UserError('nothing-to-retry', `${incident.id} has no such update any more.`)
  if (postOf(incident, place) || !lastFailure(incident, place)) return incident
  return record(incident, stamp, { type: 'delivery-retried', ...place })
}

interface RetryWork {
  readonly kind: 'post-update'
  readonly key: string
  readonly lane: string
  readonly dueAt: Date
  readonly fact: Fact<'update-written'>
  readonly audience: AudienceId
  readonly channel: string
  /** Of the first attempt: what it posted after all is found again. */
  readonly retryOf: string
  readonly subject?: string
}

export function retryWork(incident: Incident): RetryWork[] {
  const { id, timeline } = incident
  return timeline.filter(isFact('delivery-retried')).flatMap(retried => {
    const fact = timeline.filter(isFact('update-written')).find(({ seq }) => seq === retried.update)
    if (!fact) return []
    const { audience, channel } = retried
    const subject = timeline
      .filter(isFact('update-addressed'))
      .filter(({ update }) => update === fact.seq)
      .flatMap(({ to }) => to)
      .find(one => one.audience === audience && one.channel === channel)?.subject
    return [
      {
        kind: 'post-update' as const,
        key: postKey(incident, { ...retried, seq: retried.seq }),
        lane: `${id}/post-update/${audience}/${channel}`,
        dueAt: retried.recordedAt,
        fact,
        audience,
        channel,
        retryOf: postKey(incident, { ...retried, seq: fact.seq }),
        ...(subject === undefined ? {} : { subject }),
      },
    ]
  })
}
