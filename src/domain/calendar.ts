import { DateTime } from 'luxon'
import { z } from 'zod'
import { addMinutes, minuteMs } from './duration.ts'
import { clockTime, timeZone } from './policy-values.ts'

export const calendarSchema = z
  .strictObject({
    timeZone: timeZone.describe('IANA time zone of the business hours'),
    weekdays: z.array(z.int().min(1).max(7)).min(1).describe('Working days, 1 = Monday'),
    opens: clockTime.describe('Start of the working day, as HH:MM'),
    closes: clockTime.describe('End of the working day, as HH:MM'),
    holidays: z.array(z.iso.date()).describe('Days without business hours, as YYYY-MM-DD'),
  })
  .refine(calendar => calendar.opens < calendar.closes, { path: ['closes'], error: 'must be later than opens' })
export type Calendar = z.infer<typeof calendarSchema>

/** A target counted in plain minutes, in minutes of business hours, or in business days. */
export type Span =
  | { readonly minutes: number }
  | { readonly businessMinutes: number }
  | { readonly businessDays: number }

function openHours(day: DateTime, calendar: Calendar): { from: DateTime; to: DateTime } | undefined {
  const date = day.toISODate()
  if (!calendar.weekdays.includes(day.weekday) || (date !== null && calendar.holidays.includes(date))) return undefined
  const at = (time: string) => {
    const [hour = 0, minute = 0] = time.split(':').map(Number)
    return day.set({ hour, minute, second: 0, millisecond: 0 })
  }
  return { from: at(calendar.opens), to: at(calendar.closes) }
}

function addBusinessMinutes(at: Date, minutes: number, calendar: Calendar): Date {
  let left = minutes * minuteMs
  let cursor = DateTime.fromJSDate(at, { zone: calendar.timeZone })
  // Ten years of holidays would be a mistake in the calendar: plain time is the honest answer then.
  for (let days = 0; days < 3660; days++) {
    const hours = openHours(cursor, calendar)
    if (hours && cursor < hours.to) {
      const start = DateTime.max(cursor, hours.from)
      const available = hours.to.toMillis() - start.toMillis()
      if (left <= available) return start.plus(left).toJSDate()
      left -= available
    }
    cursor = cursor.plus({ days: 1 }).startOf('day')
  }
  return addMinutes(at, minutes)
}

/** The moment a target is reached, counting only business hours where the span says so. */
export function addSpan(at: Date, span: Span, calendar: Calendar): Date {
  if ('minutes' in span) return addMinutes(at, span.minutes)
  if ('businessMinutes' in span) return addBusinessMinutes(at, span.businessMinutes, calendar)
  const [opens, closes] = [calendar.opens, calendar.closes].map(time => {
    const [hour = 0, minute = 0] = time.split(':').map(Number)
    return hour * 60 + minute
  })
  return addBusinessMinutes(at, span.businessDays * ((closes ?? 0) - (opens ?? 0)), calendar)
}

/** The end of business `days` business days after this day; less than 0 = before it. */
export function endOfBusinessDay(at: Date, days: number, calendar: Calendar): Date {
  const step = days < 0 ? -1 : 1
  let left = Math.abs(days)
  let cursor = DateTime.fromJSDate(at, { zone: calendar.timeZone })
  for (let tried = 0; left > 0 && tried < 3660; tried++) {
    cursor = cursor.plus({ days: step })
    if (openHours(cursor, calendar)) left -= 1
  }
  return endOfDay(cursor, calendar)
}

/** When the business day begins that is `days` business days before this one. */
export function startOfBusinessDayBefore(at: Date, days: number, calendar: Calendar): Date {
  const day = DateTime.fromJSDate(endOfBusinessDay(at, -days, calendar), { zone: calendar.timeZone })
  return openHours(day, calendar)?.from.toJSDate() ?? day.toJSDate()
}

/** This moment in business hours, else the next one that is. */
export function inBusinessHours(at: Date, calendar: Calendar): Date {
  const hours = openHours(DateTime.fromJSDate(at, { zone: calendar.timeZone }), calendar)
  return hours && at <= hours.to.toJSDate() && at >= hours.from.toJSDate() ? at : addBusinessMinutes(at, 0, calendar)
}

/** When business ends on this day, whether or not it is a business day. */
export function endOfDay(day: DateTime, { closes }: Calendar): Date {
  const [hour = 0, minute = 0] = closes.split(':').map(Number)
  return day.set({ hour, minute, second: 0, millisecond: 0 }).toJSDate()
}
