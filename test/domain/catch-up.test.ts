import { describe, expect, it } from 'vitest'
import { catchUpOn, joinIncident, noteJoined } from '../../src/domain/catch-up.ts'
import { correctUpdate } from '../../src/domain/correction.ts'
import { addNote, type Incident } from '../../src/domain/incident.ts'
import { close, resolve } from '../../src/domain/lifecycle.ts'
import { reportNoChange } from '../../src/domain/no-change.ts'
import { parsePolicy } from '../../src/domain/policy.ts'
import { snooze } from '../../src/domain/snooze.ts'
import { writeUpdate } from '../../src/domain/updates.ts'
import { outstandingWork, settle } from '../../src/domain/work.ts'
import { at, by, opened, policy } from '../helpers/incidents.ts'

const noted = (texts: readonly string[], incident: Incident = opened()) =>
  texts.reduce((latest, text, index) => addNote(latest, { text }, by('U0BEN', index + 1)), incident)
const emi = { user: 'U0EMI' }
const welcomes = (incident: Incident, minutes: number) =>
  outstandingWork(incident, policy, at(minutes)).filter(({ kind }) => kind === 'catch-up')

describe('what somebody has to know who comes late', () => {
  it('is what nobody has to look at again, apart from the last notes', () => {
    const incident = noted(['one', 'Ruled out: the disk', 'ruled out – DNS', 'two', 'three', 'four', 'five', 'six'])
    const { notes, ruledOut } = catchUpOn(incident, policy)
    expect(ruledOut).toEqual(['the disk', 'DNS'])
    expect(notes).toEqual(['two', 'three', 'four', 'five', 'six'])
    expect(catchUpOn(noted(['Nothing is ruled out yet']), policy).ruledOut).toEqual([])
  })

  it('is the last update that somebody wrote, and when the next is due', () => {
    const incident = writeUpdate(opened(), { fields: { state: 'Looking' }, nextInMinutes: 30, policy }, by('U0ANA', 5))
    const { last, nextUpdateAt } = catchUpOn(incident, policy)
    expect(last?.rendering.paragraphs).toEqual([{ label: 'Conditions', text: 'Looking' }])
    expect(nextUpdateAt).toEqual(at(35))
  })

  it('is the last report when it was put off or nothing changed since, and when that was said', () => {
    const incident = writeUpdate(opened(), { fields: { state: 'Looking' }, nextInMinutes: 30, policy }, by('U0ANA', 5))
    const unchanged = reportNoChange(incident, { policy }, by('U0ANA', 30))
    const later = snooze(unchanged, { minutes: 10, reason: 'on the phone', policy }, by('U0ANA', 40))
    const { last } = catchUpOn(later, policy)
    expect(last?.rendering.paragraphs).toEqual([{ label: 'Conditions', text: 'Looking' }])
    expect([last?.at, last?.unchangedAt]).toEqual([at(5), at(30)])
    const again = writeUpdate(later, { fields: { state: 'Found' }, nextInMinutes: 30, policy }, by('U0ANA', 45))
    expect(catchUpOn(again, policy).last).not.toHaveProperty('unchangedAt')
  })

  it('is what the last update says once it was corrected', () => {
    const incident = writeUpdate(opened(), { fields: { state: 'Rome' }, nextInMinutes: 30, policy }, by('U0ANA', 5))
    const update = incident.timeline.length
    const put = { update, known: 0, fields: { state: 'Milan' }, wordings: {} }
    const { last } = catchUpOn(correctUpdate(incident, put, by('U0ANA', 6)), policy)
    expect(last?.rendering.paragraphs).toEqual([{ label: 'Conditions', text: 'Milan' }])
  })
})

describe('coming to the channel', () => {
  it('is noted once for each person, and not before there is something to tell', () => {
    expect(noteJoined(opened(), emi, by('U0EMI', 1))).toEqual(opened())
    const joined = noteJoined(noted(['x']), emi, by('U0EMI', 2))
    expect(welcomes(joined, 2)).toMatchObject([{ key: 'INC-42/catch-up/U0EMI', user: 'U0EMI' }])
    expect(noteJoined(joined, emi, by('U0EMI', 3))).toBe(joined)
  })

  it('is no reason to tell anything any more after ten minutes', () => {
    const joined = noteJoined(noted(['x']), emi, by('U0EMI', 2))
    expect(welcomes(joined, 11)).toHaveLength(1)
    expect(welcomes(joined, 12)).toEqual([])
  })

  it('is noted no more when it is over', () => {
    const lenient = parsePolicy({ closeRequires: [] }, policy)
    const resolved = resolve(noted(['x']), { resolution: 'Fixed', policy: lenient }, by('U0ANA', 5))
    const closed = close(resolved, { policy: lenient }, by('U0ANA', 6))
    expect(noteJoined(closed, emi, by('U0EMI', 7))).toBe(closed)
  })

  it('at one’s own wish is asked for once until it is done', () => {
    const asked = joinIncident(opened(), undefined, by('U0EMI', 1))
    expect(joinIncident(asked, undefined, by('U0EMI', 2))).toBe(asked)
    const done = outstandingWork(asked, policy, at(2)).reduce(settle, asked)
    expect(joinIncident(done, undefined, by('U0EMI', 3)).timeline).toHaveLength(done.timeline.length + 1)
  })
})
