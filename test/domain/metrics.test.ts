import { describe, expect, it } from 'vitest'
import { reachByAudience, tellings } from '../../src/domain/communications.ts'
import { describeInterval } from '../../src/domain/duration.ts'
import { changeUrgency } from '../../src/domain/incident.ts'
import { cancel, reopen } from '../../src/domain/lifecycle.ts'
import { activePeriods, attainments, endedAt, intervals, priorityAt, timeInSeverity } from '../../src/domain/metrics.ts'
import { at, by, declared, policy, run, sampleIncident, steps } from './sample-incident.ts'

const night = at('20:00')

describe('the time an incident was worked on', () => {
  it('ends with the resolution and begins again with a reopening', () => {
    const incident = run(
      declared(),
      steps.resolve('Restarted.', 'U0ANA', '10:30'),
      i => reopen(i, { reason: 'it came back' }, by('U0ANA', '11:00')),
      steps.resolve('Rolled back.', 'U0ANA', '11:20'),
    )
    expect(activePeriods(incident, night)).toEqual([
      { from: at('10:00'), to: at('10:30') },
      { from: at('11:00'), to: at('11:20') },
    ])
    expect(endedAt(incident, night)).toEqual(at('11:20'))
  })

  it('goes on until now while it is open', () => {
    expect(activePeriods(declared(), night)).toEqual([{ from: at('10:00'), to: night }])
    expect(endedAt(declared(), night)).toBeUndefined()
  })

  it('is divided among the severities it had', () => {
    expect(timeInSeverity(sampleIncident(), night)).toEqual([
      { severity: 'SEV1', minutes: 95 },
      { severity: 'SEV3', minutes: 5 },
    ])
  })

  it('counts a severity that came back as one, and not the time between end and reopening', () => {
    const incident = run(
      declared(),
      steps.severity('SEV1', 'U0ANA', '10:10'),
      steps.severity('SEV3', 'U0ANA', '10:30'),
      steps.resolve('Restarted.', 'U0ANA', '10:40'),
      i => reopen(i, { reason: 'it came back' }, by('U0ANA', '12:40')),
    )
    expect(timeInSeverity(incident, at('13:00'))).toEqual([
      { severity: 'SEV1', minutes: 20 },
      { severity: 'SEV3', minutes: 40 },
    ])
  })
})

describe('intervals', () => {
  it('have a start and an end point', () => {
    const measured = intervals(sampleIncident()).map(({ label, from, to }) => [
      label,
      from.label,
      to.label,
      from.at && to.at ? describeInterval(from.at, to.at) : undefined,
    ])
    expect(measured).toEqual([
      ['Time to detect', 'Started', 'Detected', undefined],
      ['Time to acknowledge', 'Declared', 'Acknowledged', '3 min'],
      ['Time to first update', 'Declared', 'First update written', '12 min'],
      ['Time to mitigate', 'Declared', 'Mitigated: a fix is in place and being checked', '1 h 25 min'],
      ['Time to resolve', 'Declared', 'Resolved', '1 h 40 min'],
      ['Time to close', 'Resolved', 'Closed', '30 min'],
    ])
  })

  it('are not measured where an end point is missing', () => {
    expect(intervals(declared()).every(({ to }) => to.at === undefined)).toBe(true)
  })
})

describe('SLA attainment', () => {
  const outcomes = (incident: ReturnType<typeof declared>, now = night) =>
    attainments(incident, policy, now).map(({ label, priority, dueAt, outcome }) => [label, priority, dueAt, outcome])

  it('measures each promise by the priority at the time, from when that priority began', () => {
    expect(outcomes(sampleIncident())).toEqual([
      ['Acknowledge', 'P2', at('10:15'), 'met'],
      ['First update', 'P1', at('10:20'), 'met'],
      ['Resolve', 'P1', at('14:05'), 'met'],
    ])
  })

  it('misses what came too late or has not come, and leaves open what is not due yet', () => {
    const incident = run(declared(), steps.acknowledge('U0ANA', '10:16'))
    expect(outcomes(incident, at('11:00')).map(row => row[3])).toEqual(['missed', 'missed', 'running'])
  })

  it('counts what came at the last moment as met', () => {
    expect(outcomes(run(declared(), steps.acknowledge('U0ANA', '10:15')))[0]?.[3]).toBe('met')
  })

  it('does not count an automatic update as the first update', () => {
    const incident = run(declared(), steps.holding('10:30'))
    expect(outcomes(incident, at('10:31'))[1]).toEqual(['First update', 'P2', at('10:30'), 'missed'])
  })

  it('does not blame an incident that was cancelled before anything was due', () => {
    const incident = run(declared(), i => cancel(i, { reason: 'a false alarm', policy }, by('U0ANA', '10:05')))
    expect(outcomes(incident).map(row => row[3])).toEqual(['ended before', 'ended before', 'ended before'])
  })

  it('owes no first update where the policy promises none', () => {
    const incident = run(declared(), steps.severity('SEV4', 'U0ANA', '10:01'), i =>
      changeUrgency(i, { urgency: 'low', policy }, by('U0ANA', '10:02')),
    )
    expect(outcomes(incident)[1]).toEqual(['First update', 'P4', undefined, 'not owed'])
  })

  it('does not restart a clock when the severity changes and the priority stays', () => {
    const incident = run(declared(), steps.severity('SEV1', 'U0ANA', '10:05'), steps.severity('SEV2', 'U0ANA', '10:09'))
    expect(priorityAt(incident, night)).toEqual({ priority: 'P1', since: at('10:05') })
    expect(priorityAt(incident, at('10:04'))).toEqual({ priority: 'P2', since: at('10:00') })
  })
})

describe('who was told what', () => {
  it('says of every update whether it was in time for each audience, and where it was read', () => {
    const log = tellings(sampleIncident(), policy).map(one => [
      one.update.kind,
      one.audience,
      one.dueAt,
      one.punctuality,
      one.posted.map(post => post.channel),
      one.failed,
    ])
    const unposted = { channel: 'C0SUPP', reason: 'is_archived' }
    expect(log).toEqual([
      ['report', 'responders', at('10:20'), 'on time', ['C0INC'], []],
      ['report', 'leadership', at('10:20'), 'on time', ['C0LEAD'], []],
      ['report', 'support', at('10:20'), 'not delivered', [], [unposted]],
      ['holding', 'responders', at('10:42'), 'automatic', ['C0INC'], []],
      ['holding', 'leadership', at('10:42'), 'automatic', ['C0LEAD'], []],
      ['holding', 'support', at('10:42'), 'automatic', ['C0SUPP'], []],
      ['report', 'responders', at('11:12'), 'late', ['C0INC'], []],
      ['report', 'leadership', at('11:12'), 'late', ['C0LEAD'], []],
      ['report', 'support', at('11:12'), 'late', ['C0SUPP'], []],
      ['final', 'responders', at('11:50'), 'on time', ['C0INC'], []],
      ['final', 'leadership', at('11:50'), 'on time', ['C0LEAD'], []],
      ['final', 'support', at('11:50'), 'on time', ['C0SUPP'], []],
    ])
  })

  it('judges an update by the priority of its time, whatever it became later', () => {
    const incident = run(
      declared(),
      steps.update({ state: 'Looking.' }, 30, 'U0ANA', '10:20'),
      steps.severity('SEV1', 'U0ANA', '10:25'),
    )
    expect(tellings(incident, policy)[0]).toMatchObject({ dueAt: at('10:30'), punctuality: 'on time' })
  })

  it('finds the longest silence of each audience, with and without automatic updates', () => {
    const [, leadership, support] = reachByAudience(sampleIncident(), policy, night)
    expect(leadership).toEqual({
      audience: 'leadership',
      updates: 4,
      automatic: 1,
      missed: 1,
      onTime: 2,
      owed: 4,
      late: 1,
      latestByMinutes: 8,
      undelivered: 0,
      longestSilence: { from: at('10:42:03'), to: at('11:20:05') },
      longestWithoutReport: { from: at('10:12:02'), to: at('11:20:05') },
    })
    // What could not be posted broke no silence.
    expect(support?.longestSilence).toEqual({ from: at('10:00'), to: at('10:42:03') })
  })

  it('counts the silence that goes on now', () => {
    const incident = run(declared(), steps.update({ state: 'Looking' }, 30, 'U0ANA', '10:10'), steps.posted('10:10'))
    expect(reachByAudience(incident, policy, at('12:00'))[0]?.longestSilence).toEqual({
      from: at('10:10'),
      to: at('12:00'),
    })
  })
})
