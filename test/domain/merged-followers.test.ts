import { describe, expect, it } from 'vitest'
import { merge, reopen } from '../../src/domain/lifecycle.ts'
import { carryFollowers, goesOnIn, mergedWork } from '../../src/domain/merged-followers.ts'
import { parsePolicy } from '../../src/domain/policy.ts'
import { makePrivate } from '../../src/domain/privacy.ts'
import { outstandingWork, settle } from '../../src/domain/work.ts'
import { at, by, opened, policy } from '../helpers/incidents.ts'

const merged = () => merge(opened(), { into: 'INC-43', policy }, by('U0ANA', 5))
const kindsAt = (incident: ReturnType<typeof merged>, minutes: number) =>
  outstandingWork(incident, policy, at(minutes))
    .map(({ kind }) => kind)
    .filter(kind => kind === 'carry-followers' || kind === 'tell-merged')
const bot = by('sitrep', 6)

describe('who subscribed to an incident that is merged', () => {
  it('is found once and told each once, however long Slack cannot be reached', () => {
    expect(kindsAt(merged(), 6)).toEqual(['carry-followers'])
    expect(kindsAt(merged(), 600)).toEqual(['carry-followers'])
    const carried = carryFollowers(merged(), { into: 'INC-43', to: ['U0DEV', 'U0EMI'] }, bot)
    expect(mergedWork(carried, policy).map(({ key }) => key)).toEqual([
      'INC-42#3/carry-followers',
      'INC-42#3/tell-merged/U0DEV',
      'INC-42#3/tell-merged/U0EMI',
    ])
    const found = outstandingWork(merged(), policy, at(6)).reduce(settle, carried)
    expect(kindsAt(found, 600)).toEqual(['tell-merged', 'tell-merged'])
    expect(carryFollowers(carried, { into: 'INC-43', to: ['U0DEV'] }, bot)).toBe(carried)
    const nobody = merged()
    expect(carryFollowers(nobody, { into: 'INC-43', to: [] }, bot)).toBe(nobody)
  })

  it('is not told while it goes on by itself after all, and once more when it is merged again', () => {
    const carried = carryFollowers(merged(), { into: 'INC-43', to: ['U0DEV'] }, bot)
    const again = reopen(carried, { reason: 'It is another' }, by('U0ANA', 7))
    expect(mergedWork(again, policy)).toEqual([])
    const twice = merge(again, { into: 'INC-44', policy }, by('U0ANA', 8))
    expect(mergedWork(twice, policy)).toMatchObject([{ kind: 'carry-followers', into: 'INC-44' }])
    expect(carryFollowers(twice, { into: 'INC-44', to: ['U0DEV'] }, bot)).not.toBe(twice)
  })

  it('is told when their quiet hours end, unless it is so pressing that nothing waits for them', () => {
    const told = (breakThrough: string[]) => {
      const quietHours = { from: '09:00', to: '12:00', timeZone: 'UTC', breakThrough }
      const quiet = parsePolicy({ audiences: { followers: { quietHours } } }, policy)
      const carried = carryFollowers(merged(), { into: 'INC-43', to: ['U0DEV'] }, bot)
      return mergedWork(carried, quiet).find(({ kind }) => kind === 'tell-merged')?.dueAt
    }
    expect(told(['P2'])).toEqual(at(120))
    expect(told(['P1'])).toEqual(at(6))
  })

  it('hears of neither where one of them is private', () => {
    const into = { ...opened(), id: 'INC-43', number: 43 }
    const secret = (incident: typeof into) => makePrivate(incident, undefined, by('U0ANA', 6))
    expect(goesOnIn(merged(), into, policy)).toBe(true)
    expect(goesOnIn(merged(), secret(into), policy)).toBe(false)
    expect(goesOnIn(secret(merged()), into, policy)).toBe(false)
  })
})
