import { type ActionItem, openItems } from './action-items.ts'
import { inBusinessHours, startOfBusinessDayBefore } from './calendar.ts'
import { addMinutes } from './duration.ts'
import type { Incident } from './incident.ts'
import type { Policy } from './policy.ts'
import type { WorkBase } from './work-base.ts'

/** Tells whoever owns a follow-up that it is theirs, and reminds of it before it is due, then, and afterwards. */
export interface ActionItemWork extends WorkBase {
  readonly kind: 'remind-item'
  /** The next reminder says the same: after an outage one comes, not a row of them. */
  readonly expiresAt: Date
  /** The number of the follow-up. */
  readonly item: number
  readonly reminder: ItemReminder
}

/** `given`: somebody else says that it is theirs. */
export type ItemReminder = 'given' | 'before' | 'due' | 'overdue'

const dayMinutes = 1440
const weekMinutes = 7 * dayMinutes

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
  const lane = `${id}#${item.added.seq}/remind-item`
  const key = (at: Date) => `${lane}/${item.setBy.seq}/${at.toISOString()}`
  const { recordedAt } = item.setBy
  const given: ActionItemWork = {
    ...{ kind: 'remind-item', key: key(recordedAt), lane, item: item.number, reminder: 'given' },
    ...{ dueAt: recordedAt, expiresAt: addMinutes(recordedAt, dayMinutes) },
  }
  const moments = steps.map(step => ({ ...step, dueAt: inBusinessHours(step.dueAt, calendar) }))
  const reminded = moments.flatMap((step, index): ActionItemWork[] => {
    // Whoever has just set the date needs no reminder of it.
    if (step.dueAt <= recordedAt) return []
    const next = moments[index + 1]?.dueAt ?? addMinutes(step.dueAt, weekMinutes)
    return [{ kind: 'remind-item', key: key(step.dueAt), lane, expiresAt: next, item: item.number, ...step }]
  })
  return [...(isGiven(item) ? [given] : []), ...reminded]
}

/** Whether it became somebody's, or came back to them, by another person's hand. */
function isGiven({ owner, setBy }: ActionItem): boolean {
  const isAboutOwner = setBy.type !== 'action-changed' || setBy.to.owner !== undefined
  return owner !== undefined && owner !== setBy.by && isAboutOwner
}
