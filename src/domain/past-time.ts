import { DateTime } from 'luxon'

export interface Timed {
  readonly text: string
  /** Absent when the text starts with no time. */
  readonly at?: Date
}

/** `14:05 …`, `today 14:05 …`, `yesterday 14:05 …` or `2026-03-01 14:05 …`. */
const pattern = /^(?:(today|yesterday|\d{4}-\d{2}-\d{2})\s+)?([01]?\d|2[0-3]):([0-5]\d)(?=\s|$)\s*/i

/**
 * Takes the time off the front of what somebody typed, as their own clock shows it. A time without a day is the last
 * one that has passed. `zone` is an IANA name; undefined or unknown = UTC.
 */
export function readPastTime(typed: string, { now, zone }: { now: Date; zone: string | undefined }): Timed {
  const [found, day, hour, minute] = pattern.exec(typed) ?? []
  if (found === undefined) return { text: typed }
  const here = DateTime.fromJSDate(now, { zone: 'utc' })
  const local = here.setZone(zone ?? 'utc')
  const today = local.isValid ? local : here
  const isNamed = day !== undefined && /^\d/.test(day)
  const daysAgo = day?.toLowerCase() === 'yesterday' ? 1 : 0
  const base = isNamed ? DateTime.fromISO(day, { zone: today.zone }) : today.minus({ days: daysAgo })
  const at = base.set({ hour: Number(hour), minute: Number(minute), second: 0, millisecond: 0 })
  if (!at.isValid) return { text: typed }
  const passed = lastPassed(at, now) ?? (day === undefined ? at.minus({ days: 1 }) : at)
  return { text: typed.slice(found.length), at: passed.toJSDate() }
}

/** An hour that clocks show twice, when they are set back, is the later one of those that have passed. */
function lastPassed(at: DateTime, now: Date): DateTime | undefined {
  const twins = at.getPossibleOffsets().filter(one => one.toMillis() <= now.getTime())
  return twins.sort((a, b) => b.toMillis() - a.toMillis())[0]
}
