import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isQuiet, promisedAt, quietUntil } from '../../src/domain/quiet-hours.ts'

const night = { quietHours: { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin', breakThrough: ['P1' as const] } }
const noon = { quietHours: { from: '12:00', to: '13:00', timeZone: 'UTC' } }

describe('quiet hours', () => {
  it.each([
    ['2026-03-02T20:59:00Z', false],
    ['2026-03-02T21:00:00Z', true],
    ['2026-03-03T02:00:00Z', true],
    ['2026-03-03T05:59:00Z', true],
    ['2026-03-03T06:00:00Z', false],
  ])('go over midnight in the audience’s own zone: %s', (at, quiet) => {
    expect(isQuiet(night, 'P2', new Date(at))).toBe(quiet)
  })

  it('follow the clock of the zone when it changes to summer time', () => {
    expect(isQuiet(night, 'P2', new Date('2026-03-30T05:30:00Z'))).toBe(false)
    expect(isQuiet(night, 'P2', new Date('2026-03-27T05:30:00Z'))).toBe(true)
  })

  it('are broken by the priorities that may', () => {
    expect(isQuiet(night, 'P1', new Date('2026-03-03T02:00:00Z'))).toBe(false)
  })

  it('may lie within a day, and need not be there', () => {
    expect(isQuiet(noon, 'P3', new Date('2026-03-02T12:00:00Z'))).toBe(true)
    expect(isQuiet(noon, 'P3', new Date('2026-03-02T13:00:00Z'))).toBe(false)
    expect(isQuiet({}, 'P3', new Date('2026-03-02T12:00:00Z'))).toBe(false)
  })
})

describe('the end of quiet hours', () => {
  const ends = (audience: Parameters<typeof quietUntil>[0], at: string) =>
    quietUntil(audience, 'P2', new Date(at))?.toISOString()

  it('is the next time that the clock of the zone shows it', () => {
    expect(ends(night, '2026-03-02T21:00:00Z')).toBe('2026-03-03T06:00:00.000Z')
    expect(ends(night, '2026-03-03T05:59:59Z')).toBe('2026-03-03T06:00:00.000Z')
    expect(ends(night, '2026-03-03T06:00:00Z')).toBeUndefined()
    expect(ends(noon, '2026-03-02T12:30:00Z')).toBe('2026-03-02T13:00:00.000Z')
    expect(quietUntil(night, 'P1', new Date('2026-03-03T02:00:00Z'))).toBeUndefined()
  })

  it('keeps to the clock in the nights in which it changes', () => {
    expect(ends(night, '2026-03-28T22:00:00Z')).toBe('2026-03-29T05:00:00.000Z')
    expect(ends(night, '2026-10-24T22:00:00Z')).toBe('2026-10-25T06:00:00.000Z')
  })

  const until230 = { quietHours: { from: '22:00', to: '02:30', timeZone: 'Europe/Berlin' } }
  it('comes with the jump where the clock leaves it out', () => {
    expect(ends(until230, '2026-03-29T00:59:00Z')).toBe('2026-03-29T01:00:00.000Z')
  })

  it('comes each time where the clock shows it twice', () => {
    expect(ends(until230, '2026-10-24T23:30:00Z')).toBe('2026-10-25T00:30:00.000Z')
    expect(ends(until230, '2026-10-25T01:10:00Z')).toBe('2026-10-25T01:30:00.000Z')
  })

  it('is never quiet itself, never more than a day away, and quiet until then', () => {
    const time = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 1, 15, 30, 59))
      .map(parts => parts.map(part => String(part).padStart(2, '0')).join(':'))
    const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia']
    const around = ['2026-03-08T00:00:00Z', '2026-03-29T00:00:00Z', '2026-10-25T00:00:00Z', '2026-04-05T00:00:00Z']
    fc.assert(
      fc.property(
        fc
          .record({ from: time, to: time, timeZone: fc.constantFrom(...zones) })
          .filter(hours => hours.from !== hours.to),
        fc.constantFrom(...around),
        fc.integer({ min: -2000, max: 2880 }),
        (quietHours, day, minutes) => {
          const at = new Date(Date.parse(day) + minutes * 60_000)
          const end = quietUntil({ quietHours }, 'P2', at)
          expect(end !== undefined).toBe(isQuiet({ quietHours }, 'P2', at))
          if (!end) return
          expect(isQuiet({ quietHours }, 'P2', end)).toBe(false)
          expect(end.getTime() - at.getTime()).toBeLessThanOrEqual(25 * 3_600_000)
          for (let one = at.getTime(); one < end.getTime(); one += 7 * 60_000)
            expect(isQuiet({ quietHours }, 'P2', new Date(one)), new Date(one).toISOString()).toBe(true)
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('a promise', () => {
  const promised = (at: string, nextInMinutes: number) =>
    promisedAt(night, { at: new Date(at), priority: 'P2', nextInMinutes })?.toISOString()

  it('falls into no quiet hours', () => {
    expect(promised('2026-03-02T20:00:00Z', 30)).toBe('2026-03-02T20:30:00.000Z')
    expect(promised('2026-03-02T20:30:00Z', 60)).toBe('2026-03-03T06:00:00.000Z')
  })

  it('is not over before it is read', () => {
    expect(promised('2026-03-03T02:00:00Z', 60)).toBe('2026-03-03T07:00:00.000Z')
    expect(promised('2026-03-03T05:30:00Z', 60)).toBe('2026-03-03T06:30:00.000Z')
  })
})
