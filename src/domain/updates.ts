import { heardSince } from './adjust-audience.ts'
import { adjustmentsOf } from './adjustments.ts'
import { type AudienceId, FOLLOWERS } from './audience-ids.ts'
import { audienceOf, destinations, reachableAudiences } from './audiences.ts'
import { addSpan } from './calendar.ts'
import { asCorrected } from './correction.ts'
import { addMinutes, earliest, latest } from './duration.ts'
import { type Incident, record, requireActive } from './incident.ts'
import type { Policy } from './policy.ts'
import type { Priority } from './priority.ts'
import { lastMadePublic, wasSaidInPrivate } from './privacy.ts'
import { cadenceOf, promisedTo, promisesTo, readingAudiences } from './promises.ts'
import { afterQuiet } from './quiet-hours.ts'
import { isActive } from './status.ts'
import { hasKnownFollowers, isFollowed } from './subscriptions.ts'
import { type Fact, isFact, type Stamp, type UpdateFields } from './timeline.ts'

export function updatesOf(incident: Incident): Fact<'update-written'>[] {
  return incident.timeline.filter(isFact('update-written'))
}

/** The last update a person wrote in full. */
export function lastReport(incident: Incident): Fact<'update-written'> | undefined {
  const last = updatesOf(incident).findLast(update => update.kind === 'report')
  return last && asCorrected(last, incident)
}

/** What the next one starts from: what was written for few people is not put into the mouth of who writes to many. */
export function wordsToStartFrom(incident: Incident): Partial<UpdateFields> | undefined {
  const last = lastReport(incident)
  return last && !wasSaidInPrivate(incident, last) ? last.fields : undefined
}

/** Whether an update is for this audience. */
export function isFor(update: Fact<'update-written'>, audience: AudienceId): boolean {
  return update.audiences.includes(audience) || (audience === FOLLOWERS && update.isForFollowers === true)
}

/** The audiences of an update, and where each of them reads it now; of those who subscribed it is found out later. */
export function addressed(readers: readonly AudienceId[], incident: Incident, policy: Policy) {
  const all = destinations(incident, policy)
  const audiences = readers.filter(name => name !== FOLLOWERS || all.some(({ audience }) => audience === name))
  const channels = audiences.map(name => [name, all.flatMap(({ audience, to }) => (audience === name ? [to] : []))])
  return {
    audiences,
    channels: Object.fromEntries(channels) as Record<AudienceId, readonly string[]>,
    ...(readers.includes(FOLLOWERS) && isFollowed(incident, policy) ? { isForFollowers: true } : {}),
  }
}

export function writeUpdate(
  incident: Incident,
  input: {
    fields: UpdateFields
    /** As its writer chose; without it each audience keeps its own cadence. */
    nextInMinutes?: number | undefined
    wordings?: Wordings
    policy: Policy
  },
  stamp: Stamp,
): Incident {
  requireActive(incident, 'post an update')
  const { policy, nextInMinutes: chosen } = input
  const readers = readingAudiences(incident, policy)
  return record(incident, stamp, {
    type: 'update-written',
    fields: input.fields,
    status: incident.status,
    priority: incident.priority,
    kind: 'report',
    ...addressed(readers, incident, policy),
    ...(chosen === undefined ? {} : { nextInMinutes: chosen }),
    nextIn: promisesTo(readers, { incident, policy, chosen }),
    ...worded(input.wordings),
  })
}

type Wordings = NonNullable<Fact<'update-written'>['wordings']>

function worded(wordings: Wordings = {}): { wordings?: Wordings } {
  return Object.keys(wordings).length > 0 ? { wordings } : {}
}

/** The last word to everybody who can be reached or, of an end that needs no news, to those who heard of it before. */
export function writeFinalUpdate(
  incident: Incident,
  input: {
    text: string
    fields?: Omit<UpdateFields, 'state'>
    wordings?: Wordings | undefined
    policy: Policy
    onlyToThoseWhoHeard?: boolean
  },
  stamp: Stamp,
): Incident {
  const reading = readingAudiences(incident, input.policy).filter(
    audience => audienceOf(audience, input.policy).closing?.notice ?? true,
  )
  const heard = (audience: AudienceId) => updatesOf(incident).some(update => isFor(update, audience))
  const audiences = input.onlyToThoseWhoHeard ? reading.filter(heard) : reading
  if (audiences.length === 0) return incident
  return record(incident, stamp, {
    type: 'update-written',
    fields: { state: input.text, ...input.fields },
    status: incident.status,
    priority: incident.priority,
    kind: 'final',
    ...addressed(audiences, incident, input.policy),
    ...worded(input.wordings),
  })
}

export interface Due {
  readonly audience: AudienceId
  readonly at: Date
}

/** When each audience must hear next; of those who subscribed, once somebody is known to have. */
export function updatesDue(incident: Incident, policy: Policy): Due[] {
  const clocked = readingAudiences(incident, policy).filter(
    audience =>
      audience !== FOLLOWERS || hasKnownFollowers(incident) || reachableAudiences(incident, policy).includes(audience),
  )
  return clocked.flatMap(audience => {
    const at = nextUpdateFor(audience, incident, policy)
    return at ? [{ audience, at }] : []
  })
}

/**
 * When an audience must hear next. The base is the last update it got, or the declaration, or for whom it was
 * hidden from the moment when it was made public. A promise made to it stands; a priority raised since, or a cadence
 * of its own, makes it sooner, but leaves the commander the time of a first update to write one.
 * Nothing is due in its quiet hours: what would be is due when they end.
 */
export function nextUpdateFor(audience: AudienceId, incident: Incident, policy: Policy): Date | undefined {
  if (!isActive(incident.status) || !incident.channel) return undefined
  const cadence = cadenceOf(audience, incident, policy)
  const { firstUpdate } = policy.targets[incident.priority]
  const own = audienceOf(audience, policy)
  const awake = (at: Date | undefined) => at && afterQuiet(own, incident.priority, at)
  const last = heardBy(audience, incident, policy).at(-1)
  const replannedAt = latest([lastPriorityChange(incident), lastCadenceChange(audience, incident)].filter(isDate))
  if (!last) {
    if (cadence === null) return undefined
    const startedAt = beganAt(incident)
    const moments = [startedAt, replannedAt, shownTo(audience, incident, policy)?.at].filter(isDate)
    return awake(addSpan(latest(moments) ?? startedAt, firstUpdate ?? { minutes: cadence }, policy.calendar))
  }
  const promised = promisedTo(audience, last, policy)
  if (!replannedAt || replannedAt <= last.at) {
    if (promised || cadence === null) return awake(promised)
    return awake(addMinutes(afterQuiet(own, last.priority, last.at), cadence))
  }
  if (cadence === null) return awake(promised)
  const byNewCadence = latest([
    addMinutes(last.at, cadence),
    ...(firstUpdate ? [addSpan(replannedAt, firstUpdate, policy.calendar)] : []),
  ])
  return awake(earliest([promised, byNewCadence].filter(isDate)))
}

/** These audiences, and whoever may have subscribed without our knowing when their own time has come by then. */
export function withFollowers(
  audiences: readonly AudienceId[],
  { incident, policy, until }: { incident: Incident; policy: Policy; until: Date },
): readonly AudienceId[] {
  const at = isFollowed(incident, policy) ? nextUpdateFor(FOLLOWERS, incident, policy) : undefined
  return at && at <= until && !audiences.includes(FOLLOWERS) ? [...audiences, FOLLOWERS] : audiences
}

function isDate(at: Date | undefined): at is Date {
  return at !== undefined
}

/** When it was declared, or last opened again. */
function beganAt({ declaredAt, timeline }: Incident): Date {
  return latest([declaredAt, ...timeline.filter(isFact('reopened')).map(({ at }) => at)]) ?? declaredAt
}

/** The fact since which an audience may hear of the incident; undefined where it could from the start. */
function shownTo(audience: AudienceId, incident: Incident, policy: Policy) {
  const madePublic = lastMadePublic(incident)
  const wasAlways = madePublic && reachableAudiences({ ...incident, isPrivate: true }, policy).includes(audience)
  const shown = [wasAlways ? undefined : madePublic, heardSince(audience, incident, policy)]
  return shown.reduce((one, other) => ((other?.seq ?? 0) > (one?.seq ?? 0) ? other : one))
}

/** The updates for an audience since the incident began, and since it may hear of it. */
export function heardBy(audience: AudienceId, incident: Incident, policy: Policy): Fact<'update-written'>[] {
  const [startedAt, shownSince] = [beganAt(incident), shownTo(audience, incident, policy)]
  return updatesOf(incident).filter(
    update => update.at >= startedAt && isFor(update, audience) && update.seq > (shownSince?.seq ?? 0),
  )
}

/** When the priority last became another one; a change of severity that leaves it alone moves no deadline. */
function lastPriorityChange(incident: Incident): Date | undefined {
  let priority: Priority | undefined
  let changedAt: Date | undefined
  for (const fact of incident.timeline) {
    if (fact.type !== 'declared' && fact.type !== 'severity-changed' && fact.type !== 'urgency-changed') continue
    if (priority !== undefined && fact.priority !== priority) changedAt = fact.at
    priority = fact.priority
  }
  return changedAt
}

/** When somebody last changed, for this incident alone, how often an audience is told. */
function lastCadenceChange(audience: AudienceId, { timeline }: Incident): Date | undefined {
  const all = adjustmentsOf(audience, timeline)
  return all.findLast((fact, index) => fact.cadence !== all[index - 1]?.cadence)?.at
}

/** The moment of the next update owed to anybody. */
export function nextUpdateAt(incident: Incident, policy: Policy): Date | undefined {
  return earliest(updatesDue(incident, policy).map(due => due.at))
}

/**
 * The automatic update for one due slot. Leaves the incident alone when the slot has gone: somebody wrote, the
 * incident ended, or another process was first.
 */
export function writeHoldingUpdate(incident: Incident, input: { slot: Date; policy: Policy }, stamp: Stamp): Incident {
  const { slot, policy } = input
  const overdue = updatesDue(incident, policy)
    .filter(due => due.at.getTime() === slot.getTime() && due.at <= stamp.at)
    .map(due => due.audience)
  if (overdue.length === 0) return incident
  const readers = withFollowers(overdue, { incident, policy, until: stamp.at })
  return record(incident, stamp, {
    type: 'update-written',
    fields: { state: 'The incident is still open. No new information has been reported.' },
    status: incident.status,
    priority: incident.priority,
    kind: 'holding',
    ...addressed(readers, incident, policy),
    nextIn: promisesTo(readers, { incident, policy }),
  })
}

/**
 * Who owes the next update: whoever wrote the last one and still holds a role, else the communications lead, the
 * commander, the deputy, and at last the reporter.
 */
export function updateOwner({ roles, reporter, timeline }: Incident): string {
  const last = timeline
    .filter(isFact('update-written'))
    .findLast(({ kind }) => kind === 'report' || kind === 'no-change')?.by
  if (last !== undefined && Object.values(roles).includes(last)) return last
  return roles.communications ?? roles.commander ?? roles.deputy ?? reporter
}
