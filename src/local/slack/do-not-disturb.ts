import { DateTime } from 'luxon'
import type { User } from './entities.ts'

/** Unix seconds. */
interface Span {
  readonly start: number
  readonly end: number
}

/** When a person is next not to be disturbed, or is now; `now` is in milliseconds. */
export function nextDoNotDisturb({ dnd, tz }: User, now: number): Span | undefined {
  const seconds = Math.floor(now / 1000)
  if (dnd?.snoozeUntil !== undefined && dnd.snoozeUntil > seconds) return { start: seconds, end: dnd.snoozeUntil }
  if (!dnd?.daily) return undefined
  const { from, to } = dnd.daily
  const today = DateTime.fromMillis(now, { zone: tz }).startOf('day')
  const spans = [-1, 0, 1].map((days): Span => {
    const start = at(today.plus({ days }), from)
    const end = at(today.plus({ days }), to)
    return { start, end: end > start ? end : at(today.plus({ days: days + 1 }), to) }
  })
  return spans.find(span => span.end > seconds)
}

/** Whether notifications reach the person now (milliseconds) or are held back. */
export function isUndisturbed(user: User, now: number): boolean {
  const span = nextDoNotDisturb(user, now)
  return span !== undefined && span.start * 1000 <= now
}

function at(day: DateTime, time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return day.set({ hour, minute }).toUnixInteger()
}
