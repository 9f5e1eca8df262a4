import { describe, expect, it } from 'vitest'
import { acknowledge, type Incident } from '../../src/domain/incident.ts'
import { reopen, resolve } from '../../src/domain/lifecycle.ts'
import { attainments, intervals } from '../../src/domain/metrics.ts'
import { correctMilestone, type MilestoneId, milestone } from '../../src/domain/milestones.ts'
import { at, by, opened, policy } from '../helpers/incidents.ts'

const correct = (incident: Incident, id: MilestoneId, minute: number, saidAt = 100) =>
  correctMilestone(incident, { milestone: id, at: at(minute), reason: 'the log says so' }, by('U0BEN', saidAt))
const acknowledged = () => acknowledge(opened(), undefined, by('U0ANA', 10))

describe('a milestone', () => {
  it('can be said although nobody saw it, and is the start of intervals', () => {
    const incident = correct(correct(opened(), 'started', -30), 'detected', -10)
    expect(milestone(incident, 'started')).toMatchObject({ at: at(-30), correction: { recordedAt: undefined } })
    expect(intervals(incident)[0]).toMatchObject({
      label: 'Time to detect',
      from: { at: at(-30) },
      to: { at: at(-10) },
    })
  })

  it('is corrected with a reason, the recorded time beside it and the SLA measured by that', () => {
    const incident = correct(acknowledged(), 'acknowledged', 2)
    expect(milestone(incident, 'acknowledged')).toMatchObject({
      at: at(2),
      correction: { recordedAt: at(10), by: 'U0BEN', reason: 'the log says so' },
    })
    expect(intervals(incident).find(one => one.label === 'Time to acknowledge')?.to.at).toEqual(at(2))
    expect(attainments(incident, policy, at(100))[0]?.actualAt).toEqual(at(10))
    expect(incident.acknowledgedAt).toEqual(at(10))
  })

  it('is not corrected twice to the same time', () => {
    const once = correct(acknowledged(), 'acknowledged', 2)
    expect(correct(once, 'acknowledged', 2)).toBe(once)
  })

  it('keeps its order, and stays in the past', () => {
    const incident = correct(acknowledged(), 'started', -30)
    expect(() => correct(incident, 'detected', -31)).toThrow('before it was started')
    expect(() => correct(incident, 'detected', 1)).toThrow('after it was declared')
    expect(() => correct(incident, 'acknowledged', 101)).toThrow('has not come yet')
    expect(() => correct(incident, 'resolved', 50)).toThrow('not resolved yet')
  })

  it('has its own time when it is reached anew', () => {
    const first = resolve(acknowledged(), { resolution: 'Fixed', policy }, by('U0ANA', 20))
    const corrected = correct(first, 'resolved', 15, 21)
    expect(milestone(corrected, 'resolved').at).toEqual(at(15))
    const again = reopen(corrected, { reason: 'It is back' }, by('U0ANA', 30))
    expect(milestone(again, 'resolved')).toEqual({ label: 'Resolved', at: undefined })
    expect(intervals(again).find(one => one.label === 'Time to resolve')?.to.at).toBeUndefined()
    const second = resolve(again, { resolution: 'Fixed', policy }, by('U0ANA', 40))
    expect(milestone(second, 'resolved')).toMatchObject({ at: at(40) })
    expect(milestone(second, 'resolved').correction).toBeUndefined()
  })
})
