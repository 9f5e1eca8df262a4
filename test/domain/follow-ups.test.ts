import { describe, expect, it } from 'vitest'
import { compose } from '../../src/domain/compose.ts'
import { followUps, keepPromise, publishReview } from '../../src/domain/follow-ups.ts'
import { type Incident, record } from '../../src/domain/incident.ts'
import { resolve } from '../../src/domain/lifecycle.ts'
import { parsePolicy } from '../../src/domain/policy.ts'
import { isFact } from '../../src/domain/timeline.ts'
import { outstandingWork } from '../../src/domain/work.ts'
import { at, by, opened, policy } from '../helpers/incidents.ts'

const promises = ['A second provider', 'An alert']
const resolved = (input = {}) =>
  resolve(opened(input), { resolution: 'Rolled back', promises, policy }, by('U0BEN', 30))
const told = (incident: Incident) => incident.timeline.filter(isFact('update-written')).slice(1)
const day = 24 * 60
const kept = (incident: Incident, number: number, under = policy) =>
  keepPromise(incident, { number, policy: under }, by('U0BEN', day))
const reviewed = () =>
  record(resolved(), { by: 'sitrep', via: 'bot', at: by('x', 40).at }, { type: 'review-delivered', file: 'x.md' })

describe('a promise that is kept', () => {
  it('is told once to those who read it, with the day on which it was made', () => {
    const done = kept(resolved(), 1)
    expect(followUps(done).map(({ number, done: fact }) => [number, fact !== undefined])).toEqual([
      [1, true],
      [2, false],
    ])
    const [update, ...more] = told(done)
    if (!update) throw new Error('nobody was told')
    expect(more).toEqual([])
    expect(update.audiences).toEqual(['responders', 'leadership', 'support', 'customers'])
    expect(compose('customers', update, { incident: done, policy }).paragraphs).toMatchObject([
      { label: 'Where things stand', text: 'What we promised on 2 March is done: A second provider' },
    ])
    expect(kept(done, 1)).toBe(done)
  })

  it('is told to those who subscribed, as the closing notice was, unless the policy has none any more', () => {
    const isForFollowers = (under = policy) => told(kept(resolved(), 1, under))[0]?.isForFollowers ?? false
    expect(isForFollowers()).toBe(true)
    expect(isForFollowers(parsePolicy({ audiences: { followers: null } }, policy))).toBe(false)
    expect(isForFollowers(parsePolicy({ audiences: { followers: { fields: ['impact'] } } }, policy))).toBe(false)
  })

  it('is told to nobody who may not see promises, or had no closing notice', () => {
    const security = resolved({ category: 'security' })
    expect(told(kept(security, 1))[0]?.audiences).toEqual(['responders', 'legal'])
    const quiet = parsePolicy({ audiences: { support: { closing: { notice: false } } } }, policy)
    const unnoticed = resolve(opened(), { resolution: 'Rolled back', promises, policy: quiet }, by('U0BEN', 30))
    expect(told(kept(unnoticed, 1, quiet))[0]?.audiences).toEqual(['responders', 'leadership', 'customers'])
    const under = parsePolicy({ audiences: { support: { fields: ['impact'] } } }, policy)
    expect(told(kept(resolved(), 1, under))[0]?.audiences).toEqual(['responders', 'leadership', 'customers'])
  })

  it('of a private incident stays in its channel', () => {
    expect(Object.values(told(kept(resolved({ isPrivate: true }), 1))[0]?.channels ?? {}).flat()).toEqual(['C0WARROOM'])
  })

  it('must have been made', () => {
    expect(() => kept(resolved(), 3)).toThrow('has no follow-up 3')
    expect(() => kept(opened(), 1)).toThrow('has no follow-up 1')
  })
})

describe('the review', () => {
  it('is sent as they may read it below the message that told them of it, within a day', () => {
    const published = publish(reviewed())
    const update = published.timeline.findLast(isFact('update-written'))?.seq ?? 0
    const leadership = { audience: 'leadership', channel: 'C0LEADERSHIP', ts: '1.1' }
    const bot = { by: 'sitrep', via: 'bot', at: at(day) } as const
    const posted = record(published, bot, { type: 'update-posted', update, ...leadership })
    const due = (minutes: number) =>
      outstandingWork(posted, policy, at(minutes)).filter(({ kind }) => kind === 'send-review')
    expect(due(day)).toMatchObject([{ key: `INC-42#${posted.timeline.length}/send-review`, posted: leadership }])
    expect(due(2 * day)).toEqual([])
  })

  const publish = (incident: Incident) => publishReview(incident, { policy }, by('U0BEN', day))

  it('is published once, to those whose policy asks for it', () => {
    const published = publish(reviewed())
    expect(told(published).map(({ audiences }) => audiences)).toEqual([['leadership']])
    expect(told(published)[0]).not.toHaveProperty('isForFollowers')
    expect(publish(published)).toBe(published)
  })

  it('must have been built, and the incident be over', () => {
    expect(() => publish(resolved())).toThrow('There is no review of INC-42 yet')
    expect(() => publish(opened())).toThrow('is not over')
  })
})
