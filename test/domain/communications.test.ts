import { describe, expect, it } from 'vitest'
import { adjustAudience } from '../../src/domain/adjust-audience.ts'
import { messageTable } from '../../src/domain/communication-tables.ts'
import { reachByAudience, tellings } from '../../src/domain/communications.ts'
import { assignRole, type Incident, record } from '../../src/domain/incident.ts'
import type { Block } from '../../src/domain/review.ts'
import { plain } from '../../src/domain/review-text.ts'
import { snooze } from '../../src/domain/snooze.ts'
import { updatesOf, writeHoldingUpdate, writeUpdate } from '../../src/domain/updates.ts'
import { at, by, channels, opened, policy } from '../helpers/incidents.ts'

const names = { user: (id: string) => id, channel: (id: string) => id }
const wrote = (incident: Incident, minutes: number) =>
  writeUpdate(incident, { fields: { state: 'x' }, nextInMinutes: 30, policy }, by('U0BEN', minutes))
const posted = (incident: Incident, minutes: number) => {
  const update = updatesOf(incident).at(-1)?.seq ?? 0
  return record(incident, by('sitrep', minutes), {
    type: 'update-posted',
    ...{ update, audience: 'support', channel: channels.support, ts: '1.1' },
  })
}
const rowsOf = (incident: Incident, minutes: number) => {
  const table = messageTable({ incident, policy, names, builtAt: at(minutes) }) as Extract<Block, { kind: 'table' }>
  return table.rows.map(row => Object.fromEntries(table.columns.map((column, nth) => [column, plain(row[nth] ?? '')])))
}
const reach = (incident: Incident, minutes: number) =>
  reachByAudience(incident, policy, at(minutes)).find(({ audience }) => audience === 'support')

describe('an automatic update after an outage', () => {
  const held = (minutes: number) =>
    writeHoldingUpdate(
      posted(wrote(opened(), 0), 0),
      { slot: at(30), policy },
      { by: 'sitrep', via: 'clock', at: at(minutes) },
    )

  it('is late by how long it took, and stands for every update that was due until then', () => {
    const incident = posted(held(195), 195)
    expect(reach(incident, 200)).toMatchObject({ automatic: 1, missed: 6, owed: 7, latestByMinutes: 165 })
    expect(rowsOf(incident, 200).findLast(row => row.Audience === 'Support')).toMatchObject({
      'In time': '6 missed, late by 2 h 45 min',
    })
  })

  it('is one that was missed, and not late, where Sitrep was there', () => {
    const incident = posted(held(30), 30)
    expect(reach(incident, 31)).toMatchObject({ automatic: 1, missed: 1, owed: 2, latestByMinutes: 0 })
  })
})

it('is late in every row while it has arrived nowhere', () => {
  const incident = wrote(opened(), 5)
  expect(rowsOf(incident, 5).map(row => row['In time'])).toContain('on time')
  expect(rowsOf(incident, 75).map(row => row['In time'])).toEqual(
    Array(4).fill('written in time, delivered late by 1 h'),
  )
})

it('is owed to nobody where nobody is left to tell', () => {
  const incident = wrote(opened(), 5)
  const key = `${incident.id}#${updatesOf(incident)[0]?.seq}/post-update/support/${channels.support}`
  const dropped = { ...incident, settled: [...incident.settled, key] }
  expect(tellings(dropped, policy).find(({ audience }) => audience === 'support')).toMatchObject({ isForNobody: true })
  expect(reach(dropped, 10)).toMatchObject({ onTime: 0, owed: 0 })
  expect(rowsOf(dropped, 10).find(row => row.Audience === 'Support')?.['In time']).toBe('nobody left to tell')
})

it('says until when an update was put off, and why', () => {
  const later = snooze(wrote(opened(), 5), { minutes: 20, reason: 'The vendor looks', policy }, by('U0BEN', 33))
  expect(rowsOf(later, 34).at(-1)).toMatchObject({ Kind: 'Put off until 10:55 UTC: The vendor looks' })
})

describe('the longest silence of an audience', () => {
  const led = () => assignRole(opened(), { role: 'communications', user: 'U0BEN' }, by('U0BEN'))
  const adjust = (incident: Incident, hears: boolean, minutes: number, audience = 'support') =>
    adjustAudience(incident, { audience, hears, added: [], reason: 'Because', policy }, by('U0BEN', minutes))

  it('ends when it is left out', () => {
    const out = adjust(posted(wrote(led(), 10), 10), false, 30)
    expect(reach(out, 300)?.longestSilence).toEqual({ from: at(10), to: at(30) })
  })

  it('begins when it is brought in', () => {
    const incident = wrote(adjust(led(), true, 50, 'legal'), 60)
    const [legal] = reachByAudience(incident, policy, at(70)).filter(({ audience }) => audience === 'legal')
    expect(legal?.longestSilence).toEqual({ from: at(50), to: at(70) })
  })

  it('goes on while a change leaves it a reader', () => {
    const same = adjust(posted(wrote(led(), 10), 10), true, 30)
    expect(reach(same, 300)?.longestSilence).toEqual({ from: at(10), to: at(300) })
  })
})
