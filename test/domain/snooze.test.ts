import { describe, expect, it } from 'vitest'
import { tellings } from '../../src/domain/communications.ts'
import { compose } from '../../src/domain/compose.ts'
import { describeEvent } from '../../src/domain/describe-event.ts'
import type { Incident } from '../../src/domain/incident.ts'
import { resolve } from '../../src/domain/lifecycle.ts'
import { reportNoChange } from '../../src/domain/no-change.ts'
import { parsePolicy } from '../../src/domain/policy.ts'
import { snooze, snoozeChoices, snoozedNow } from '../../src/domain/snooze.ts'
import { nextUpdateAt, updatesDue, updatesOf, writeHoldingUpdate, writeUpdate } from '../../src/domain/updates.ts'
import { outstandingWork, settle } from '../../src/domain/work.ts'
import { at, by, opened, policy, told } from '../helpers/incidents.ts'

const put = (incident: Incident, minutes: number, now: number, more: { dueAt?: Date; reason?: string } = {}) =>
  snooze(incident, { minutes, reason: 'The vendor is looking', policy, ...more }, by('U0ANA', now))
const wrote = (incident: Incident, now: number) =>
  writeUpdate(incident, { fields: { state: 'x' }, nextInMinutes: 30, policy }, by('U0ANA', now))

describe('putting an update off', () => {
  it('moves the promise, with a reason on the record', () => {
    const later = put(wrote(opened(), 5), 20, 33)
    expect(nextUpdateAt(later, policy)).toEqual(at(55))
    expect(later.timeline.at(-2)).toMatchObject({
      type: 'update-snoozed',
      by: 'U0ANA',
      dueAt: at(35),
      until: at(55),
      reason: 'The vendor is looking',
    })
    const [told] = later.timeline.slice(-2)
    expect(told && describeEvent(told, { user: id => id, channel: id => id })).toBe(
      'U0ANA put the next update off to 2026-03-02 10:55 UTC: The vendor is looking',
    )
  })

  it('tells everybody to whom it was promised, and not why', () => {
    const later = put(wrote(opened(), 5), 20, 33)
    const [, told] = updatesOf(later)
    expect(told).toMatchObject({ kind: 'postponed', audiences: ['responders', 'leadership', 'support', 'customers'] })
    if (!told) throw new Error('nobody is told')
    const read = compose('leadership', told, { incident: later, policy })
    expect(read.paragraphs.map(paragraph => paragraph.text)).toEqual([
      'We need more time for the next update, which was promised for 2026-03-02 10:35 UTC.',
    ])
    expect(read.next).toMatchObject({ at: at(55) })
    expect(JSON.stringify(read)).not.toContain('vendor')
  })

  it('speaks of no promise to those who had none yet', () => {
    const [told] = updatesOf(put(opened(), 10, 12))
    if (!told) throw new Error('nobody is told')
    const [paragraph] = compose('support', told, { incident: opened(), policy }).paragraphs
    expect(paragraph?.text).toBe('We need more time for the next update.')
  })

  it('leaves alone who waits for a later one', () => {
    const apart = parsePolicy({ audiences: { leadership: { cadence: { P4: 60 } } } }, policy)
    const minor = opened({ severity: 'SEV4', urgency: 'low' }, apart)
    const later = snooze(minor, { minutes: 10, reason: 'because', policy: apart }, by('U0ANA', 40))
    expect(updatesOf(later).at(-1)?.audiences).toEqual(['leadership'])
    expect(updatesDue(later, apart)).toEqual([
      { audience: 'leadership', at: at(70) },
      { audience: 'support', at: at(1440) },
    ])
  })

  it('counts from the promise, or from now when that is past', () => {
    expect(nextUpdateAt(put(opened(), 10, 2), policy)).toEqual(at(25))
    expect(nextUpdateAt(put(opened(), 10, 17.5), policy)).toEqual(at(27.5))
  })

  it('keeps the second, whatever part of a minute is left', () => {
    const odd = at(7 / 60)
    const later = snooze(
      opened(),
      { minutes: 10, reason: 'because', policy },
      { by: 'U0ANA', via: 'modal', at: new Date(odd.getTime() + 1) },
    )
    expect(nextUpdateAt(later, policy)).toEqual(at(25))
  })

  it('has limits: so many minutes, and so many times in a row', () => {
    expect(() => put(opened(), 31, 5)).toThrow('at most 30 min')
    expect(() => put(opened(), 0, 5)).toThrow('at most 30 min')
    const twice = put(put(opened(), 10, 10), 10, 20)
    expect(() => put(twice, 10, 30)).toThrow('put off 2 times already')
    const missed = writeHoldingUpdate(twice, { slot: at(35), policy }, { by: 'sitrep', via: 'clock', at: at(35) })
    expect(() => put(missed, 10, 40)).toThrow('put off 2 times already')
    expect(nextUpdateAt(put(wrote(missed, 41), 10, 50), policy)).toEqual(at(81))
    expect(
      nextUpdateAt(
        put(reportNoChange(told(missed, { policy }, by('U0ANA', 41)), { policy }, by('U0ANA', 41)), 10, 50),
        policy,
      ),
    ).toEqual(at(81))
    const never = parsePolicy({ snooze: { timesInARow: 0 } }, policy)
    expect(() => snooze(opened(), { minutes: 10, reason: 'because', policy: never }, by('U0ANA', 5))).toThrow(
      'lets nobody',
    )
  })

  it('needs a reason, an update that is due, and an incident that goes on', () => {
    expect(() => put(opened(), 10, 5, { reason: '  x ' })).toThrow('Say why')
    expect(() => put(opened({ severity: 'SEV4', urgency: 'low', isPrivate: true }), 10, 5)).toThrow('none to put off')
    expect(() => put(resolve(opened(), { resolution: 'x', policy }, by('U0ANA', 4)), 10, 5)).toThrow('Resolved')
  })

  it('is refused where the update that was meant is not waited for any more', () => {
    expect(nextUpdateAt(put(opened(), 10, 5, { dueAt: at(15) }), policy)).toEqual(at(25))
    expect(() => put(wrote(opened(), 4), 10, 5, { dueAt: at(15) })).toThrow('not waited for any more')
  })

  it('reminds again before the new time, and then posts the automatic update', () => {
    const all = outstandingWork(opened(), policy, at(12))
    const later = put(all.reduce(settle, opened()), 10, 12)
    const kinds = (minutes: number) =>
      outstandingWork(later, policy, at(minutes)).flatMap(work => ('slot' in work ? [work.kind] : []))
    expect(kinds(19)).toEqual([])
    expect(kinds(20)).toEqual(['nudge-owner'])
    expect(kinds(25)).toEqual(['write-holding-update'])
    expect(updatesDue(later, policy)).toHaveLength(4)
  })

  it('is shown until somebody writes', () => {
    const later = put(opened(), 10, 5)
    expect(snoozedNow(later)?.until).toEqual(at(25))
    expect(snoozedNow(wrote(later, 20))).toBeUndefined()
    expect(snoozedNow(resolve(later, { resolution: 'x', policy }, by('U0ANA', 20)))).toBeUndefined()
  })

  it('is neither on time nor late in the record, and is not said any more after a newer update', () => {
    const later = put(wrote(opened(), 5), 20, 33)
    expect(tellings(later, policy).at(-1)).toMatchObject({ punctuality: 'put off', dueAt: at(35) })
    const posts = (incident: Incident) =>
      outstandingWork(incident, policy, at(40)).filter(work => work.kind === 'post-update' && work.fact.seq === 5)
    expect(posts(later)).toHaveLength(4)
    expect(posts(wrote(later, 34))).toEqual([])
    expect(posts(resolve(later, { resolution: 'x', policy }, by('U0ANA', 34)))).toEqual([])
  })
})

it('offers 10, 20 and 30 minutes, as far as the policy allows', () => {
  expect(snoozeChoices(policy)).toEqual([10, 20, 30])
  expect(snoozeChoices(parsePolicy({ snooze: { maxMinutes: 20 } }))).toEqual([10, 20])
  expect(snoozeChoices(parsePolicy({ snooze: { maxMinutes: 5 } }))).toEqual([5])
})
