import { UserError } from '../errors.ts'
import { addSpan } from './calendar.ts'
import { type Incident, record } from './incident.ts'
import type { Policy } from './policy.ts'
import { WRITTEN_SECTIONS } from './review-written.ts'
import { type Fact, isFact, type Stamp } from './timeline.ts'
import { writtenNow } from './write-review.ts'

export type ReviewStage = 'not-begun' | 'draft' | 'published' | 'edited-since'

/** How far the review is, who sees to it, and until when. */
export interface ReviewState {
  readonly stage: ReviewStage
  /** Of how many sections it has words. */
  readonly written: number
  readonly sections: number
  readonly owner?: string
  /** Absent where the priority asks for no review and nobody set a day. */
  readonly dueAt?: Date
  /** The last time it was published since the incident was over. */
  readonly published?: Fact<'review-published'>
  /** The last change of a section. */
  readonly edited?: Fact<'review-section-written'>
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

export function reviewState(incident: Incident, policy: Pick<Policy, 'targets' | 'calendar'>): ReviewState {
  const { timeline, priority } = incident
  const assigned = timeline.filter(isFact('review-assigned'))
  const current = sinceReopened(incident)
  const resolved = current.findLast(isFact('resolved'))
  const published = current.findLast(isFact('review-published'))
  const edited = timeline.findLast(isFact('review-section-written'))
  const written = writtenNow(incident).length
  const owner =
    assigned.findLast(fact => fact.owner !== undefined)?.owner ?? (resolved && commanderThen(incident, resolved))
  const span = policy.targets[priority].reviewDue
  const dueAt =
    current.filter(isFact('review-assigned')).findLast(fact => fact.dueAt !== undefined)?.dueAt ??
    (resolved && span ? addSpan(resolved.at, span, policy.calendar) : undefined)
  const setBy = [...assigned, ...(resolved ? [resolved] : [])].sort((a, b) => a.seq - b.seq).at(-1)
  const stage = published
    ? edited && edited.seq > published.seq
      ? 'edited-since'
      : 'published'
    : written > 0
      ? 'draft'
      : 'not-begun'
  return {
    stage,
    written,
    sections: WRITTEN_SECTIONS.length,
    ...(owner === undefined ? {} : { owner }),
    ...(dueAt ? { dueAt } : {}),
    ...(published ? { published } : {}),
    ...(edited ? { edited } : {}),
    ...(setBy ? { setBy } : {}),
  }
}

/** Whether somebody is to write it: the incident is over, a day is set, and it was not published yet. */
export function isReviewOwed(incident: Incident, policy: Pick<Policy, 'targets' | 'calendar'>): boolean {
  const isOver = incident.status === 'resolved' || incident.status === 'closed'
  const { dueAt, published } = reviewState(incident, policy)
  return isOver && dueAt !== undefined && published === undefined
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
