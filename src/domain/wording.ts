import { DateTime, Duration } from 'luxon'
import type { AudiencePolicy } from './audience-policy.ts'
import { describeMinutes } from './duration.ts'
import type { Moment, Said } from './moments.ts'
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

/** A moment in the audience's language and time zone; one to be shown in each reader's own where they have several. */
export function momentFor(reader: Reader, at: Date): string | Moment {
  return momentInZone(reader, at) ?? { at, words: utcMinute(at) }
}

/** The same as a text of its own. */
export function momentSaid(at: Date, reader: Reader = {}): Said {
  const moment = momentFor(reader, at)
  return typeof moment === 'string' ? { text: moment } : { text: moment.words, moments: [{ ...moment, from: 0 }] }
}

/** “3 March”: a day in the same way. */
export function dayFor({ language = 'en-GB', timeZone = 'reader' }: Reader, at: Date): string | Moment {
  const zone = timeZone === 'reader' ? 'utc' : timeZone
  const words = DateTime.fromJSDate(at, { zone }).toLocaleString(
    { day: 'numeric', month: 'long' },
    { locale: language },
  )
  return timeZone === 'reader' ? { at, words, isDay: true } : words
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
