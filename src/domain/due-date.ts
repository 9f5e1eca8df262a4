import { DateTime } from 'luxon'
import { UserError } from '../errors.ts'
import { type Calendar, endOfBusinessDay, endOfDay } from './calendar.ts'

export interface Dated {
  readonly text: string
  /** Absent when the text ends in no date. */
  readonly dueAt?: Date
}

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const onDay = new RegExp(
  `(?:^|\\s)(?:by|until|due|on|to)\\s+(\\d{4}-\\d{2}-\\d{2}|today|tomorrow|${days.join('|')})\\s*\\.?$`,
  'i',
)
const within =
  /(?:^|\s)(?:in|within)\s+(\d{1,3}|an?|one|two|three|four)\s+(business\s+days?|days?|weeks?|months?)\s*\.?$/i
const numbers: Readonly<Record<string, number>> = { a: 1, an: 1, one: 1, two: 2, three: 3, four: 4 }

/** Takes a date off the end of what somebody typed, “by 2026-03-10” or “in 2 weeks”: the end of business on that day. */
export function readDueDate(typed: string, { now, calendar }: { now: Date; calendar: Calendar }): Dated {
  const today = DateTime.fromJSDate(now, { zone: calendar.timeZone })
  const named = onDay.exec(typed)
  if (named) return { text: before(typed, named), dueAt: endOfDay(dayCalled(named[1] ?? '', today), calendar) }
  const span = within.exec(typed)
  if (!span) return { text: typed }
  const [, amount = '', unit = ''] = span
  const count = numbers[amount.toLowerCase()] ?? Number(amount)
  const dueAt = /^b/i.test(unit)
    ? endOfBusinessDay(now, count, calendar)
    : endOfDay(today.plus({ [/^d/i.test(unit) ? 'days' : /^w/i.test(unit) ? 'weeks' : 'months']: count }), calendar)
  return { text: before(typed, span), dueAt }
}

function before(typed: string, { index }: RegExpExecArray): string {
  return typed.slice(0, index).trimEnd()
}

function dayCalled(name: string, today: DateTime): DateTime {
  const word = name.toLowerCase()
  if (word === 'today') return today
  if (word === 'tomorrow') return today.plus({ days: 1 })
  const weekday = days.indexOf(word) + 1
  // “By Friday” said on a Friday is this one.
  if (weekday > 0) return today.plus({ days: (weekday - today.weekday + 7) % 7 })
  const date = DateTime.fromISO(name, { zone: today.zone })
  if (!date.isValid)
    throw new UserError('no-such-day', `There is no ${name}. Write the day as 2026-03-10, or say “in 2 weeks”.`)
  return date
}
