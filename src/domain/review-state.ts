import { UserError } from '../errors.ts'
import { addSpan } from './calendar.ts'
import { type Incident, record } from './incident.ts'
import type { Attainment } from './metrics.ts'
import type { Policy } from './policy.ts'
import { WRITTEN_SECTIONS } from './review-written.ts'
import { isActive } from './status.ts'
import { type Fact, isFact, type Stamp } from './timeline.ts'
import { writtenNow } from './write-review.ts'

export type ReviewStage = 'not-begun' | 'draft' | 'published' | 'edited-since'

/** How far the review is, who sees to it, and until when. */
export interface ReviewProgress {
  readonly stage: ReviewStage
  /** Of how many sections it has words. */
  readonly written: number
  readonly sections: number
  readonly owner?: string
  /** Absent where the priority asks for no review and nobody set a day. */
  readonly dueAt?: Date
  /** The last time since the incident was over. */
  readonly publishedAt?: Date
}

interface ReviewState extends ReviewProgress {
  /** The fact that last said whose it is or until when. */
  readonly setBy?: Fact<'resolved'> | Fact<'review-assigned'>
}

/** Facts that count for an incident that was resolved, reopened and resolved again. */
function sinceReopened({ timeline }: Pick<Incident, 'timeline'>) {
  const reopened = timeline.findLastIndex(isFact('reopened'))
  return timeline.slice(reopened + 1)
}

/** Whoever led it when it was resolved. */
function commanderThen({ timeline }: Pick<Incident, 'timeline'>, until: Fact<'resolved'>): string | undefined {
  return timeline.filter(isFact('role-assigned')).findLast(fact => fact.role === 'commander' && fact.seq < until.seq)
    ?.user
}

/** Who writes the review: whoever was asked to, else who led the incident when it was resolved. */
function ownerOf(incident: Pick<Incident, 'timeline'>, resolved: Fact<'resolved'> | undefined): string | undefined {
  const assigned = incident.timeline.filter(isFact('review-assigned')).findLast(fact => fact.owner !== undefined)
  return assigned?.owner ?? (resolved && commanderThen(incident, resolved))
}

/** Whose review it is while it is not published, whether or not the policy asks for one. */
export function openReviewOwner(incident: Pick<Incident, 'timeline' | 'status'>): string | undefined {
  const current = sinceReopened(incident)
  if (!isOver(incident) || current.some(isFact('review-published'))) return undefined
  return ownerOf(incident, current.findLast(isFact('resolved')))
}

/** How far it is by what was written and published since the incident was last resolved. */
export function reviewStage(incident: Pick<Incident, 'timeline'>): ReviewStage {
  const published = sinceReopened(incident).findLast(isFact('review-published'))
  if (!published) return writtenNow(incident).length > 0 ? 'draft' : 'not-begun'
  const edited = incident.timeline.findLast(isFact('review-section-written'))
  return edited && edited.seq > published.seq ? 'edited-since' : 'published'
}

export function reviewState(incident: Incident, policy: Pick<Policy, 'targets' | 'calendar'>): ReviewState {
  const { timeline, priority } = incident
  const current = sinceReopened(incident)
  const resolved = current.findLast(isFact('resolved'))
  const published = current.findLast(isFact('review-published'))
  const written = writtenNow(incident).length
  const owner = ownerOf(incident, resolved)
  const span = policy.targets[priority].reviewDue
  const dueAt =
    current.filter(isFact('review-assigned')).findLast(fact => fact.dueAt !== undefined)?.dueAt ??
    (resolved && span ? addSpan(resolved.at, span, policy.calendar) : undefined)
  const setBy = timeline.findLast(fact => fact.type === 'review-assigned' || fact === resolved)
  return {
    stage: reviewStage(incident),
    written,
    sections: WRITTEN_SECTIONS.length,
    ...(owner === undefined ? {} : { owner }),
    ...(dueAt ? { dueAt } : {}),
    ...(published ? { publishedAt: published.recordedAt } : {}),
    ...(setBy?.type === 'resolved' || setBy?.type === 'review-assigned' ? { setBy } : {}),
  }
}

function isOver({ status }: Pick<Incident, 'status'>): boolean {
  return status === 'resolved' || status === 'closed'
}

/** Whether somebody is to write it: the incident is over, a day is set, and it was not published yet. */
export function isReviewOwed(incident: Incident, policy: Pick<Policy, 'targets' | 'calendar'>): boolean {
  const { dueAt, publishedAt } = reviewState(incident, policy)
  return isOver(incident) && dueAt !== undefined && publishedAt === undefined
}

/** The promise of a review, and what became of it. */
export function reviewAttainment(incident: Incident, policy: Policy, now: Date): Attainment {
  const { priority } = incident
  const target = policy.targets[priority].reviewDue
  const { dueAt, publishedAt: actualAt } = reviewState(incident, policy)
  const given = { label: 'Review published', priority, target, dueAt, actualAt }
  if (!target && !dueAt) return { ...given, outcome: 'not owed' }
  if (!dueAt) return { ...given, outcome: isActive(incident.status) ? 'running' : 'not owed' }
  if ((actualAt ?? now) > dueAt) return { ...given, outcome: 'missed' }
  return { ...given, outcome: actualAt ? 'met' : 'running' }
}

export interface ReviewAssignment {
  readonly owner?: string | undefined
  readonly dueAt?: Date | undefined
  readonly policy: Policy
}

/** Says who writes the review, until when, or both. */
export function assignReview(incident: Incident, { owner, dueAt, policy }: ReviewAssignment, stamp: Stamp): Incident {
  const now = reviewState(incident, policy)
  const isNewOwner = owner !== undefined && owner !== now.owner
  const isNewDay = dueAt !== undefined && dueAt.getTime() !== now.dueAt?.getTime()
  if (!isNewOwner && !isNewDay) return incident
  if (isNewDay && dueAt <= stamp.at)
    throw new UserError('due-in-the-past', 'That day is over. Choose one that is still to come.', { field: 'dueAt' })
  return record(incident, stamp, {
    type: 'review-assigned',
    ...(isNewOwner ? { owner } : {}),
    ...(isNewDay ? { dueAt } : {}),
  })
}
