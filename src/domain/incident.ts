import { UserError } from '../errors.ts'
import type { AudienceId } from './audience-ids.ts'
import { type Policy, priorityOf } from './policy.ts'
import type { Priority, Severity, Urgency } from './priority.ts'
import { ROLE, type Role } from './roles.ts'
import { isActive, type Status, statusLabel } from './status.ts'
import type { NewFact, Stamp, TimelineEvent } from './timeline.ts'

/** An incident: its state now, and every fact that led to it. Only `app.update` writes one. */
export interface Incident {
  /** `INC-42`. */
  readonly id: string
  readonly number: number
  /** Counts writes; compared on every save. */
  readonly version: number
  /** The submission it came from; a second click carries the same one. */
  readonly requestId: string
  readonly title: string
  readonly summary: string
  readonly severity: Severity
  readonly urgency: Urgency
  readonly priority: Priority
  readonly status: Status
  readonly isPrivate: boolean
  /** Ids of the policy's options. */
  readonly service?: string
  readonly category?: string
  readonly subcategory?: string
  readonly reporter: string
  readonly roles: Readonly<Partial<Record<Role, string>>>
  readonly declaredAt: Date
  readonly acknowledgedAt?: Date
  readonly resolvedAt?: Date
  readonly closedAt?: Date
  readonly resolution?: string
  readonly mergedInto?: string
  readonly channel?: { readonly id: string; readonly name: string }
  /** The topic last set, so that an unchanged one is not set again. */
  readonly topic?: string
  readonly cardTs?: string
  readonly announcement?: { readonly channel: string; readonly ts: string }
  readonly timeline: readonly TimelineEvent[]
  /** Keys of the work that is finished or given up; see work.ts. */
  readonly settled: readonly string[]
}

export interface Declaration {
  readonly title: string
  readonly summary: string
  readonly severity: Severity
  readonly urgency: Urgency
  readonly service?: string | undefined
  readonly category?: string | undefined
  readonly subcategory?: string | undefined
  readonly isPrivate: boolean
}

/** The incident with one more fact. Entries of `changes` that are undefined are left alone. */
export function record(incident: Incident, stamp: Stamp, fact: NewFact, changes: Partial<Incident> = {}): Incident {
  const event = {
    seq: incident.timeline.length + 1,
    at: stamp.occurredAt ?? stamp.at,
    recordedAt: stamp.at,
    by: stamp.by,
    via: stamp.via,
    ...(stamp.requestId ? { requestId: stamp.requestId } : {}),
    ...fact,
  } as TimelineEvent
  return { ...incident, ...changes, timeline: [...incident.timeline, event] }
}

export function declare(
  input: Declaration & { readonly number: number; readonly requestId: string },
  policy: Policy,
  stamp: Stamp,
): Incident {
  const priority = priorityOf(policy, input.severity, input.urgency)
  const incident: Incident = {
    id: `INC-${input.number}`,
    number: input.number,
    version: 0,
    requestId: input.requestId,
    title: input.title,
    summary: input.summary,
    severity: input.severity,
    urgency: input.urgency,
    priority,
    status: 'triage',
    isPrivate: input.isPrivate,
    ...(input.service === undefined ? {} : { service: input.service }),
    ...(input.category === undefined ? {} : { category: input.category }),
    ...(input.subcategory === undefined ? {} : { subcategory: input.subcategory }),
    reporter: stamp.by,
    roles: {},
    declaredAt: stamp.at,
    timeline: [],
    settled: [],
  }
  return record(incident, stamp, {
    type: 'declared',
    title: input.title,
    severity: input.severity,
    urgency: input.urgency,
    priority,
    isPrivate: input.isPrivate,
  })
}

/** Refuses a change to an incident on which nobody works any more, and says how to go on. */
export function requireActive(incident: Incident, doing: string): void {
  if (isActive(incident.status)) return
  const next =
    incident.status === 'merged'
      ? `It was merged into ${incident.mergedInto}: go on there.`
      : 'If it is not over, reopen it first: `/incident reopen <reason>`.'
  throw new UserError(
    'not-active',
    `${incident.id} is ${statusLabel(incident.status)}, so you cannot ${doing}. ${next}`,
  )
}

export function acknowledge(incident: Incident, _input: unknown, stamp: Stamp): Incident {
  requireActive(incident, 'acknowledge it')
  if (incident.acknowledgedAt) return incident
  return record(incident, stamp, { type: 'acknowledged' }, { acknowledgedAt: stamp.at })
}

export function assignRole(incident: Incident, input: { role: Role; user: string }, stamp: Stamp): Incident {
  const previous = incident.roles[input.role]
  if (previous === input.user) return incident
  if (incident.status === 'closed' || incident.status === 'merged' || incident.status === 'cancelled')
    requireActive(incident, `change the ${ROLE[input.role].label}`)
  return record(
    incident,
    stamp,
    { type: 'role-assigned', role: input.role, user: input.user, ...(previous ? { previous } : {}) },
    { roles: { ...incident.roles, [input.role]: input.user } },
  )
}

/** Takes a role for oneself from the button, which two people may press: the second is told who was first. */
export function takeRole(incident: Incident, input: { role: Role }, stamp: Stamp): Incident {
  const holder = incident.roles[input.role]
  if (holder !== undefined && holder !== stamp.by)
    throw new UserError(
      'role-taken',
      `Somebody else was faster: ${incident.id} has its ${ROLE[input.role].label}. To take over, use \`/incident role ${input.role}\`.`,
    )
  return assignRole(incident, { role: input.role, user: stamp.by }, stamp)
}

export function changeSeverity(
  incident: Incident,
  input: { severity: Severity; policy: Policy },
  stamp: Stamp,
): Incident {
  requireActive(incident, 'change its severity')
  if (incident.severity === input.severity) return incident
  const priority = priorityOf(input.policy, input.severity, incident.urgency)
  return record(
    incident,
    stamp,
    { type: 'severity-changed', from: incident.severity, to: input.severity, priority },
    { severity: input.severity, priority },
  )
}

export function changeUrgency(incident: Incident, input: { urgency: Urgency; policy: Policy }, stamp: Stamp): Incident {
  requireActive(incident, 'change its urgency')
  if (incident.urgency === input.urgency) return incident
  const priority = priorityOf(input.policy, incident.severity, input.urgency)
  return record(
    incident,
    stamp,
    { type: 'urgency-changed', from: incident.urgency, to: input.urgency, priority },
    { urgency: input.urgency, priority },
  )
}

/** Sets what was left open when declaring. Absent fields stay as they are. */
export function changeDetails(
  incident: Incident,
  input: { service?: string | undefined; category?: string | undefined; subcategory?: string | undefined },
  stamp: Stamp,
): Incident {
  const changes = Object.fromEntries(
    Object.entries(input).filter(
      ([field, value]) => value !== undefined && value !== incident[field as 'service' | 'category' | 'subcategory'],
    ),
  ) as { service?: string; category?: string; subcategory?: string }
  if (Object.keys(changes).length === 0) return incident
  return record(incident, stamp, { type: 'details-changed', ...changes }, changes)
}

/** Puts a line on the timeline: of now, or of when it happened. `about` is the change that it explains. */
export function addNote(
  incident: Incident,
  { text, at, about }: { text: string; at?: Date | undefined; about?: number | undefined },
  stamp: Stamp,
): Incident {
  if (at && at > stamp.at)
    throw new UserError('in-the-future', 'That time has not come yet. Give a time that has passed.', { field: 'at' })
  return record(
    incident,
    { ...stamp, occurredAt: at },
    { type: 'noted', text, ...(about === undefined ? {} : { about }) },
  )
}

/** `format` is one of the ids in the list of formats; with an audience, it is the review that this audience may read. */
export function requestReview(
  incident: Incident,
  { format, audience }: { format: string; audience?: AudienceId },
  stamp: Stamp,
): Incident {
  if (!incident.channel)
    throw new UserError('no-channel-yet', `${incident.id} has no channel yet. Try again in a few seconds.`)
  const asked = incident.timeline.findLast(
    fact => fact.type === 'review-requested' && fact.format === format && fact.audience === audience,
  )
  // One is being built: a second press gets the same one.
  if (asked && !incident.settled.includes(`${incident.id}#${asked.seq}/deliver-review`)) return incident
  return record(incident, stamp, { type: 'review-requested', format, ...(audience ? { audience } : {}) })
}
