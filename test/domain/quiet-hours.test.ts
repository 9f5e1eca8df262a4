import { describe, expect, it } from 'vitest'
import { isQuiet } from '../../src/domain/quiet-hours.ts'

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
