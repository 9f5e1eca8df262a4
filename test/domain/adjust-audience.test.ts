import { describe, expect, it } from 'vitest'
import {
  adjustAudience,
  audienceNamed,
  heardSince,
  mayAdjust,
  undoAdjustment,
} from '../../src/domain/adjust-audience.ts'
import { audienceChannels, concerns, isConsulted, reachableAudiences } from '../../src/domain/audiences.ts'
import { describeEvent } from '../../src/domain/describe-event.ts'
import { assignRole, type Incident } from '../../src/domain/incident.ts'
import { close, resolve } from '../../src/domain/lifecycle.ts'
import { parsePolicy } from '../../src/domain/policy.ts'
import { makePrivate } from '../../src/domain/privacy.ts'
import { stakeholdersOf } from '../../src/domain/stakeholders.ts'
import { isFollowed } from '../../src/domain/subscriptions.ts'
import { updatesDue, writeUpdate } from '../../src/domain/updates.ts'
import { readAt } from '../../src/domain/waiting.ts'
import { at, by, channels, opened, policy } from '../helpers/incidents.ts'

const led = (incident: Incident = opened()) =>
  assignRole(incident, { role: 'communications', user: 'U0BEN' }, by('U0BEN'))
type Change = Partial<Parameters<typeof adjustAudience>[1]>
const adjusted = (change: Change, incident = led(), minutes = 10) =>
  adjustAudience(
    incident,
    { audience: 'support', added: [], reason: 'Because', policy, ...change },
    by('U0BEN', minutes),
  )
const dueOf = (audience: string, incident: Incident) =>
  updatesDue(incident, policy).find(one => one.audience === audience)?.at
const update = (incident: Incident, minutes: number) =>
  writeUpdate(incident, { fields: { state: 'x' }, nextInMinutes: 30, policy }, by('U0BEN', minutes))
const names = { user: (id: string) => `@${id}`, channel: (id: string) => `#${id}` }
const said = (incident: Incident) => {
  const last = incident.timeline.at(-1)
  return last && describeEvent(last, names)
}

describe('who hears of one incident', () => {
  it('is without an audience that was left out, until that is undone', () => {
    const without = adjusted({ hears: false })
    expect(reachableAudiences(without, policy)).not.toContain('support')
    expect(dueOf('support', without)).toBeUndefined()
    expect(said(without)).toBe('@U0BEN left support out: Because')
    const again = undoAdjustment(without, { audience: 'support' }, by('U0BEN', 20))
    expect(reachableAudiences(again, policy)).toContain('support')
    expect(said(again)).toBe('@U0BEN lets support hear of it as the policy says again')
    expect(undoAdjustment(again, { audience: 'support' }, by('U0BEN', 21))).toBe(again)
  })

  it('is also an audience whose rule does not match, once it is brought in', () => {
    expect(concerns('legal', led(), policy)).toBe(false)
    const with_ = adjusted({ audience: 'legal', hears: true })
    expect(audienceChannels('legal', with_, policy)).toEqual([channels.legal])
    expect(said(with_)).toBe('@U0BEN brought legal in: Because')
  })

  it('is also whom somebody added, in the words of that audience', () => {
    const more = adjusted({ added: ['U0EMI', 'C0DESK', 'U0EMI'] })
    expect(audienceChannels('support', more, policy)).toEqual([channels.support, 'U0EMI', 'C0DESK'])
    expect(said(more)).toBe('@U0BEN lets @U0EMI, #C0DESK read as support too: Because')
  })

  it('counts subscribers as the audience that they are', () => {
    expect(isFollowed(adjusted({ audience: 'followers', hears: false }), policy)).toBe(false)
  })

  it('owes a first update from the moment at which an audience was brought in, again and again', () => {
    const brought = adjusted({ audience: 'legal', hears: true }, led(), 50)
    expect(dueOf('legal', brought)).toEqual(at(65))
    expect(heardSince('legal', brought, policy)?.at).toEqual(at(50))
    const told = update(brought, 55)
    expect(dueOf('legal', told)).toEqual(at(85))
    const out = undoAdjustment(told, { audience: 'legal' }, by('U0BEN', 60))
    const back = adjusted({ audience: 'legal', hears: true }, out, 200)
    expect(dueOf('legal', back)).toEqual(at(215))
    // Who heard of it all along is owed what was promised.
    const same = adjusted({ hears: true }, update(led(), 5), 20)
    expect(heardSince('support', same, policy)).toBeUndefined()
    expect(dueOf('support', same)).toEqual(at(35))
  })

  it('says how often an audience is told, which counts from then on, and is undone', () => {
    const told = update(led(), 5)
    const often = adjusted({ cadence: 15 }, told)
    expect(said(often)).toBe('@U0BEN has support told every 15 min: Because')
    expect(dueOf('support', often)).toEqual(at(25))
    expect(dueOf('leadership', often)).toEqual(dueOf('leadership', told))
    const back = undoAdjustment(often, { audience: 'support' }, by('U0BEN', 12))
    expect(dueOf('support', back)).toEqual(at(35))
    const never = adjusted({ cadence: null }, led())
    expect(said(never)).toBe('@U0BEN has support told without a promised time: Because')
    expect(dueOf('support', never)).toBeUndefined()
  })

  it('says whether an audience is asked for its view', () => {
    const asked = adjusted({ involvement: 'consulted' })
    expect(said(asked)).toBe('@U0BEN has support consulted: Because')
    expect([isConsulted('support', led(), policy), isConsulted('support', asked, policy)]).toEqual([false, true])
    const spared = adjusted({ audience: 'leadership', involvement: 'informed' })
    expect([isConsulted('leadership', led(), policy), isConsulted('leadership', spared, policy)]).toEqual([true, false])
  })

  it('is on the map as it was changed, with by whom and why', () => {
    const after = adjusted({ cadence: 15, involvement: 'consulted' })
    expect(stakeholdersOf(after, policy, 0).find(({ audience }) => audience === 'support')).toMatchObject({
      ...{ cadence: 15, involvement: 'consulted', why: 'hears of every incident' },
      adjusted: { by: 'U0BEN', reason: 'Because' },
    })
  })

  it('keeps nothing of how an audience is told that is left out', () => {
    const last = adjusted({ hears: false, cadence: 15, involvement: 'consulted' }).timeline.at(-1)
    expect(last).not.toHaveProperty('cadence')
    expect(last).not.toHaveProperty('involvement')
  })

  it('does not wake up an audience that was left out over night', () => {
    const quiet = parsePolicy(
      { audiences: { support: { quietHours: { from: '09:00', to: '12:00', timeZone: 'UTC' } } } },
      policy,
    )
    const written = update(led(), 5)
    const last = written.timeline.at(-1)
    if (last?.type !== 'update-written') throw new Error('no update')
    expect(readAt(last, 'support', { incident: written, policy: quiet })).toEqual(at(120))
    const without = adjusted({ hears: false }, written)
    expect(readAt(last, 'support', { incident: without, policy: quiet })).toBeUndefined()
  })

  it('is for the policy alone to say where it is private', () => {
    const before = adjusted({ added: ['U0EMI'] })
    const secret = makePrivate(before, undefined, by('U0BEN', 11))
    expect(reachableAudiences(secret, policy)).toEqual(['responders'])
    expect(() => adjusted({ added: ['U0DEV'] }, secret)).toThrow('told to nobody but those')
    expect(() => adjusted({ hears: true }, secret)).toThrow('does not clear')
    expect(audienceChannels('support', adjusted({ hears: false }, secret), policy)).toEqual([])
    const incidents = { private: 'cleared', clearedPeople: ['U0LAWYER'] }
    const cleared = parsePolicy({ audiences: { legal: { incidents } } }, policy)
    const brought = adjusted({ audience: 'legal', hears: true, policy: cleared }, secret)
    expect(audienceChannels('legal', brought, cleared)).toEqual(['U0LAWYER'])
    const earlier = adjusted({ audience: 'legal', hears: true, added: ['U0EMI'], policy: cleared })
    const hidden = makePrivate(earlier, undefined, by('U0BEN', 11))
    expect(audienceChannels('legal', hidden, cleared)).toEqual(['U0LAWYER'])
  })
})

describe('changing who hears of an incident', () => {
  it('is for those who lead it or its communications, while it is not over', () => {
    expect([mayAdjust(led(), 'U0BEN'), mayAdjust(led(), 'U0ANA')]).toEqual([true, false])
    expect(() => adjusted({ hears: false }, opened())).toThrow('Only the incident commander')
    const resolved = resolve(led(), { resolution: 'Done', policy }, by('U0BEN', 5))
    expect(mayAdjust(resolved, 'U0BEN')).toBe(true)
    const closed = close(resolved, { policy: { ...policy, closeRequires: [] } }, by('U0BEN', 6))
    expect(() => adjusted({ hears: false }, closed)).toThrow('nobody will be told')
  })

  it('leaves the responders alone', () => {
    expect(() => adjusted({ audience: 'responders', hears: false })).toThrow('/incident invite')
    const forced = { ...led(), timeline: adjusted({ hears: false }).timeline.map(toResponders) }
    expect(concerns('responders', forced, policy)).toBe(true)
  })

  it('needs a reason, and changes nothing the second time', () => {
    expect(() => adjusted({ hears: false, reason: ' ' })).toThrow('Say why')
    const once = adjusted({ added: ['U0EMI', 'U0DEV'] })
    expect(adjusted({ added: ['U0DEV', 'U0EMI'] }, once)).toBe(once)
  })

  it.each<[string, Change, string]>([
    ['somebody who would read it twice', { audience: 'customers', added: [channels.support] }, 'as Support already'],
    ['the incident’s own channel', { added: [channels.war] }, 'as Responders already'],
    ['somebody to an audience that is not told', { audience: 'legal', added: ['U0EMI'] }, 'Choose *Told*'],
    ['a cadence for an audience that is not told', { audience: 'legal', cadence: 30 }, 'Choose *Told*'],
    ['a question to an audience that is not told', { audience: 'legal', involvement: 'consulted' }, 'Choose *Told*'],
    ['nobody', { audience: 'empty', hears: true }, 'names nobody'],
  ])('does not add %s', (_, change, problem) => {
    const incidents = { categories: ['security'] }
    const given = parsePolicy({ audiences: { empty: { label: 'Empty', fields: ['impact'], incidents } } }, policy)
    expect(() => adjusted({ ...change, policy: given })).toThrow(problem)
  })

  it('finds an audience by its id and its name', () => {
    expect([audienceNamed('Legal', policy), audienceNamed(' legal', policy)]).toEqual(['legal', 'legal'])
    expect(() => audienceNamed('legl', policy)).toThrow('Did you mean `legal`?')
  })
})

function toResponders(fact: Incident['timeline'][number]): Incident['timeline'][number] {
  return fact.type === 'audience-adjusted' ? { ...fact, audience: 'responders' } : fact
}
