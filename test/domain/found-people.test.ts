import { describe, expect, it } from 'vitest'
import { checkPeople, hearsOfFound, notePeopleFound, removePerson } from '../../src/domain/found-people.ts'
import { assignRole, type Incident, record } from '../../src/domain/incident.ts'
import { addPerson, makePrivate } from '../../src/domain/privacy.ts'
import { outstandingWork } from '../../src/domain/work.ts'
import { at, by, opened, policy } from '../helpers/incidents.ts'

/** Reported by Ana, led by Ben, with Cleo invited by the policy. */
function led(isPrivate = true): Incident {
  const incident = assignRole(opened({ isPrivate }), { role: 'commander', user: 'U0BEN' }, by('U0ANA'))
  const invited = { type: 'people-invited', users: ['U0ANA', 'U0CLEO'], userGroups: [], failed: [] } as const
  return { ...record(incident, by('sitrep'), invited), settled: ['INC-42#2/invite-people'] }
}
const found = (incident: Incident, user: string, inviter?: string) =>
  notePeopleFound(incident, { people: [{ user, ...(inviter ? { inviter } : {}) }] }, by('sitrep', 5))

describe('who is found in the channel of a private incident', () => {
  it.each(['U0ANA', 'U0BEN', 'U0CLEO'])('is not %s, whom its record knows', user => {
    expect(found(led(), user)).toEqual(led())
  })

  it('is on the record once, with who added them', () => {
    const once = found(led(), 'U0EMI', 'U0CLEO')
    expect(once.timeline.at(-1)).toMatchObject({
      type: 'people-found',
      people: [{ user: 'U0EMI', inviter: 'U0CLEO' }],
      at: at(5),
    })
    expect(found(once, 'U0EMI')).toBe(once)
    expect(outstandingWork(once, policy, at(5)).map(({ kind }) => kind)).toContain('tell-found')
  })

  it('is nobody while it is public', () => {
    const incident = led(false)
    expect(found(incident, 'U0EMI')).toBe(incident)
  })

  it('is whoever comes back after being removed, unless somebody lets them in', () => {
    const removed = removePerson(found(led(), 'U0EMI'), { user: 'U0EMI' }, by('U0BEN', 6))
    expect(found(removed, 'U0EMI').timeline.at(-1)).toMatchObject({ type: 'people-found' })
    const back = addPerson(removed, { user: 'U0EMI' }, by('U0BEN', 7))
    expect(found(back, 'U0EMI')).toBe(back)
  })

  it('is looked for among all who are there, once the record tells whom Sitrep invited', () => {
    const members = ['U0ANA', 'U0CLEO', 'U0DEV', 'U0EMI']
    expect(checkPeople(led(), { members }, by('sitrep')).timeline.at(-1)).toMatchObject({
      people: [{ user: 'U0DEV' }, { user: 'U0EMI' }],
    })
    const early = { ...led(), settled: [] }
    expect(checkPeople(early, { members }, by('sitrep'))).toBe(early)
  })

  it('is looked for when it is made private, and with each update of a private one', () => {
    const kinds = (incident: Incident) => outstandingWork(incident, policy, at(1)).map(({ kind }) => kind)
    expect(kinds(makePrivate(led(false), undefined, by('U0BEN')))).toContain('check-people')
    expect(kinds(led(false))).not.toContain('check-people')
  })
})

describe('removing somebody', () => {
  it('is done once', () => {
    const once = removePerson(led(), { user: 'U0EMI' }, by('U0BEN'))
    expect(removePerson(once, { user: 'U0EMI' }, by('U0BEN', 1))).toBe(once)
  })

  it.each(['U0ANA', 'U0BEN'])('is refused of %s, who reported it or holds a role', user => {
    expect(() => removePerson(led(), { user }, by('U0BEN'))).toThrow('stay in its channel')
  })

  it('is refused to who neither holds a role nor reported it, and where everybody may join', () => {
    expect(() => removePerson(led(), { user: 'U0EMI' }, by('U0CLEO'))).toThrow('Only its reporter')
    expect(() => removePerson(led(false), { user: 'U0EMI' }, by('U0BEN'))).toThrow('is not private')
  })
})

it('the commander hears of who was found, then the deputy, the communications lead, the reporter', () => {
  const deputised = assignRole(led(), { role: 'deputy', user: 'U0DEV' }, by('U0ANA'))
  expect(hearsOfFound(deputised)).toEqual(['U0BEN', 'U0DEV', 'U0ANA'])
  expect(hearsOfFound(opened())).toEqual(['U0ANA'])
})
