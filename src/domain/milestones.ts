import { UserError } from '../errors.ts'
import { type Incident, record } from './incident.ts'
import { type Fact, isFact, type Stamp } from './timeline.ts'

/** The moments of an incident that people compare, in the order in which they come. */
export const MILESTONES = [
  'started',
  'detected',
  'declared',
  'acknowledged',
  'mitigated',
  'resolved',
  'closed',
] as const
export type MilestoneId = (typeof MILESTONES)[number]

export const MILESTONE_LABEL: Record<MilestoneId, string> = {
  started: 'Started',
  detected: 'Detected',
  declared: 'Declared',
  acknowledged: 'Acknowledged',
  mitigated: 'Mitigated: a fix is in place and being checked',
  resolved: 'Resolved',
  closed: 'Closed',
}

export interface Milestone {
  readonly label: string
  /** When it was, as far as is known: the corrected time where there is one. */
  readonly at: Date | undefined
  /** When it was recorded, and who corrected that why. */
  readonly correction?: MilestoneCorrection
}

export interface MilestoneCorrection {
  readonly recordedAt: Date | undefined
  readonly by: string
  readonly reason: string
}

/** When each was recorded. After a reopening, the earlier end is on the timeline and the one that held is meant. */
function recorded(incident: Incident): Record<MilestoneId, Date | undefined> {
  return {
    // What nobody saw happen has no time of its own until somebody says when it was.
    started: undefined,
    detected: undefined,
    declared: incident.declaredAt,
    acknowledged: incident.acknowledgedAt,
    mitigated: incident.timeline.filter(isFact('status-changed')).findLast(fact => fact.to === 'monitoring')?.at,
    resolved: incident.resolvedAt,
    closed: incident.closedAt,
  }
}

export function milestone(incident: Incident, id: MilestoneId): Milestone {
  const recordedAt = recorded(incident)[id]
  const last = correctionOf(incident, id)
  return {
    label: MILESTONE_LABEL[id],
    at: last?.to ?? recordedAt,
    ...(last ? { correction: { recordedAt, by: last.by, reason: last.reason } } : {}),
  }
}

/** The last correction, unless a reopening took the end back since, or it was reached anew and has a time of its own. */
function correctionOf(incident: Incident, id: MilestoneId): Fact<'milestone-corrected'> | undefined {
  const last = incident.timeline.findLast(
    (fact): fact is Fact<'milestone-corrected'> => fact.type === 'milestone-corrected' && fact.milestone === id,
  )
  if (!last) return undefined
  const again = recorded(incident)[id]
  const isEnd = id === 'resolved' || id === 'closed'
  const isTakenBack = isEnd && incident.timeline.some(fact => fact.type === 'reopened' && fact.seq > last.seq)
  return isTakenBack || (again && again > last.recordedAt) ? undefined : last
}

/** Says when something really was. The recorded time stays beside it, and the SLA is measured by that. */
export function correctMilestone(
  incident: Incident,
  { milestone: id, at, reason }: { milestone: MilestoneId; at: Date; reason: string },
  stamp: Stamp,
): Incident {
  if (at > stamp.at)
    throw new UserError('in-the-future', 'That time has not come yet. Give a time that has passed.', { field: 'at' })
  const { at: known } = milestone(incident, id)
  const isSaidOnly = id === 'started' || id === 'detected'
  if (!known && !isSaidOnly)
    throw new UserError('not-reached', `${incident.id} is not ${id} yet, so there is no time to correct.`, {
      field: 'milestone',
    })
  if (known?.getTime() === at.getTime()) return incident
  requireOrder(incident, id, at)
  return record(incident, stamp, {
    type: 'milestone-corrected',
    milestone: id,
    to: at,
    ...(known ? { from: known } : {}),
    reason,
  })
}

/** Mitigation may be lost and found again, so only the others must follow one another. */
function requireOrder(incident: Incident, id: MilestoneId, at: Date): void {
  const place = MILESTONES.indexOf(id)
  for (const [index, other] of MILESTONES.entries()) {
    if (other === id || other === 'mitigated' || id === 'mitigated') continue
    const moment = milestone(incident, other).at
    if (!moment) continue
    const isWrong = index < place ? moment > at : moment < at
    if (isWrong)
      throw new UserError(
        'out-of-order',
        `It cannot be ${id} ${index < place ? 'before' : 'after'} it was ${other}. Correct that one first, or give another time.`,
        { field: 'at' },
      )
  }
}
