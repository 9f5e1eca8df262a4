import { describe, expect, it } from 'vitest'
import { tellings } from '../../src/domain/communications.ts'
import { compose } from '../../src/domain/compose.ts'
import { changeSeverity, type Incident, record } from '../../src/domain/incident.ts'
import { resolve } from '../../src/domain/lifecycle.ts'
import { reportNoChange } from '../../src/domain/no-change.ts'
import { parsePolicy } from '../../src/domain/policy.ts'
import { updatesDue, updatesOf, writeUpdate } from '../../src/domain/updates.ts'
import { asRead, waitingFor } from '../../src/domain/waiting.ts'
import { outstandingWork } from '../../src/domain/work.ts'
import { at, by, channels, policy as everybody, opened } from '../helpers/incidents.ts'

/** It is Monday, 10:00: leadership is not to be disturbed from 11:00 to 13:00, minutes 60 to 180. */
const policy = parsePolicy(
  {
    audiences: {
      leadership: { quietHours: { from: '11:00', to: '13:00', timeZone: 'UTC', breakThrough: ['P1'] } },
    },
  },
  everybody,
)
/** A P2: leadership hears every 60 minutes. */
const calm = () => opened({ severity: 'SEV2', urgency: 'medium' }, policy)
const wrote = (incident: Incident, minutes: number, state: string, nextInMinutes = 60) =>
  writeUpdate(incident, { fields: { state }, nextInMinutes, policy }, by('U0ANA', minutes))
const toLeadership = (incident: Incident, minutes: number) =>
  outstandingWork(incident, policy, at(minutes)).flatMap(work =>
    work.kind === 'post-update' && work.channel === channels.leadership ? [work] : [],
  )
const dueFor = (incident: Incident, audience: string) =>
  updatesDue(incident, policy).find(due => due.audience === audience)?.at
/** What leadership reads of the posts that are due. */
const read = (incident: Incident, minutes: number) =>
  toLeadership(incident, minutes).map(({ fact }) =>
    compose('leadership', asRead(fact, 'leadership', { incident, policy }), { incident, policy }),
  )
const texts = (incident: Incident, minutes: number) =>
  read(incident, minutes).flatMap(({ paragraphs }) => paragraphs.map(paragraph => paragraph.text))

describe('an audience that is not to be disturbed', () => {
  it('reads what was written meanwhile when its quiet hours end; others read it at once', () => {
    const written = wrote(calm(), 70, 'Rolling back')
    expect(toLeadership(written, 179)).toEqual([])
    expect(texts(written, 180)).toEqual(['Rolling back'])
    const support = outstandingWork(written, policy, at(70)).filter(
      work => work.kind === 'post-update' && work.audience === 'support',
    )
    expect(support).toHaveLength(1)
  })

  it('is owed its first update when its quiet hours end, not during them', () => {
    const opensAt = (minutes: number) =>
      parsePolicy(
        {
          targets: { P2: { firstUpdate: { minutes } } },
          audiences: {
            leadership: { quietHours: { from: '11:00', to: '13:00', timeZone: 'UTC', breakThrough: ['P1'] } },
          },
        },
        everybody,
      )
    const firstDue = (minutes: number) =>
      updatesDue(calm(), opensAt(minutes)).find(due => due.audience === 'leadership')?.at
    expect(firstDue(90)).toEqual(at(180))
    expect(firstDue(30)).toEqual(at(30))
  })

  it('reads one message of several, the last', () => {
    const written = wrote(wrote(wrote(calm(), 70, 'one'), 100, 'two'), 130, 'three')
    expect(texts(written, 180)).toEqual(['three'])
  })

  it('wakes up to the last report, not to “no change”, with the promise that holds', () => {
    const written = reportNoChange(wrote(calm(), 70, 'Rolling back'), { policy }, by('U0ANA', 130))
    expect(texts(written, 180)).toEqual(['Rolling back'])
    expect(read(written, 180)[0]?.next?.at).toEqual(at(190))
    expect(dueFor(written, 'leadership')).toEqual(at(190))
  })

  it('is not told again what it has read before', () => {
    const before = wrote(calm(), 30, 'Looking')
    const [update] = updatesOf(before)
    const told = record(before, by('sitrep', 31), {
      type: 'update-posted',
      update: update?.seq ?? 0,
      audience: 'leadership',
      channel: channels.leadership,
      ts: '1.1',
    })
    const written = reportNoChange(told, { policy }, by('U0ANA', 70))
    expect(texts(written, 180).at(-1)).toMatch(/no change to report/)
  })

  it('reads the end of the incident and nothing before it', () => {
    const over = resolve(wrote(calm(), 70, 'Rolling back'), { resolution: 'Rolled back', policy }, by('U0ANA', 90))
    expect(toLeadership(over, 179)).toEqual([])
    expect(texts(over, 180)).toEqual(['Rolled back'])
  })

  it('is owed nothing meanwhile: nobody is reminded for it and nothing automatic is written for it', () => {
    const written = wrote(calm(), 30, 'Looking')
    expect(dueFor(written, 'support')).toEqual(at(90))
    expect(dueFor(written, 'leadership')).toEqual(at(180))
    const first = opened({ severity: 'SEV2', urgency: 'medium' }, policy)
    expect(dueFor(first, 'leadership')).toEqual(at(30))
  })

  it('is promised what it will get', () => {
    const written = wrote(calm(), 30, 'Looking')
    const [update] = updatesOf(written)
    if (!update) throw new Error('nothing was written')
    expect(compose('support', update, { incident: written, policy }).next?.at).toEqual(at(90))
    expect(compose('leadership', update, { incident: written, policy }).next?.at).toEqual(at(180))
  })

  it('is disturbed by a priority that breaks through, with what waits', () => {
    const waiting = wrote(wrote(calm(), 70, 'one'), 80, 'two')
    expect(waitingFor(waiting, policy)).toEqual([{ audience: 'leadership', until: at(180) }])
    const raised = changeSeverity(waiting, { severity: 'SEV1', policy }, by('U0ANA', 90))
    expect(raised.priority).toBe('P1')
    expect(texts(raised, 90)).toEqual(['two'])
    expect(waitingFor(raised, policy)).toEqual([])
    expect(texts(wrote(raised, 100, 'three'), 100)).toEqual(['three'])
  })

  it('is not sent the morning’s leftovers when a priority breaks through later', () => {
    const waited = wrote(wrote(calm(), 70, 'one'), 80, 'two')
    const [done] = toLeadership(waited, 180)
    const settled = { ...waited, settled: [...waited.settled, done?.key ?? ''] }
    const raised = changeSeverity(settled, { severity: 'SEV1', policy }, by('U0ANA', 200))
    expect(toLeadership(raised, 200)).toEqual([])
  })

  it('is in the record as on time, with why it heard later', () => {
    const written = wrote(wrote(calm(), 30, 'Looking'), 70, 'Rolling back')
    expect(
      tellings(written, policy).find(one => one.update.at > at(60) && one.audience === 'leadership'),
    ).toMatchObject({ punctuality: 'on time', waitedUntil: at(180), dueAt: at(180) })
  })
})
