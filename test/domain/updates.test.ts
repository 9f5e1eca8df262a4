import { describe, expect, it } from 'vitest'
import { compose } from '../../src/domain/compose.ts'
import { changeSeverity, changeUrgency, type Incident } from '../../src/domain/incident.ts'
import { cancel, close, merge, reopen, resolve } from '../../src/domain/lifecycle.ts'
import { reportNoChange } from '../../src/domain/no-change.ts'
import { defaultPolicy } from '../../src/domain/policy.ts'
import { shortestCadence } from '../../src/domain/promises.ts'
import { type Fact, isFact } from '../../src/domain/timeline.ts'
import { nextUpdateAt, updateOwner, updatesDue, writeHoldingUpdate, writeUpdate } from '../../src/domain/updates.ts'
import { at, by, channels, declared, monday, opened, policy, told } from '../helpers/incidents.ts'

const updated = (incident: Incident, minutes: number, nextInMinutes: number) =>
  writeUpdate(incident, { fields: { state: 'Working' }, nextInMinutes, policy }, by('U0ANA', minutes))
const dueIn = (incident: Incident) =>
  Object.fromEntries(
    updatesDue(incident, policy).map(due => [due.audience, (due.at.getTime() - monday.getTime()) / 60_000]),
  )

describe('the next update', () => {
  it('is first due by the priority’s target, for every audience with a cadence', () => {
    expect(dueIn(opened())).toEqual({ responders: 15, leadership: 15, support: 15, customers: 15 })
    expect(dueIn(opened({ severity: 'SEV2', urgency: 'low' }))).toEqual({ responders: 120, support: 120 })
    expect(dueIn(opened({ severity: 'SEV4', urgency: 'low' }))).toEqual({ support: 1440 })
  })

  it('includes legal in security incidents only', () => {
    expect(dueIn(opened({ category: 'security' }))).toHaveProperty('legal', 15)
    expect(dueIn(opened({ category: 'software' }))).not.toHaveProperty('legal')
  })

  it('of a private incident is owed to its own channel only', () => {
    expect(dueIn(opened({ isPrivate: true }))).toEqual({ responders: 15 })
  })

  it('is owed to nobody before there is a channel to post it in', () => {
    expect(updatesDue(declared({}, policy), policy)).toEqual([])
  })

  it('is due when the last one promised it', () => {
    expect(dueIn(updated(opened(), 10, 45))).toEqual({ responders: 55, leadership: 55, support: 55, customers: 55 })
  })

  it('comes sooner when the severity is raised, with time left to write it', () => {
    const calm = updated(opened({ severity: 'SEV3', urgency: 'high' }), 10, 60)
    expect(dueIn(calm).leadership).toBe(70)
    const raised = changeSeverity(calm, { severity: 'SEV1', policy }, by('U0ANA', 20))
    expect(dueIn(raised).leadership).toBe(40)
    const raisedLate = changeSeverity(calm, { severity: 'SEV1', policy }, by('U0ANA', 50))
    expect(dueIn(raisedLate).leadership).toBe(65)
  })

  it('keeps its promise when the severity is lowered', () => {
    const lowered = changeSeverity(updated(opened(), 10, 30), { severity: 'SEV4', policy }, by('U0ANA', 20))
    expect(lowered.priority).toBe('P3')
    expect(dueIn(lowered)).toEqual({ responders: 40, leadership: 40, support: 40, customers: 40 })
  })

  it('follows the new priority at once when nothing was promised yet', () => {
    const lowered = changeSeverity(opened(), { severity: 'SEV3', policy }, by('U0ANA', 5))
    expect(lowered.priority).toBe('P2')
    expect(dueIn(lowered).responders).toBe(35)
    const minor = changeSeverity(opened({ urgency: 'low' }), { severity: 'SEV4', policy }, by('U0ANA', 5))
    expect(dueIn(minor)).toEqual({ support: 1445 })
  })

  it('stays where it was when the severity or the urgency changes and the priority does not', () => {
    const milder = changeSeverity(opened(), { severity: 'SEV2', policy }, by('U0ANA', 5))
    expect(milder).toMatchObject({ severity: 'SEV2', priority: 'P1' })
    expect(dueIn(milder).responders).toBe(15)
    const calmer = changeUrgency(opened(), { urgency: 'medium', policy }, by('U0ANA', 5))
    expect(calmer).toMatchObject({ urgency: 'medium', priority: 'P1' })
    expect(dueIn(calmer).responders).toBe(15)
    const promised = changeSeverity(updated(opened(), 10, 45), { severity: 'SEV2', policy }, by('U0ANA', 20))
    expect(dueIn(promised).responders).toBe(55)
  })

  it('is owed to nobody once the incident has ended, and starts anew when it is reopened', () => {
    const resolved = resolve(updated(opened(), 10, 30), { resolution: 'Done', policy }, by('U0ANA', 20))
    expect(dueIn(resolved)).toEqual({})
    expect(dueIn(merge(opened(), { into: 'INC-1', policy }, by('U0ANA', 1)))).toEqual({})
    expect(dueIn(reopen(resolved, { reason: 'came back' }, by('U0ANA', 100))).leadership).toBe(115)
  })

  it('is suggested by the shortest cadence among the audiences reached', () => {
    expect(shortestCadence(opened(), policy)).toBe(30)
    expect(shortestCadence(opened({ severity: 'SEV4', urgency: 'low' }), policy)).toBe(1440)
    expect(shortestCadence(opened({ severity: 'SEV4', urgency: 'low' }), defaultPolicy)).toBeUndefined()
  })
})

describe('the holding update', () => {
  const slot = at(15)
  const hold = (incident: Incident, minutes: number) =>
    writeHoldingUpdate(incident, { slot, policy }, { by: 'sitrep', via: 'clock', at: at(minutes) })

  it('says only that the incident is open, and promises the next by the cadence', () => {
    const held = hold(opened(), 15)
    expect(held.timeline.at(-1)).toMatchObject({
      type: 'update-written',
      kind: 'holding',
      by: 'sitrep',
      via: 'clock',
      fields: { state: 'The incident is still open. No new information has been reported.' },
      audiences: ['responders', 'leadership', 'support', 'customers'],
      nextIn: { responders: 30, leadership: 30, support: 30, customers: 30, followers: 30 },
    })
    expect(nextUpdateAt(held, policy)).toEqual(at(45))
  })

  it('goes out once for a slot', () => {
    const held = hold(opened(), 15)
    expect(hold(held, 15)).toBe(held)
  })

  it('is one, not a burst, after three hours in which nobody looked', () => {
    const held = hold(opened(), 195)
    expect(nextUpdateAt(held, policy)).toEqual(at(225))
  })

  it('is not written before its time, after somebody wrote, or after the end', () => {
    const before = opened()
    expect(hold(before, 14)).toBe(before)
    const written = updated(opened(), 14, 30)
    expect(hold(written, 15)).toBe(written)
    const over = resolve(opened(), { resolution: 'Done', policy }, by('U0ANA', 14))
    expect(hold(over, 15)).toBe(over)
    const closed = close(over, { policy: { ...policy, closeRequires: [] } }, by('U0ANA', 14))
    expect(hold(closed, 15)).toBe(closed)
  })
})

describe('the last word', () => {
  const finals = (incident: Incident) =>
    incident.timeline.filter(isFact('update-written')).filter(update => update.kind === 'final')

  it('goes to those who heard of it when it is cancelled or merged, so that no promise is left hanging', () => {
    const told = updated(opened(), 10, 30)
    for (const over of [
      cancel(told, { reason: 'a drill', policy }, by('U0ANA', 20)),
      merge(told, { into: 'INC-1', policy }, by('U0ANA', 20)),
    ]) {
      expect(finals(over)).toHaveLength(1)
      expect(finals(over)[0]?.audiences).toEqual(['responders', 'leadership', 'support', 'customers'])
      const { paragraphs } = compose('customers', finals(over)[0] as Fact<'update-written'>, { incident: over, policy })
      expect(paragraphs[0]?.text).toMatch(/turned out not to be a disruption|together with another disruption/)
    }
  })

  it('is not said to people who never heard of it', () => {
    expect(finals(cancel(opened(), { reason: 'a drill', policy }, by('U0ANA', 5)))).toEqual([])
  })
})

it('is for the channels configured when it was written: a later one is not told of the past', () => {
  const [update] = updated(opened(), 10, 30).timeline.filter(isFact('update-written'))
  expect(update?.channels).toEqual({
    responders: [channels.war],
    leadership: [channels.leadership],
    support: [channels.support],
    customers: [channels.customers],
  })
})

describe('no change', () => {
  it('counts as an update and promises the next one', () => {
    const calm = reportNoChange(told(opened(), { policy }, by('U0ANA', 5)), { policy }, by('U0ANA', 12))
    expect(nextUpdateAt(calm, policy)).toEqual(at(42))
  })

  it('pressed twice is sent once', () => {
    const calm = reportNoChange(told(opened(), { policy }, by('U0ANA', 5)), { policy }, by('U0ANA', 12))
    expect(reportNoChange(calm, { policy }, by('U0BEN', 13))).toBe(calm)
    expect(reportNoChange(calm, { policy }, by('U0BEN', 30))).not.toBe(calm)
  })
})

it('is owed by the communications lead, else the commander, else the reporter', () => {
  const incident = opened()
  expect(updateOwner(incident)).toBe('U0ANA')
  expect(updateOwner({ ...incident, roles: { commander: 'U0BEN' } })).toBe('U0BEN')
  expect(updateOwner({ ...incident, roles: { commander: 'U0BEN', communications: 'U0CHLOE' } })).toBe('U0CHLOE')
})
