import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Limit, Limiter, realPace } from '../../src/slack/limiter.ts'

const limit = (key: string, perMinute = 60, burst = 1): Limit => ({ key, perMinute, burst })

function clocked() {
  let now = 0
  return {
    limiter: new Limiter({ ...realPace, now: () => now }),
    advance: (ms: number) => {
      now += ms
    },
  }
}

describe('the limiter', () => {
  it('lets a burst through, then one call at a time', () => {
    const { limiter } = clocked()
    const waits = Array.from({ length: 5 }, () => limiter.take([limit('a', 60, 3)]))
    expect(waits).toEqual([0, 0, 0, 1_000, 2_000])
  })

  it('fills up again with time, and not beyond the burst', () => {
    const { limiter, advance } = clocked()
    for (let n = 0; n < 3; n++) limiter.take([limit('a', 60, 3)])
    advance(3_600_000)
    expect(Array.from({ length: 4 }, () => limiter.take([limit('a', 60, 3)]))).toEqual([0, 0, 0, 1_000])
  })

  it('keeps every key apart', () => {
    const { limiter } = clocked()
    limiter.block(limit('a'), 30_000)
    expect(limiter.take([limit('b')])).toBe(0)
    expect(limiter.take([limit('a')])).toBe(30_000)
  })

  it('waits for the strictest of several limits', () => {
    const { limiter } = clocked()
    limiter.block(limit('channel'), 4_000)
    expect(limiter.take([limit('method', 300, 300), limit('channel')])).toBe(4_000)
  })

  it('never shortens a wait by a later, shorter one', () => {
    const { limiter } = clocked()
    limiter.block(limit('a'), 30_000)
    limiter.block(limit('a'), 1_000)
    expect(limiter.take([limit('a')])).toBe(30_000)
  })

  it('takes nothing when the wait would be too long', async () => {
    const { limiter, advance } = clocked()
    limiter.block(limit('a'), 30_000)
    for (let n = 0; n < 10; n++) expect(await limiter.wait([limit('a')])).toEqual({ waited: false, ms: 30_000 })
    advance(30_000)
    expect(await limiter.wait([limit('a')])).toEqual({ waited: true })
  })

  it('allows in no minute more than a burst and a minute’s calls', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 1, max: 120 }),
        fc.integer({ min: 1, max: 20 }),
        (pauses, perMinute, burst) => {
          const { limiter, advance } = clocked()
          let now = 0
          const at = pauses.map(pause => {
            advance(pause)
            now += pause
            return now + limiter.take([limit('a', perMinute, burst)])
          })
          for (const start of at) {
            const inMinute = at.filter(moment => moment >= start && moment < start + 60_000).length
            expect(inMinute).toBeLessThanOrEqual(burst + perMinute + 1)
          }
        },
      ),
      { numRuns: 60 },
    )
  })
})
