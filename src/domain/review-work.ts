import { addSpan, inBusinessHours, startOfBusinessDayBefore } from './calendar.ts'
import { addMinutes } from './duration.ts'
import type { Incident } from './incident.ts'
import type { Policy } from './policy.ts'
import { isReviewOwed, reviewState } from './review-state.ts'
import type { WorkBase } from './work-base.ts'

/** Reminds of a review that is not published: whoever writes it and, when that is of no use, who leads. */
export interface ReviewWork extends WorkBase {
  readonly kind: 'remind-review'
  /** The next reminder says the same: after an outage one comes, not a row of them. */
  readonly expiresAt: Date
  readonly to: 'owner' | 'lead'
  readonly reminder: ReviewReminder
}

/** When a reminder comes: when somebody else says that it is theirs, before the day, on it, or after it. */
export type ReviewReminder = 'given' | 'before' | 'due' | 'overdue'

const dayMinutes = 1440
const daysBefore = 1
const daysBetween = 2
const overdueAtMost = 4
/** From this overdue reminder on, who leads hears of it too. */
const leadFrom = 2

/** Whose it is until when is part of the key: with another owner or another day the row begins anew. */
export function reviewWork(incident: Incident, policy: Policy): ReviewWork[] {
  const state = reviewState(incident, policy)
  const { dueAt, setBy } = state
  const given = givenWork(incident, state)
  if (!dueAt || !setBy || !isReviewOwed(incident, policy)) return given
  const { calendar } = policy
  const later = (days: number) => addSpan(dueAt, { businessDays: days }, calendar)
  const steps: { reminder: ReviewReminder; at: Date; isForLead: boolean }[] = [
    { reminder: 'before', at: startOfBusinessDayBefore(dueAt, daysBefore, calendar), isForLead: false },
    { reminder: 'due', at: dueAt, isForLead: false },
    ...Array.from({ length: overdueAtMost }, (_, index) => ({
      reminder: 'overdue' as const,
      at: later(daysBetween * (index + 1)),
      isForLead: index + 1 >= leadFrom,
    })),
  ]
  const moments = steps.map(step => ({ ...step, at: inBusinessHours(step.at, calendar) }))
  const reminded = moments.flatMap(({ reminder, at, isForLead }, index): ReviewWork[] => {
    // Whoever has just taken it on needs no reminder of it.
    if (at <= setBy.recordedAt) return []
    const expiresAt = moments[index + 1]?.at ?? later(daysBetween * (overdueAtMost + 1))
    const whom = isForLead ? (['owner', 'lead'] as const) : (['owner'] as const)
    return whom.map(to => {
      const lane = `${incident.id}/remind-review/${to}`
      return {
        kind: 'remind-review',
        key: `${lane}/${setBy.seq}/${at.toISOString()}`,
        lane,
        dueAt: at,
        expiresAt,
        to,
        reminder,
      }
    })
  })
  return [...given, ...reminded]
}

/** Tells whoever is to write it, unless they said so themselves. */
function givenWork({ id }: Incident, { owner, setBy, publishedAt }: ReturnType<typeof reviewState>): ReviewWork[] {
  const isGiven = setBy?.type === 'review-assigned' && setBy.owner !== undefined && setBy.by !== owner
  if (!isGiven || publishedAt) return []
  const { seq, recordedAt: dueAt } = setBy
  const lane = `${id}/remind-review/owner`
  const key = `${lane}/${seq}/${dueAt.toISOString()}`
  return [
    {
      kind: 'remind-review',
      key,
      lane,
      dueAt,
      expiresAt: addMinutes(dueAt, dayMinutes),
      to: 'owner',
      reminder: 'given',
    },
  ]
}
