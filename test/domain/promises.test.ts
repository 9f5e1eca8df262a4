import { describe, expect, it } from 'vitest'
import { compose } from '../../src/domain/compose.ts'
import { describeEvent } from '../../src/domain/describe-event.ts'
import { changeSeverity, type Incident, record } from '../../src/domain/incident.ts'
import { reportNoChange } from '../../src/domain/no-change.ts'
import { parsePolicy } from '../../src/domain/policy.ts'
import { describeCadences, laterThanOwed } from '../../src/domain/promises.ts'
import { snooze } from '../../src/domain/snooze.ts'
import type { Fact } from '../../src/domain/timeline.ts'
import { previewUpdate } from '../../src/domain/update-preview.ts'
import { nextUpdateFor, updatesDue, updatesOf, writeHoldingUpdate, writeUpdate } from '../../src/domain/updates.ts'
import { at, by, policy as everybody, monday, opened, told } from '../helpers/incidents.ts'

/** Leadership hears every two hours, customers are owed nothing, the others hear every half hour. */
const policy = parsePolicy(
  { audiences: { leadership: { cadence: { P1: 120 } }, customers: { cadence: { P1: null } } } },
  everybody,
)
const start = () => opened({}, policy)
const wrote = (incident: Incident, minutes: number, nextInMinutes?: number) =>
  writeUpdate(incident, { fields: { state: 'Working' }, nextInMinutes, policy }, by('U0ANA', minutes))
const dueIn = (incident: Incident) =>
  Object.fromEntries(
    updatesDue(incident, policy).map(due => [due.audience, (due.at.getTime() - monday.getTime()) / 60_000]),
  )
const held = (incident: Incident, minutes: number) =>
  writeHoldingUpdate(incident, { slot: at(minutes), policy }, { by: 'sitrep', via: 'clock', at: at(minutes) })
const last = (incident: Incident) => updatesOf(incident).at(-1) as Fact<'update-written'>

describe('what an update promises each audience', () => {
  it.each<[string, number | undefined, object]>([
    ['its own cadence, where the writer chooses nothing', undefined, { responders: 30, leadership: 120, support: 30 }],
    ['what is chosen, for those who are told most often', 15, { responders: 15, leadership: 120, support: 15 }],
    ['its own cadence, where that is chosen', 30, { responders: 30, leadership: 120, support: 30 }],
    ['its own cadence, while what is chosen is sooner', 60, { responders: 60, leadership: 120, support: 60 }],
    ['what is chosen, where that is later still', 480, { responders: 480, leadership: 480, support: 480 }],
  ])('is %s', (_, chosen, promised) => {
    expect(dueIn(wrote(start(), 0, chosen))).toEqual(promised)
  })

  it('is nothing where the policy owes none, in its words too', () => {
    const incident = wrote(start(), 10, 30)
    const next = (audience: string) => compose(audience, last(incident), { incident, policy }).next?.at
    expect([next('responders'), next('leadership'), next('customers')]).toEqual([at(40), at(130), undefined])
  })

  it('is its own cadence after an automatic update, which goes to those alone whose time has come', () => {
    const first = wrote(start(), 10, 30)
    const second = held(first, 40)
    expect(last(second)).toMatchObject({ kind: 'holding', audiences: ['responders', 'support'] })
    expect(dueIn(second)).toEqual({ responders: 70, leadership: 130, support: 70 })
    const third = held(held(held(second, 70), 100), 130)
    expect(last(third).audiences).toEqual(['responders', 'leadership', 'support'])
    expect(dueIn(third)).toEqual({ responders: 160, leadership: 250, support: 160 })
  })

  it('is its own cadence after “no change”', () => {
    const calm = reportNoChange(told(start(), { policy }, by('U0ANA', 5)), { policy }, by('U0ANA', 20))
    expect(dueIn(calm)).toEqual({ responders: 50, leadership: 140, support: 50 })
  })

  it('moves for those alone who are waiting for what is put off', () => {
    const later = snooze(wrote(start(), 0, 30), { minutes: 20, reason: 'because', policy }, by('U0ANA', 28))
    expect(last(later)).toMatchObject({ audiences: ['responders', 'support'], nextIn: { responders: 22, support: 22 } })
    expect(dueIn(later)).toEqual({ responders: 50, leadership: 120, support: 50 })
  })

  it('stands when the priority is lowered, and comes sooner when it is raised', () => {
    const lowered = changeSeverity(wrote(start(), 0, 30), { severity: 'SEV4', policy }, by('U0ANA', 10))
    expect(dueIn(lowered)).toEqual({ responders: 30, leadership: 120, support: 30 })
    const calm = wrote(opened({ severity: 'SEV3', urgency: 'medium' }, policy), 0, 240)
    const raised = changeSeverity(calm, { severity: 'SEV1', policy }, by('U0ANA', 10))
    expect(dueIn(raised)).toEqual({ responders: 30, leadership: 120, support: 30 })
  })

  it('is what all were promised, in a fact from before each had its own', () => {
    const { nextIn: _, ...before } = last(wrote(start(), 10, 45))
    const { audiences, channels, fields, status, priority, kind, nextInMinutes } = before
    const old = record(start(), by('U0ANA', 10), {
      type: 'update-written',
      ...{ audiences, channels, fields, status, priority, kind },
      ...(nextInMinutes === undefined ? {} : { nextInMinutes }),
    })
    expect(dueIn(old)).toEqual({ responders: 55, leadership: 55, support: 55, customers: 55 })
  })

  it('stands on the timeline as the first of them', () => {
    const names = { user: (id: string) => id, channel: (id: string) => id }
    expect(describeEvent(last(held(wrote(start(), 10, 30), 40)), names)).toMatch(/\(next in 30 min\)$/)
  })
})

describe('the preview', () => {
  const preview = (chosen: number) => {
    const incident = wrote(start(), 0, chosen)
    return previewUpdate(last(incident), { incident, policy })
  }

  it('shows what each audience is promised, and who is promised nothing', () => {
    expect(preview(30).map(({ audience, next }) => [audience, next?.at])).toEqual([
      ['responders', at(30)],
      ['leadership', at(120)],
      ['support', at(30)],
      ['customers', undefined],
    ])
    expect(preview(30).at(-1)?.marks).toContainEqual({ text: 'No next update is promised: none is owed at P1' })
  })

  it('warns of a promise that is later than what is owed', () => {
    const warning = (chosen?: number) => laterThanOwed(last(wrote(start(), 0, chosen)), { incident: start(), policy })
    expect([warning(), warning(15), warning(30)]).toEqual([undefined, undefined, undefined])
    expect(warning(60)).toBe('You promise the next update in 1 h. P1 owes one every 30 min.')
    expect(warning(480)).toBe(
      'You promise the next update in 8 h. P1 owes one every 30 min to Responders and Support, every 2 h to Leadership.',
    )
  })
})

describe('those who subscribed', () => {
  const slow = parsePolicy({ audiences: { followers: { cadence: { P1: 60 } } } }, everybody)
  const none = parsePolicy({ audiences: { followers: { cadence: { P1: null } } } }, everybody)
  const reported = (given: typeof slow) =>
    writeUpdate(opened({}, given), { fields: { state: 'x' }, nextInMinutes: 30, policy: given }, by('U0ANA', 0))
  const hold = (incident: Incident, minutes: number, given: typeof slow) =>
    writeHoldingUpdate(incident, { slot: at(minutes), policy: given }, { by: 'sitrep', via: 'clock', at: at(minutes) })

  it('read an automatic update when their own time has come', () => {
    const first = hold(reported(slow), 30, slow)
    expect(last(first)).not.toHaveProperty('isForFollowers')
    expect(nextUpdateFor('followers', first, slow)).toEqual(at(60))
    expect(last(hold(first, 60, slow))).toMatchObject({ isForFollowers: true, nextIn: { followers: 60 } })
  })

  it('read none where the policy owes them none', () => {
    expect(compose('followers', last(reported(none)), { incident: opened(), policy: none })).not.toHaveProperty('next')
    expect(last(hold(reported(none), 30, none))).not.toHaveProperty('isForFollowers')
  })

  it('are on the clock once somebody is known to have, at a time of their own', () => {
    const quick = parsePolicy({ audiences: { followers: { cadence: { P1: 20 } } } }, everybody)
    const incident = reported(quick)
    const dueTo = (one: Incident) => updatesDue(one, quick).find(({ audience }) => audience === 'followers')?.at
    expect(dueTo(incident)).toBeUndefined()
    const to = [{ audience: 'followers', channel: 'U0EMI', subject: 'incident:INC-42' }]
    const known = record(incident, by('sitrep', 1), {
      type: 'update-addressed',
      update: last(incident).seq,
      to,
      skipped: [],
    })
    expect(dueTo(known)).toEqual(at(30))
    expect(last(hold(held(known, 1), 30, quick)).nextIn).toMatchObject({ followers: 20, responders: 30 })
  })
})

it('says how often who is told', () => {
  expect(describeCadences(opened(), everybody)).toBe('every 30 min')
  expect(describeCadences(start(), policy)).toBe('every 30 min to Responders and Support, every 2 h to Leadership')
  expect(describeCadences(opened({ severity: 'SEV4', urgency: 'low' }, policy), parsePolicy({}))).toBeUndefined()
})
