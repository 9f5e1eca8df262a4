import { describe, expect, it } from 'vitest'
import { record } from '../../src/domain/incident.ts'
import { reopen, resolve } from '../../src/domain/lifecycle.ts'
import { nextWorkAt, outstandingWork, settle } from '../../src/domain/work.ts'
import { at, by, opened, policy } from '../helpers/incidents.ts'

const reading = (incident: ReturnType<typeof opened>, minutes: number) =>
  outstandingWork(incident, policy, at(minutes)).filter(work => work.kind === 'read-channel')
const resolved = (incident: ReturnType<typeof opened>, minutes: number) =>
  resolve(incident, { resolution: 'rolled back', policy }, by('U0ANA', minutes))

describe('reading what was said', () => {
  it('is due when it is resolved, and once', () => {
    expect(reading(opened(), 5)).toEqual([])
    const incident = resolved(opened(), 5)
    const [work, ...more] = reading(incident, 5)
    expect(more).toEqual([])
    expect(work).toMatchObject({
      key: `INC-42#${incident.timeline.find(fact => fact.type === 'resolved')?.seq}/read-channel`,
      dueAt: at(5),
    })
    expect(nextWorkAt(incident, policy, at(5))?.getTime()).toBeLessThanOrEqual(at(5).getTime())
    if (work) expect(reading(settle(incident, work), 100_000)).toEqual([])
  })

  it('is due again when it is resolved again, and never of what was erased', () => {
    const before = resolved(opened(), 5)
    const [work] = reading(before, 5)
    const reopened = reopen(work ? settle(before, work) : before, { reason: 'it is back' }, by('U0ANA', 6))
    const again = resolved(reopened, 9)
    expect(reading(again, 9)).toHaveLength(1)
    const over = { ...again, status: 'closed' as const }
    expect(reading(over, 10)).toHaveLength(1)
    expect(reading(record(over, by('sitrep', 10), { type: 'transcript-erased', messages: 1, files: 0 }), 10)).toEqual(
      [],
    )
  })
})
