import { DateTime } from 'luxon'
import { z } from 'zod'

/** What the parts of a policy are made of, each with words for whoever mistypes one. */
export const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/, 'use lower-case letters, digits and dashes')
export const label = z.string().trim().min(1).max(75)
export const channel = z.string().regex(/^[CG][A-Z0-9]{2,}$/, 'use a channel id such as C0123456789')
export const user = z.string().regex(/^[UW][A-Z0-9]{2,}$/, 'use a member id such as U0123456789')
export const userGroup = z.string().regex(/^S[A-Z0-9]{2,}$/, 'use a user group id such as S0123456789')
export const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'use 24-hour time such as 09:00')
export const minutes = z
  .int()
  .min(1)
  .max(60 * 24 * 30)

export function isTimeZone(name: string): boolean {
  return DateTime.utc().setZone(name).isValid
}

export const timeZone = z.string().refine(isTimeZone, 'not a time zone; use a name such as Europe/Paris')

/** A list in which nothing stands twice. */
export function distinct<T extends z.ZodType<string>>(item: T, max: number) {
  return z
    .array(item)
    .max(max)
    .refine(list => new Set(list).size === list.length, 'name each only once')
}
