import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromLocalInput, toLocalInput } from '../../../../src/local/slack/page/local-time.ts'
import { ago, clockTime, dayTitle, formatSlackDate } from '../../../../src/local/slack/page/slack-date.ts'

const at = Date.parse('2026-03-01T22:30:05Z')
const unix = at / 1000

describe('a date in a message', () => {
  test.each([
    ['{date_num} {time_secs}', 'Europe/Paris', '2026-03-01 23:30:05'],
    ['{date} at {time}', 'Asia/Tokyo', 'March 2nd, 2026 at 07:30'],
    ['{date_long}', 'America/New_York', 'Sunday, March 1st, 2026'],
    ['{date_short}', 'UTC', 'Mar 1, 2026'],
    ['{date_short_pretty} at {time}', 'UTC', 'today at 22:30'],
    ['due {date_pretty}', 'Asia/Tokyo', 'due today'],
    ['{what} {ago}', 'UTC', '{what} 2 minutes ago'],
  ])('shows %j in %s', (format, timeZone, shown) => {
    expect(formatSlackDate(unix, format, { timeZone, now: at + 120_000 })).toBe(shown)
  })

  test('says yesterday and tomorrow by the reader’s own days', () => {
    const now = at + 3 * 3_600_000
    expect(formatSlackDate(unix, '{date_pretty}', { timeZone: 'UTC', now })).toBe('yesterday')
    expect(formatSlackDate(unix, '{date_pretty}', { timeZone: 'Asia/Tokyo', now })).toBe('today')
    expect(dayTitle(at + 86_400_000, { timeZone: 'UTC', now: at })).toBe('Tomorrow')
    expect(dayTitle(at, { timeZone: 'UTC', now: at + 9 * 86_400_000 })).toBe('Sunday 1 March 2026')
  })

  test('counts in the largest whole unit', () => {
    expect([ago(0), ago(61_000), ago(-7_200_000), ago(86_400_000)]).toEqual([
      '0 seconds ago',
      '1 minute ago',
      'in 2 hours',
      '1 day ago',
    ])
  })

  test('shows midnight as 00:00', () => {
    expect(clockTime(Date.parse('2026-03-01T00:00:00Z'), 'UTC')).toBe('00:00')
  })
})

test('a date and time that is picked means that moment in the person’s time zone', () => {
  expect(fromLocalInput('2026-07-01T09:00', 'America/New_York')).toBe(Date.parse('2026-07-01T13:00:00Z') / 1000)
  const zone = fc.constantFrom('UTC', 'Asia/Kolkata', 'America/Sao_Paulo', 'Europe/Lisbon', 'Pacific/Chatham')
  const minute = fc.integer({ min: 27_000_000, max: 31_000_000 }).map(minutes => minutes * 60)
  fc.assert(
    fc.property(zone, minute, (timeZone, moment) => {
      const shown = toLocalInput(moment, timeZone)
      // An hour that a zone has twice in a year is shown alike both times.
      expect(toLocalInput(fromLocalInput(shown, timeZone), timeZone)).toBe(shown)
    }),
  )
})
