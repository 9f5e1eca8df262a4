import { describe, expect, it } from 'vitest'
import { readDueDate } from '../../src/domain/due-date.ts'
import { defaultPolicy, parsePolicy } from '../../src/domain/policy.ts'
import { monday as now } from '../helpers/incidents.ts'

const { calendar } = defaultPolicy
const read = (typed: string) => readDueDate(typed, { now, calendar })

describe('a date at the end of what somebody typed', () => {
  it.each([
    ['Alert by 2026-03-10', '2026-03-10'],
    ['Alert until tomorrow', '2026-03-03'],
    ['Alert on Friday', '2026-03-06'],
    ['Alert by monday', '2026-03-02'],
    ['Alert due today.', '2026-03-02'],
    ['Alert in 2 weeks', '2026-03-16'],
    ['Alert within a week', '2026-03-09'],
    ['Alert in 3 days', '2026-03-05'],
    ['Alert in 5 business days', '2026-03-09'],
    ['Alert in one month', '2026-04-02'],
  ])('is read from “%s”: the end of business on %s', (typed, day) => {
    expect(read(typed)).toEqual({ text: 'Alert', dueAt: new Date(`${day}T17:00:00Z`) })
  })

  it.each([
    'Alert',
    'Stand by',
    'Look into what happened on 2026-03-01 in the logs',
    'Alert in 2026',
    'Log in within bounds',
    'standby 2026-03-10',
  ])('is not read from “%s”', typed => {
    expect(read(typed)).toEqual({ text: typed })
  })

  it('is refused where there is no such day', () => {
    expect(() => read('Alert by 2026-02-30')).toThrow('There is no 2026-02-30')
  })

  it('is a day of the calendar’s time zone', () => {
    const tokyo = parsePolicy({ calendar: { timeZone: 'Asia/Tokyo' } }).calendar
    const late = new Date('2026-03-02T16:00:00Z')
    expect(readDueDate('x today', { now: late, calendar: tokyo })).toEqual({ text: 'x today' })
    expect(readDueDate('x by today', { now: late, calendar: tokyo }).dueAt).toEqual(new Date('2026-03-03T08:00:00Z'))
  })
})
