import { describe, expect, it } from 'vitest'
import { record } from '../../src/domain/incident.ts'
import { parsePolicy } from '../../src/domain/policy.ts'
import { stakeholdersOf } from '../../src/domain/stakeholders.ts'
import { updatesDue, writeUpdate } from '../../src/domain/updates.ts'
import { at, by, channels, opened, policy } from '../helpers/incidents.ts'

const of = (audience: string, incident = opened(), given = policy, followers = 0) => {
  const found = stakeholdersOf(incident, given, followers).find(one => one.audience === audience)
  if (!found) throw new Error(`no ${audience}`)
  return found
}

describe('the stakeholder map', () => {
  it('has every audience of the policy, in its order', () => {
    expect(stakeholdersOf(opened(), policy, 0).map(({ audience }) => audience)).toEqual(Object.keys(policy.audiences))
  })

  it('says where an audience reads, what it may see under its own names, and why', () => {
    expect(of('leadership')).toMatchObject({
      places: [channels.leadership],
      involvement: 'consulted',
      cadence: policy.audiences.leadership?.cadence[opened().priority],
      hears: true,
      why: 'hears of every incident',
      fields: expect.arrayContaining(['Business impact', 'What we need from you']),
    })
    expect(of('support').involvement).toBe('informed')
    expect(of('responders')).toMatchObject({ places: [channels.war], why: 'works on it, in its channel' })
  })

  it('says what a category changes', () => {
    expect(of('legal')).toMatchObject({ hears: false, places: [], why: 'hears of incidents (Security) only' })
    const breach = opened({ category: 'security' })
    expect(of('legal', breach)).toMatchObject({ hears: true, why: 'hears of incidents (Security)' })
    expect(of('leadership', breach).fields).toEqual(['Title', 'Business impact', 'What we need from you'])
  })

  it('names all of a rule', () => {
    const incidents = { priorities: ['P1', 'P2'], services: ['checkout'] }
    const strict = parsePolicy({ audiences: { support: { incidents } } }, policy)
    expect(of('support', opened({ service: 'website' }), strict).why).toBe(
      'hears of P1, P2 incidents of Checkout and payments only',
    )
  })

  it('says when each heard last, and hears next', () => {
    const incident = opened()
    expect(of('support', incident).lastAt).toBeUndefined()
    expect(of('support', incident).nextAt).toEqual(updatesDue(incident, policy)[0]?.at)
    const written = writeUpdate(incident, { fields: { state: 'x' }, nextInMinutes: 40, policy }, by('U0ANA', 5))
    const told = record(written, by('sitrep', 6), {
      type: 'update-posted',
      update: written.timeline.length,
      audience: 'support',
      channel: channels.support,
      ts: '1.1',
    })
    expect(of('support', told)).toMatchObject({ lastAt: at(6), nextAt: at(45) })
    expect(of('customers', told).lastAt).toBeUndefined()
  })

  it('tells of a private incident who is cleared, and that nobody else is told', () => {
    const secret = opened({ isPrivate: true })
    const others = stakeholdersOf(secret, policy, 5).filter(({ audience }) => audience !== 'responders')
    expect(others.filter(({ hears }) => hears)).toEqual([])
    expect(of('support', secret).why).toBe('not cleared for private incidents')
    const incidents = { private: 'cleared', clearedPeople: ['U0LAWYER'] }
    const cleared = parsePolicy({ audiences: { support: { incidents } } }, policy)
    expect(of('support', secret, cleared)).toMatchObject({ places: ['U0LAWYER'], why: 'cleared for private incidents' })
  })

  it('counts those who subscribed', () => {
    expect(of('followers')).toMatchObject({ hears: false, why: 'nobody has subscribed' })
    expect(of('followers', opened(), policy, 3)).toMatchObject({ hears: true, followers: 3, places: [] })
  })
})
