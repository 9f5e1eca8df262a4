import { heardSince } from './adjust-audience.ts'
import type { AudienceId } from './audience-ids.ts'
import { audienceIds, audienceOf, destinations, reachableAudiences } from './audiences.ts'
import { addSpan } from './calendar.ts'
import { asCorrected } from './correction.ts'
import { addMinutes, earliest, latest } from './duration.ts'
import { type Incident, record, requireActive } from './incident.ts'
import type { Policy } from './policy.ts'
import type { Priority } from './priority.ts'
import { lastMadePublic, wasSaidInPrivate } from './privacy.ts'
import { afterQuiet, promisedAt } from './quiet-hours.ts'
import { isActive } from './status.ts'
import { isFollowed } from './subscriptions.ts'
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

/** Minutes until the next update that the policy suggests: the shortest cadence among the audiences reached. */
export function suggestedNextMinutes(incident: Incident, policy: Policy): number {
  const cadences = reachableAudiences(incident, policy).flatMap(
    audience => audienceOf(audience, policy).cadence[incident.priority] ?? [],
  )
  return cadences.length > 0 ? Math.min(...cadences) : 240
}

/** The audiences of an update, and where each of them reads it now. */
export function addressed(audiences: readonly AudienceId[], incident: Incident, policy: Policy) {
  const all = destinations(incident, policy)
  const channels = audiences.map(name => [name, all.flatMap(({ audience, to }) => (audience === name ? [to] : []))])
  return {
    audiences,
    channels: Object.fromEntries(channels) as Record<AudienceId, readonly string[]>,
    ...(isFollowed(incident, policy) ? { isForFollowers: true } : {}),
  }
}

export function writeUpdate(
  incident: Incident,
  input: {
    fields: UpdateFields
    nextInMinutes: number
    wordings?: Wordings
    policy: Policy
  },
  stamp: Stamp,
): Incident {
  requireActive(incident, 'post an update')
  return record(incident, stamp, {
    type: 'update-written',
    fields: input.fields,
    status: incident.status,
    priority: incident.priority,
    kind: 'report',
    ...addressed(reachableAudiences(incident, input.policy), incident, input.policy),
    nextInMinutes: input.nextInMinutes,
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
  const reachable = reachableAudiences(incident, input.policy).filter(
    audience => audienceOf(audience, input.policy).closing?.notice ?? true,
  )
  const heard = new Set(updatesOf(incident).flatMap(update => update.audiences))
  const audiences = input.onlyToThoseWhoHeard ? reachable.filter(audience => heard.has(audience)) : reachable
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

/**
 * When each audience must hear next. The base is the last update it got, or the declaration, or for whom it was
 * hidden from the moment when it was made public. A promise made to it stands; a priority raised since makes it sooner, but leaves the commander the time of a first update to write one.
 * Nothing is due in its quiet hours: what would be is due when they end.
 */
export function updatesDue(incident: Incident, policy: Policy): Due[] {
  if (!isActive(incident.status) || !incident.channel) return []
  const startedAt = beganAt(incident)
  const priorityChangedAt = lastPriorityChange(incident)
  const { firstUpdate } = policy.targets[incident.priority]
  return reachableAudiences(incident, policy).flatMap(audience => {
    const own = audienceOf(audience, policy)
    const cadence = own.cadence[incident.priority] ?? null
    const awake = (at: Date) => [{ audience, at: afterQuiet(own, incident.priority, at) }]
    const shownSince = shownTo(audience, incident, policy)
    const last = heardBy(audience, incident, policy).at(-1)
    const promised = last && promisedAt(own, last)

    if (!last) {
      if (cadence === null) return []
      const moments = [startedAt, priorityChangedAt, shownSince?.at].filter(at => at !== undefined)
      const from = latest(moments) ?? startedAt
      return awake(addSpan(from, firstUpdate ?? { minutes: cadence }, policy.calendar))
    }
    if (!priorityChangedAt || priorityChangedAt <= last.at) {
      if (promised) return awake(promised)
      return cadence === null ? [] : awake(addMinutes(afterQuiet(own, last.priority, last.at), cadence))
    }
    const byNewPriority =
      cadence === null
        ? []
        : [
            latest([
              addMinutes(last.at, cadence),
              ...(firstUpdate ? [addSpan(priorityChangedAt, firstUpdate, policy.calendar)] : []),
            ]) ?? last.at,
          ]
    const at = earliest([...(promised ? [promised] : []), ...byNewPriority])
    return at ? awake(at) : []
  })
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
    update => update.at >= startedAt && update.audiences.includes(audience) && update.seq > (shownSince?.seq ?? 0),
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

/** The moment of the next update owed to anybody. */
export function nextUpdateAt(incident: Incident, policy: Policy): Date | undefined {
  return earliest(updatesDue(incident, policy).map(due => due.at))
}

/**
 * The automatic update for one due slot. Leaves the incident alone when the slot has gone: somebody wrote, the
 * incident ended, or another process was first.
 */
export function writeHoldingUpdate(incident: Incident, input: { slot: Date; policy: Policy }, stamp: Stamp): Incident {
  const overdue = updatesDue(incident, input.policy)
    .filter(due => due.at.getTime() === input.slot.getTime() && due.at <= stamp.at)
    .map(due => due.audience)
  if (overdue.length === 0) return incident
  return record(incident, stamp, {
    type: 'update-written',
    fields: { state: 'The incident is still open. No new information has been reported.' },
    status: incident.status,
    priority: incident.priority,
    kind: 'holding',
    ...addressed(overdue, incident, input.policy),
    ...nextAfterHolding(incident, input.policy),
  })
}

function nextAfterHolding(incident: Incident, policy: Policy): { nextInMinutes?: number } {
  const owed = audienceIds(policy).some(
    audience => (audienceOf(audience, policy).cadence[incident.priority] ?? null) !== null,
  )
  return owed ? { nextInMinutes: suggestedNextMinutes(incident, policy) } : {}
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
