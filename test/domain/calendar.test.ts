import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addSpan, type Calendar } from '../../src/domain/calendar.ts'
import { defaultPolicy } from '../../src/domain/policy.ts'

const utc = defaultPolicy.calendar
const paris: Calendar = { ...utc, timeZone: 'Europe/Paris', holidays: ['2026-05-01'] }
const after = (at: string, businessMinutes: number, calendar: Calendar) =>
  addSpan(new Date(at), { businessMinutes }, calendar).toISOString()

describe('business hours', () => {
  it.each([
    ['within the day', '2026-03-02T10:00:00Z', 60, utc, '2026-03-02T11:00:00.000Z'],
    ['over the night', '2026-03-02T16:30:00Z', 60, utc, '2026-03-03T09:30:00.000Z'],
    ['over the weekend', '2026-03-06T16:30:00Z', 60, utc, '2026-03-09T09:30:00.000Z'],
    ['from the night', '2026-03-03T03:00:00Z', 60, utc, '2026-03-03T10:00:00.000Z'],
    ['from the weekend', '2026-03-07T12:00:00Z', 30, utc, '2026-03-09T09:30:00.000Z'],
    ['exactly to closing time', '2026-03-02T16:00:00Z', 60, utc, '2026-03-02T17:00:00.000Z'],
    ['in another time zone', '2026-03-02T07:30:00Z', 60, paris, '2026-03-02T09:00:00.000Z'],
    ['over a holiday', '2026-04-30T14:30:00Z', 60, paris, '2026-05-04T07:30:00.000Z'],
    ['over the start of summer time', '2026-03-27T15:30:00Z', 60, paris, '2026-03-30T07:30:00.000Z'],
    ['over the end of summer time', '2026-10-23T14:30:00Z', 60, paris, '2026-10-26T08:30:00.000Z'],
  ])('count on %s', (_, from, minutes, calendar, expected) => {
    expect(after(from, minutes, calendar)).toBe(expected)
  })

  it('count a business day as one day’s hours', () => {
    const due = addSpan(new Date('2026-03-05T12:00:00Z'), { businessDays: 3 }, utc)
    expect(due.toISOString()).toBe('2026-03-10T12:00:00.000Z')
  })

  it('always end inside business hours, and later for more of them', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
        fc.integer({ min: 1, max: 5_000 }),
        fc.constantFrom(utc, paris),
        (from, minutes, calendar) => {
          const due = addSpan(from, { businessMinutes: minutes }, calendar)
          const later = addSpan(from, { businessMinutes: minutes + 1 }, calendar)
          expect(later.getTime()).toBeGreaterThan(due.getTime())
          expect(due.getTime()).toBeGreaterThanOrEqual(from.getTime() + minutes * 60_000)
          const local = new Intl.DateTimeFormat('en-GB', {
            timeZone: calendar.timeZone,
            hour: '2-digit',
            minute: '2-digit',
          }).format(due)
          expect(local >= '09:00' && local <= '17:00').toBe(true)
        },
      ),
      { numRuns: 200 },
    )
  })
})
