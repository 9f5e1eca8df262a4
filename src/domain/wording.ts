import { DateTime, Duration } from 'luxon'
import type { AudiencePolicy } from './audience-policy.ts'
import { describeMinutes } from './duration.ts'
import { utcMinute } from './utc.ts'

type Reader = Pick<AudiencePolicy, 'language' | 'timeZone'>

/** A duration in the reader's language: “1 h 30 min”, „1 Stunde und 30 Minuten“. */
export function durationFor({ language = 'en' }: Reader, minutes: number): string {
  const whole = Math.max(0, Math.round(minutes))
  if (/^en\b/i.test(language) || whole === 0) return describeMinutes(whole)
  const [days, hours, rest] = [Math.floor(whole / 1440), Math.floor((whole % 1440) / 60), whole % 60]
  const parts = {
    ...(days > 0 ? { days } : {}),
    ...(hours > 0 ? { hours } : {}),
    ...(rest > 0 && days === 0 ? { minutes: rest } : {}),
  }
  return Duration.fromObject(parts, { locale: language }).toHuman({ unitDisplay: 'long', listStyle: 'narrow' })
}

/** A moment in the reader's language and time zone; in UTC where every reader has another one. */
export function momentFor(reader: Reader, at: Date): string {
  return momentInZone(reader, at) ?? utcMinute(at)
}

/** “3 March”: a day in the reader's language, where they are, else in UTC. */
export function dayFor({ language = 'en-GB', timeZone = 'reader' }: Reader, at: Date): string {
  const zone = timeZone === 'reader' ? 'utc' : timeZone
  return DateTime.fromJSDate(at, { zone }).toLocaleString({ day: 'numeric', month: 'long' }, { locale: language })
}

/** A moment in words of the audience's own time zone; undefined when it has none. */
export function momentInZone({ language = 'en-GB', timeZone = 'reader' }: Reader, at: Date): string | undefined {
  if (timeZone === 'reader') return undefined
  const format = {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  } as const
  return DateTime.fromJSDate(at, { zone: timeZone }).toLocaleString(format, { locale: language })
}
