import { UserError } from '../errors.ts'
import { requireCloser } from './closers.ts'
import { type Closing, closingFields, promiseFollowUps } from './closing.ts'
import { CLOSE_FIELD_LABEL } from './describe-event.ts'
import { type Incident, record, requireActive } from './incident.ts'
import type { CloseField, Policy } from './policy.ts'
import { requireQuestionsSettled } from './questions.ts'
import { type ActiveStatus, statusLabel } from './status.ts'
import type { Fact, Stamp } from './timeline.ts'
import { writeFinalUpdate } from './updates.ts'
import { openDispute } from './verification.ts'

/** Moves between the statuses in which somebody is working; going back is allowed, because diagnoses turn out wrong. */
export function changeStatus(incident: Incident, input: { to: ActiveStatus }, stamp: Stamp): Incident {
  if (incident.status === input.to) return incident
  requireActive(incident, `move it to ${statusLabel(input.to)}`)
  if (input.to === 'triage')
    throw new UserError(
      'no-way-back',
      `${incident.id} is past triage. Use \`/incident investigating\` if the diagnosis was wrong.`,
    )
  return record(incident, stamp, { type: 'status-changed', from: incident.status, to: input.to }, { status: input.to })
}

/** What an end is told with besides its own words: what somebody worded for single audiences. */
interface Told {
  readonly policy: Policy
  readonly wordings?: Fact<'update-written'>['wordings'] | undefined
}

/** Ends the work and tells every audience with the closing update. */
export function resolve(incident: Incident, input: Closing & Told, stamp: Stamp): Incident {
  if (incident.status === 'resolved')
    throw new UserError(
      'already-resolved',
      `${incident.id} is already resolved. Close it with \`/incident close\`, or reopen it with a reason.`,
    )
  requireActive(incident, 'resolve it')
  const { resolution, policy, wordings } = input
  const fields = closingFields(input)
  const { promises: _, ...told } = fields
  const resolved = record(
    incident,
    stamp,
    { type: 'resolved', from: incident.status, resolution, ...told },
    { status: 'resolved', resolvedAt: stamp.at, resolution },
  )
  const promised = promiseFollowUps(resolved, input.promises ?? [], stamp)
  return writeFinalUpdate(promised, { text: resolution, fields, wordings, policy }, stamp)
}

const HAS: Record<CloseField, (incident: Incident) => boolean> = {
  commander: incident => incident.roles.commander !== undefined,
  service: incident => incident.service !== undefined,
  category: incident => incident.category !== undefined,
  resolution: incident => incident.resolution !== undefined,
}

/** What the policy asks for before closing and this incident does not have yet. */
export function missingToClose(incident: Incident, policy: Policy): CloseField[] {
  return policy.closeRequires.filter(field => !HAS[field](incident))
}

export interface Close {
  readonly policy: Policy
  /** Whether the person is in one of the policy’s user groups of closers. */
  readonly isInGroup?: boolean
  /** Why it is closed although its reporter says that it is not fixed. */
  readonly reason?: string | undefined
}

export function close(incident: Incident, input: Close, stamp: Stamp): Incident {
  if (incident.status === 'closed') return incident
  if (incident.status === 'merged' || incident.status === 'cancelled') requireActive(incident, 'close it')
  if (incident.status !== 'resolved')
    throw new UserError(
      'not-resolved',
      `${incident.id} is ${statusLabel(incident.status)}. Resolve it first: \`/incident resolve\` asks what fixed it.`,
    )
  requireCloser(incident, stamp.by, input)
  const missing = missingToClose(incident, input.policy).map(field => CLOSE_FIELD_LABEL[field])
  requireQuestionsSettled(incident)
  if (missing.length > 0)
    throw new UserError('incomplete', `${incident.id} cannot be closed yet. Still missing: ${missing.join(', ')}.`)
  const reason = input.reason?.trim() || undefined
  if (openDispute(incident) && reason === undefined)
    throw new UserError(
      'disputed',
      `Its reporter says that ${incident.id} is not fixed. Reopen it, answer them (\`/incident fixed other <why>\`), or close it with a reason: \`/incident close <reason>\`.`,
      { field: 'reason' },
    )
  return record(
    incident,
    stamp,
    { type: 'closed', from: 'resolved', ...(reason === undefined ? {} : { reason }) },
    { status: 'closed', closedAt: stamp.at },
  )
}

/** Takes an ended incident back into work. The earlier end stays on the timeline. */
export function reopen(incident: Incident, input: { reason: string }, stamp: Stamp): Incident {
  if (!['resolved', 'closed', 'cancelled', 'merged'].includes(incident.status))
    throw new UserError('not-ended', `${incident.id} is ${statusLabel(incident.status)}: there is nothing to reopen.`)
  requireReason(input.reason, 'reopen')
  const { resolvedAt: _, closedAt: __, resolution: ___, mergedInto: ____, ...rest } = incident
  return record(
    rest,
    stamp,
    { type: 'reopened', from: incident.status, reason: input.reason },
    { status: 'investigating' },
  )
}

export function cancel(incident: Incident, input: { reason: string } & Told, stamp: Stamp): Incident {
  if (incident.status === 'cancelled') return incident
  requireActive(incident, 'cancel it')
  requireReason(input.reason, 'cancel')
  const cancelled = record(
    incident,
    stamp,
    { type: 'cancelled', from: incident.status, reason: input.reason },
    { status: 'cancelled' },
  )
  const text = 'This turned out not to be an incident.'
  const { policy, wordings } = input
  return writeFinalUpdate(cancelled, { text, wordings, policy, onlyToThoseWhoHeard: true }, stamp)
}

export function merge(incident: Incident, input: { into: string } & Told, stamp: Stamp): Incident {
  if (incident.status === 'merged' && incident.mergedInto === input.into) return incident
  requireActive(incident, 'merge it')
  if (input.into === incident.id)
    throw new UserError(
      'same-incident',
      `${incident.id} cannot be merged into itself. Name the incident to go on with.`,
    )
  const merged = record(
    incident,
    stamp,
    { type: 'merged', from: incident.status, into: input.into },
    { status: 'merged', mergedInto: input.into },
  )
  const text = `This is handled as ${input.into} from now on.`
  const { policy, wordings } = input
  return writeFinalUpdate(merged, { text, wordings, policy, onlyToThoseWhoHeard: true }, stamp)
}

function requireReason(reason: string, verb: string): void {
  if (reason.trim().length < 3)
    throw new UserError('reason-needed', `Say why: \`/incident ${verb} <reason>\`. The reason goes on the timeline.`, {
      field: 'reason',
    })
}
