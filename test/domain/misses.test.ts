import { describe, expect, it } from 'vitest'
import type { Incident } from '../../src/domain/incident.ts'
import { reopen, resolve } from '../../src/domain/lifecycle.ts'
import { isMissedStill, missedInARow } from '../../src/domain/misses.ts'
import { reportNoChange } from '../../src/domain/no-change.ts'
import { parsePolicy } from '../../src/domain/policy.ts'
import { snooze } from '../../src/domain/snooze.ts'
import { nextUpdateAt, updatesDue, writeHoldingUpdate, writeUpdate } from '../../src/domain/updates.ts'
import { outstandingWork } from '../../src/domain/work.ts'
import { by, opened, policy, told as reported } from '../helpers/incidents.ts'

/** Nobody writes: the next update that is due goes out automatically. */
function miss(incident: Incident, given = policy): Incident {
  const slot = nextUpdateAt(incident, given)
  if (!slot) throw new Error('nothing is due')
  return writeHoldingUpdate(incident, { slot, policy: given }, { by: 'sitrep', via: 'clock', at: slot })
}
const escalations = (incident: Incident, given = policy) =>
  outstandingWork(incident, given, new Date('2026-03-02T20:00:00Z')).filter(work => work.kind === 'escalate-misses')

describe('updates that nobody wrote', () => {
  it('are told of again each time that there are twice as many, ever more rarely', () => {
    let incident = opened()
    const told: number[] = []
    for (let missed = 1; missed <= 17; missed++) {
      const before = escalations(incident).length
      incident = miss(incident)
      if (missedInARow(incident) === missed && escalations(incident).length > before) told.push(missed)
    }
    expect(told).toEqual([2, 4, 8, 16])
  })

  it('are one too many when there are two in a row, and not one more of them is', () => {
    const [once, twice, thrice] = [miss(opened()), miss(miss(opened())), miss(miss(miss(opened())))]
    expect([once, twice, thrice].map(incident => missedInARow(incident))).toEqual([1, 2, 3])
    expect(escalations(once)).toEqual([])
    expect(escalations(twice)).toHaveLength(1)
    expect(escalations(thrice).map(work => work.key)).toEqual(escalations(twice).map(work => work.key))
  })

  it('are forgotten with the next one that somebody writes, and counted anew', () => {
    const told = writeUpdate(
      miss(miss(opened())),
      { fields: { state: 'x' }, nextInMinutes: 30, policy },
      by('U0ANA', 50),
    )
    expect(isMissedStill(told, policy)).toBe(false)
    expect(escalations(miss(told))).toHaveLength(1)
    expect(escalations(miss(miss(told)))).toHaveLength(2)
    const known = reported(opened(), { policy }, by('U0ANA', 1))
    const calm = reportNoChange(miss(known), { policy }, by('U0ANA', 20))
    expect(escalations(miss(calm))).toEqual([])
  })

  it('are not answered by putting the next one off', () => {
    const later = snooze(miss(opened()), { minutes: 10, reason: 'because', policy }, by('U0ANA', 40))
    expect(missedInARow(miss(later))).toBe(2)
  })

  it('are those of one audience: two that wait for different times are not twice as late', () => {
    const apart = parsePolicy(
      { targets: { P1: { firstUpdate: null } }, audiences: { leadership: { cadence: { P1: 20 } } } },
      policy,
    )
    const incident = opened({}, apart)
    expect(new Set(updatesDue(incident, apart).map(due => due.at.getTime())).size).toBe(2)
    const both = miss(miss(incident, apart), apart)
    expect(missedInARow(both)).toBe(1)
  })

  it('are over with the incident, and begin anew when it is reopened', () => {
    const over = resolve(miss(miss(opened())), { resolution: 'x', policy }, by('U0ANA', 50))
    expect(isMissedStill(over, policy)).toBe(false)
    const again = reopen(over, { reason: 'it is back' }, by('U0ANA', 60))
    expect(missedInARow(again)).toBe(0)
    expect(escalations(miss(again))).toHaveLength(1)
  })

  it('are the policy’s to count', () => {
    const never = parsePolicy({ escalateAfterMissed: null }, policy)
    expect(escalations(miss(miss(opened())), never)).toEqual([])
    const atOnce = parsePolicy({ escalateAfterMissed: 1 }, policy)
    expect(escalations(miss(opened()), atOnce)).toHaveLength(1)
  })
})
