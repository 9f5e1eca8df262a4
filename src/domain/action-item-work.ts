import { type ActionItem, openItems } from './action-items.ts'
import { inBusinessHours, startOfBusinessDayBefore } from './calendar.ts'
import { addMinutes } from './duration.ts'
import type { Incident } from './incident.ts'
import type { Policy } from './policy.ts'

/** Reminds whoever owns a follow-up, before it is due, then, and afterwards. */
export interface ActionItemWork {
  readonly kind: 'remind-item'
  readonly key: string
  readonly lane: string
  readonly dueAt: Date
  /** The next reminder says the same: after an outage one comes, not a row of them. */
  readonly expiresAt: Date
  /** The number of the follow-up. */
  readonly item: number
  readonly reminder: 'before' | 'due' | 'overdue'
}

const weekMinutes = 7 * 1440

export function actionItemWork(incident: Incident, policy: Policy): ActionItemWork[] {
  return openItems(incident).flatMap(item => reminders(incident, item, policy))
}

/** Who owned what until when is part of the key: with another owner or another date the row begins anew. */
function reminders({ id }: Incident, item: ActionItem, { actionItems, calendar }: Policy): ActionItemWork[] {
  const { remindBusinessDaysBefore: days, remindAfterAtMost } = actionItems
  const { dueAt } = item
  const steps: Pick<ActionItemWork, 'reminder' | 'dueAt'>[] = [
    ...(days > 0 ? [{ reminder: 'before' as const, dueAt: startOfBusinessDayBefore(dueAt, days, calendar) }] : []),
    { reminder: 'due', dueAt },
    ...Array.from({ length: remindAfterAtMost }, (_, week) => ({
      reminder: 'overdue' as const,
      dueAt: addMinutes(dueAt, weekMinutes * (week + 1)),
    })),
  ]
  const moments = steps.map(step => ({ ...step, dueAt: inBusinessHours(step.dueAt, calendar) }))
  return moments.flatMap((step, index): ActionItemWork[] => {
    // Whoever has just set the date needs no reminder of it.
    if (step.dueAt <= item.setBy.recordedAt) return []
    const next = moments[index + 1]?.dueAt ?? addMinutes(step.dueAt, weekMinutes)
    const lane = `${id}#${item.added.seq}/remind-item`
    const key = `${lane}/${item.setBy.seq}/${step.dueAt.toISOString()}`
    return [{ kind: 'remind-item', key, lane, expiresAt: next, item: item.number, ...step }]
  })
}
