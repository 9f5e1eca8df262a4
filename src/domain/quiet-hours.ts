import { DateTime } from 'luxon'
import type { AudiencePolicy } from './audience-policy.ts'
import type { Priority } from './priority.ts'

/** Whether an audience is not to be disturbed at this moment; `from` is quiet already, `to` is not any more. */
export function isQuiet(audience: Pick<AudiencePolicy, 'quietHours'>, priority: Priority, at: Date): boolean {
  const { quietHours } = audience
  if (!quietHours || quietHours.breakThrough?.includes(priority)) return false
  const time = DateTime.fromJSDate(at, { zone: quietHours.timeZone }).toFormat('HH:mm')
  const { from, to } = quietHours
  return from < to ? time >= from && time < to : time >= from || time < to
}
