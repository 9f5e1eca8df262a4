import { describe, expect, it } from 'vitest'
import { type Incident, record } from '../../src/domain/incident.ts'
import { cancel, reopen } from '../../src/domain/lifecycle.ts'
import { parsePolicy } from '../../src/domain/policy.ts'
import { keptFrom, retentionWork } from '../../src/domain/retention.ts'
import { at, by, opened, policy } from '../helpers/incidents.ts'

const day = 24 * 60
const keeping = (keepDays: number | null) => parsePolicy({ transcript: { keepDays } })
const cancelled = (incident: Incident, minutes: number) =>
  cancel(incident, { reason: 'false alarm', policy, wordings: {} }, by('U0ANA', minutes))
const reopened = (incident: Incident, minutes: number) =>
  reopen(incident, { reason: 'it is back' }, by('U0ANA', minutes))
const letGo = (incident: Incident, minutes: number) =>
  record(incident, by('sitrep', minutes), { type: 'transcript-erased', messages: 2, files: 1 })
const dueAt = (incident: Incident, keepDays: number | null) =>
  retentionWork(incident, keeping(keepDays)).map(work => work.dueAt)

describe('letting go of what was said', () => {
  it('is due so many days after the end, by the policy of now', () => {
    const incident = cancelled(opened(), 5)
    expect(dueAt(opened(), 30)).toEqual([])
    expect(dueAt(incident, null)).toEqual([])
    expect(dueAt(incident, 30)).toEqual([at(5 + 30 * day)])
    expect(dueAt(incident, 1)).toEqual([at(5 + day)])
  })

  it('is done once for each end', () => {
    const before = letGo(cancelled(opened(), 5), 30 * day)
    expect(dueAt(before, 30)).toEqual([])
    const again = reopened(before, 40 * day)
    expect(dueAt(again, 30)).toEqual([])
    expect(dueAt(cancelled(again, 41 * day), 30)).toEqual([at(71 * day)])
  })
})

describe('what is said in a channel', () => {
  it('is kept from its beginning, and not any more once it was let go', () => {
    const incident = cancelled(opened(), 5)
    expect(keptFrom(incident)).toEqual(new Date(0))
    expect(keptFrom(reopened(incident, 6))).toEqual(new Date(0))
    expect(keptFrom(letGo(incident, 7))).toBeUndefined()
  })

  it('is kept again since the incident was reopened, also when that was just while it was let go', () => {
    const gone = letGo(cancelled(opened(), 5), 7)
    const back = reopened(gone, 9)
    expect(keptFrom(back)).toEqual(at(9))
    expect(keptFrom(reopened(cancelled(back, 10), 11))).toEqual(at(9))
    expect(keptFrom(letGo(reopened(cancelled(opened(), 5), 6), 7))).toEqual(at(7))
  })
})
