import { describe, expect, it } from 'vitest'
import type { App } from '../../src/app/app.ts'
import { requireTurn } from '../../src/app/turns.ts'
import { at } from '../helpers/incidents.ts'

function personsAt(clock: { minutes: number }) {
  const app = { now: () => at(clock.minutes) } as App
  return (by: string, gesture?: string, what: 'declare' | 'ask' = 'declare') =>
    requireTurn(app, { what, by, atMost: 2, gesture })
}

describe('what one person may do within an hour', () => {
  it('is as much as the policy allows, and then they are told when they may again', () => {
    const clock = { minutes: 0 }
    const declare = personsAt(clock)
    declare('U0ANA')
    clock.minutes = 20
    declare('U0ANA')
    clock.minutes = 30
    expect(() => declare('U0ANA')).toThrow(
      'You declared 2 incidents within an hour, and the next one is possible at 2026-03-02 11:00 UTC',
    )
    clock.minutes = 60
    declare('U0ANA')
    expect(() => declare('U0ANA')).toThrow('at 2026-03-02 11:20 UTC')
  })

  it('is counted for each person and each thing apart', () => {
    const declare = personsAt({ minutes: 0 })
    for (const who of ['U0ANA', 'U0BEN']) for (let nth = 0; nth < 2; nth++) declare(who)
    declare('U0ANA', undefined, 'ask')
    expect(() => declare('U0BEN')).toThrow('You declared 2 incidents')
  })

  it('does not count the same gesture twice, also when there is no turn left', () => {
    const declare = personsAt({ minutes: 0 })
    for (const gesture of ['T1/V1', 'T1/V1', 'T1/V2', 'T1/V2', 'T1/V1']) declare('U0ANA', gesture)
    expect(() => declare('U0ANA', 'T1/V3')).toThrow('within an hour')
  })

  it('is remembered of so many people, the latest', () => {
    const declare = personsAt({ minutes: 0 })
    for (let nth = 0; nth < 2; nth++) declare('U0ANA')
    for (let nth = 0; nth < 5_000; nth++) declare(`U${nth}`)
    declare('U0ANA')
  })
})
