import { describe, expect, it } from 'vitest'
import {
  addressBeginning,
  addressUpdate,
  addressWork,
  chooseAddressees,
  chooseTold,
} from '../../src/domain/addressing.ts'
import { changeSeverity, type Incident, record } from '../../src/domain/incident.ts'
import { resolve } from '../../src/domain/lifecycle.ts'
import { defaultPolicy, parsePolicy } from '../../src/domain/policy.ts'
import { describeSubject, isFollowed, parseSubject, subjectKey, subjectsOf } from '../../src/domain/subscriptions.ts'
import { type Fact, isFact } from '../../src/domain/timeline.ts'
import { writeHoldingUpdate, writeUpdate } from '../../src/domain/updates.ts'
import { outstandingWork, settle } from '../../src/domain/work.ts'
import { at, by, opened, policy } from '../helpers/incidents.ts'

const fields = { state: 'Looking' }
const written = (incident: Incident = opened()) =>
  writeUpdate(incident, { fields, nextInMinutes: 30, policy }, by('U0ANA', 5))
const lastUpdate = (incident: Incident): Fact<'update-written'> => {
  const update = incident.timeline.findLast(isFact('update-written'))
  if (!update) throw new Error('no update')
  return update
}
const keysIn = (incident: Incident, minutes: number, part: string) =>
  outstandingWork(incident, policy, at(minutes))
    .map(({ key }) => key)
    .filter(key => key.includes(part))
const bot = { by: 'sitrep', via: 'bot', at: at(6) } as const
const dev = { audience: 'followers', channel: 'U0DEV', subject: 'incident:INC-42' }

describe('who reads an update besides those known when it was written', () => {
  it('is each subscriber once, for the most particular of their subscriptions', () => {
    const subscriptions = [
      { user: 'U0DEV', kind: 'priority', of: 'P2' },
      { user: 'U0DEV', kind: 'incident', of: 'INC-42' },
      { user: 'U0EMI', kind: 'service', of: 'checkout' },
    ] as const
    expect(chooseAddressees({ channels: {} }, { subscriptions, inChannel: new Set() })).toEqual({
      to: [dev, { audience: 'followers', channel: 'U0EMI', subject: 'service:checkout' }],
      skipped: [],
    })
  })

  it('is nobody who reads it in the incident’s channel, or by name', () => {
    const subscriptions = ['U0DEV', 'U0EMI'].map(user => ({ user, kind: 'incident' as const, of: 'INC-42' }))
    const channels = { leadership: ['U0EMI', 'C0LEADERS'] }
    expect(chooseAddressees({ channels }, { subscriptions, inChannel: new Set(['U0DEV']) })).toEqual({
      to: [],
      skipped: [
        { who: 'U0DEV', reason: 'in-channel' },
        { who: 'U0EMI', reason: 'reads-already' },
      ],
    })
  })

  it('is looked for once for each update, and not for those from before there were subscriptions', () => {
    const incident = written()
    const key = `INC-42#${lastUpdate(incident).seq}/address-update`
    expect(keysIn(incident, 6, 'address-update')).toEqual([key])
    const old = {
      ...incident,
      timeline: incident.timeline.map(fact => {
        if (fact.type !== 'update-written') return fact
        const { isForFollowers: _, ...rest } = fact
        return rest
      }),
    }
    expect(keysIn(old, 6, 'address-update')).toEqual([])
  })

  it('is not looked for when the incident is private', () => {
    const secret = opened({ isPrivate: true })
    expect(keysIn(written(secret), 6, 'address-update')).toEqual([])
    const incidents = { private: 'cleared', clearedPeople: ['U0LAWYER'] }
    const cleared = parsePolicy({ audiences: { followers: { incidents } } }, policy)
    expect([isFollowed(opened(), cleared), isFollowed(secret, cleared)]).toEqual([true, false])
  })

  it('is told under the keys and in the lanes of every reader', () => {
    const incident = written()
    const { seq } = lastUpdate(incident)
    const addressed = addressUpdate(incident, { update: seq, to: [dev], skipped: [] }, bot)
    const [post] = outstandingWork(addressed, policy, at(6)).filter(work => work.key.includes('U0DEV'))
    expect(post).toMatchObject({
      kind: 'post-update',
      key: `INC-42#${seq}/post-update/followers/U0DEV`,
      lane: 'INC-42/post-update/followers/U0DEV',
      subject: 'incident:INC-42',
    })
    expect(addressUpdate(addressed, { update: seq, to: [dev], skipped: [] }, bot)).toBe(addressed)
  })

  it('is looked for again when those wake up who slept, for them alone, and found beside those who were found before', () => {
    const quietHours = { from: '09:00', to: '12:00', timeZone: 'UTC' }
    const desk = { label: 'Desk', userGroups: ['S0DESK'], fields: ['impact'], cadence: { P1: 30 } }
    const sleepy = parsePolicy({ audiences: { followers: { quietHours }, desk } }, policy)
    const incident = writeUpdate(opened({}, sleepy), { fields, nextInMinutes: 30, policy: sleepy }, by('U0ANA', 5))
    const { seq } = lastUpdate(incident)
    const looking = (minutes: number) =>
      outstandingWork(incident, sleepy, at(minutes)).filter(({ kind }) => kind === 'address-update')
    expect(looking(119)).toMatchObject([{ key: `INC-42#${seq}/address-update` }])
    expect(looking(120)).toMatchObject([
      {},
      { key: `INC-42#${seq}/address-update/2026-03-02T12:00:00Z`, audiences: ['followers'] },
    ])
    const emi = { ...dev, channel: 'U0EMI' }
    const first = addressUpdate(incident, { update: seq, to: [dev], skipped: [] }, bot)
    const second = addressUpdate(first, { update: seq, to: [dev, emi], skipped: [] }, bot)
    expect(second.timeline.at(-1)).toMatchObject({ type: 'update-addressed', update: seq, to: [emi] })
  })

  it('hears no automatic update that a newer one has overtaken', () => {
    const due = settleAll(opened())
    const held = writeHoldingUpdate(due, { slot: at(15), policy }, by('sitrep', 15))
    const { seq } = lastUpdate(held)
    const addressed = addressUpdate(held, { update: seq, to: [dev], skipped: [] }, bot)
    expect(keysIn(addressed, 16, 'U0DEV')).toHaveLength(1)
    const newer = writeUpdate(addressed, { fields, nextInMinutes: 30, policy }, by('U0ANA', 17))
    expect(keysIn(newer, 18, 'U0DEV')).toEqual([])
  })
})

function settleAll(incident: Incident): Incident {
  return outstandingWork(incident, policy, at(0)).reduce(settle, incident)
}

describe('who hears that an incident began', () => {
  const invited = (incident: Incident) =>
    record(incident, { ...bot, at: at(1) }, { type: 'people-invited', users: [], userGroups: [], failed: [] })

  it('is looked for once those who work on it are there, however late, while it goes on', () => {
    expect(keysIn(opened(), 2, 'address-beginning')).toEqual([])
    expect(keysIn(invited(opened()), 2, 'address-beginning')).toEqual(['INC-42/address-beginning'])
    expect(keysIn(invited(opened()), 200, 'address-beginning')).toEqual(['INC-42/address-beginning'])
    const over = resolve(invited(opened()), { resolution: 'Rolled back', policy }, by('U0ANA', 3))
    expect(keysIn(over, 4, 'address-beginning')).toEqual([])
    expect(keysIn(invited(opened({ isPrivate: true })), 2, 'address-beginning')).toEqual([])
  })

  it('is told once, and not whoever is in its channel', () => {
    const subscriptions = ['U0DEV', 'U0EMI'].map(user => ({ user, kind: 'priority' as const, of: 'P1' }))
    const told = chooseTold(subscriptions, new Set(['U0EMI']))
    expect(told).toEqual({ to: [{ user: 'U0DEV', subject: 'priority:P1' }] })
    const addressed = addressBeginning(invited(opened()), told, bot)
    expect(keysIn(addressed, 6, 'tell-follower')).toEqual(['INC-42/tell-follower/U0DEV'])
    expect(addressBeginning(addressed, told, bot)).toBe(addressed)
  })

  it('is told when their quiet hours end, unless an update tells them then, or it is too pressing to wait', () => {
    const quietHours = { from: '09:00', to: '12:00', timeZone: 'UTC', breakThrough: ['P1'] }
    const quiet = parsePolicy({ audiences: { followers: { quietHours } } }, policy)
    const told = chooseTold([{ user: 'U0DEV', kind: 'priority', of: 'P3' }], new Set())
    const minor = changeSeverity(invited(opened()), { severity: 'SEV3', policy }, by('U0ANA', 1))
    const addressed = addressBeginning(minor, told, bot)
    const dueAt = (incident: Incident) =>
      addressWork(incident, quiet).find(({ kind }) => kind === 'tell-follower')?.dueAt
    expect(dueAt(addressed)).toEqual(at(120))
    expect(dueAt(changeSeverity(addressed, { severity: 'SEV1', policy }, by('U0ANA', 7)))).toEqual(bot.at)
    const to = [{ audience: 'followers', channel: 'U0DEV', subject: 'priority:P3' }]
    const asleep = writeUpdate(
      addressed,
      { fields: { state: 'Looking' }, nextInMinutes: 60, policy: quiet },
      by('U0ANA', 8),
    )
    expect(dueAt(asleep)).toEqual(at(120))
    const read = addressUpdate(asleep, { update: asleep.timeline.length, to, skipped: [] }, by('sitrep', 8))
    expect(dueAt(read)).toBeUndefined()
    expect(addressWork(read, quiet).find(({ kind }) => kind === 'post-update')?.dueAt).toEqual(at(120))
  })
})

describe('what people subscribe to', () => {
  it('matches an incident by itself, its service and every priority that is no more pressing', () => {
    const incident = opened({ severity: 'SEV2', urgency: 'medium', service: 'checkout' })
    expect(subjectsOf(incident).map(subjectKey)).toEqual([
      'incident:INC-42',
      'service:checkout',
      'priority:P2',
      'priority:P3',
      'priority:P4',
    ])
    const raised = changeSeverity(incident, { severity: 'SEV1', policy }, by('U0ANA', 1))
    expect(subjectsOf(raised).map(subjectKey)).toContain('priority:P1')
  })

  it('is read back from its key, and said in words', () => {
    for (const key of ['incident:INC-42', 'service:checkout', 'priority:P2']) {
      const subject = parseSubject(key)
      expect(subject && subjectKey(subject)).toBe(key)
    }
    for (const key of ['', 'service:', 'everything:x', 'INC-42']) expect(parseSubject(key)).toBeUndefined()
    const say = (kind: 'incident' | 'service' | 'priority', of: string) => describeSubject({ kind, of }, defaultPolicy)
    expect([say('incident', 'INC-1'), say('service', 'checkout'), say('service', 'gone')]).toEqual([
      'INC-1',
      'Checkout and payments',
      'gone',
    ])
    expect([say('priority', 'P1'), say('priority', 'P2')]).toEqual(['P1', 'P2 or more pressing'])
  })
})
