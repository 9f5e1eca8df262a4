import { z } from 'zod'
import { type Calendar, endOfBusinessDay } from './calendar.ts'
import { PRIORITIES, type Priority } from './priority.ts'

const businessDays = z.int().min(1).max(260)

/** What holds for the follow-ups that the organisation sets itself, as opposed to what it promises to readers. */
export const actionItemsSchema = z.strictObject({
  dueInBusinessDays: z
    .record(z.enum(PRIORITIES), businessDays)
    .describe('When one is due that was made without a date, for each priority'),
  remindBusinessDaysBefore: z.int().min(0).max(20).describe('How long before that its owner is reminded; 0 = not'),
  remindAfterAtMost: z
    .int()
    .min(0)
    .max(12)
    .describe('How often the owner of an overdue one is reminded, once a week; 0 = not'),
})
export type ActionItemPolicy = z.infer<typeof actionItemsSchema>

export const defaultActionItems: ActionItemPolicy = {
  dueInBusinessDays: { P1: 10, P2: 15, P3: 20, P4: 40 },
  remindBusinessDaysBefore: 1,
  remindAfterAtMost: 3,
}

/** When one is due that is made now without a date: at the end of a business day. */
export function defaultDueAt(
  { priority }: { readonly priority: Priority },
  { actionItems, calendar }: { readonly actionItems: ActionItemPolicy; readonly calendar: Calendar },
  now: Date,
): Date {
  return endOfBusinessDay(now, actionItems.dueInBusinessDays[priority], calendar)
}
