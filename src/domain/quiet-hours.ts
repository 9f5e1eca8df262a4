import { DateTime } from 'luxon'
import type { AudiencePolicy } from './audience-policy.ts'
import { addMinutes } from './duration.ts'
import type { Priority } from './priority.ts'

type Sleeper = Pick<AudiencePolicy, 'quietHours'>

/** Whether an audience is not to be disturbed at this moment; `from` is quiet already, `to` is not any more. */
export function isQuiet(audience: Sleeper, priority: Priority, at: Date): boolean {
  const { quietHours } = audience
  if (!quietHours || quietHours.breakThrough?.includes(priority)) return false
  const time = DateTime.fromJSDate(at, { zone: quietHours.timeZone }).toFormat('HH:mm')
  const { from, to } = quietHours
  return from < to ? time >= from && time < to : time >= from || time < to
}

/** When the quiet hours end in which this moment lies; undefined outside of them. */
export function quietUntil(audience: Sleeper, priority: Priority, at: Date): Date | undefined {
  const { quietHours } = audience
  if (!quietHours || !isQuiet(audience, priority, at)) return undefined
  const [hour = 0, minute = 0] = quietHours.to.split(':').map(Number)
  const now = DateTime.fromJSDate(at, { zone: quietHours.timeZone })
  const ends = [0, 1].map(days => now.plus({ days }).set({ hour, minute, second: 0, millisecond: 0 }).toJSDate())
  let end = ends.find(one => one > at) ?? addMinutes(at, 0)
  // A time that the clock jumps over when summer begins: the hours end with the jump.
  while (end > at && !isQuiet(audience, priority, addMinutes(end, -1))) end = addMinutes(end, -1)
  return end
}

/** When an audience reads what is ready at this moment: at once, or when its quiet hours are over. */
export function afterQuiet(audience: Sleeper, priority: Priority, at: Date): Date {
  return quietUntil(audience, priority, at) ?? at
}

interface Promising {
  readonly at: Date
  readonly priority: Priority
  readonly nextInMinutes?: number
}

/**
 * When an audience is promised the next update by this one: not in its quiet hours, and not before it reads of the
 * promise; undefined when none is promised.
 */
export function promisedAt(audience: Sleeper, { at, priority, nextInMinutes }: Promising): Date | undefined {
  if (nextInMinutes === undefined) return undefined
  const read = afterQuiet(audience, priority, at)
  const promised = addMinutes(at, nextInMinutes)
  return afterQuiet(audience, priority, promised > read ? promised : addMinutes(read, nextInMinutes))
}
