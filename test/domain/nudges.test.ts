import { describe, expect, it } from 'vitest'
import { assignRole, type Incident, record } from '../../src/domain/incident.ts'
import { nextNudge } from '../../src/domain/nudges.ts'
import { parsePolicy } from '../../src/domain/policy.ts'
import type { Role } from '../../src/domain/roles.ts'
import { updateOwner, writeUpdate } from '../../src/domain/updates.ts'
import { outstandingWork, settle } from '../../src/domain/work.ts'
import { at, by, opened, policy } from '../helpers/incidents.ts'

const slot = at(15)
const holding = (roles: Partial<Record<Role, string>>): Incident =>
  Object.entries(roles).reduce(
    (incident, [role, user]) => assignRole(incident, { role: role as Role, user }, by('U0ANA')),
    opened(),
  )
const everybody = holding({ communications: 'U0CLEO', commander: 'U0BEN', deputy: 'U0DEV' })

/** As the performer does it: reminds who is next, if anybody is, and records it. */
function remind(incident: Incident, minutes: number): Incident {
  const work = outstandingWork(incident, policy, at(minutes)).find(one => one.kind === 'nudge-owner')
  if (work?.kind !== 'nudge-owner') return incident
  const user = work.to === 'owner' ? updateOwner(incident) : (incident.roles[work.to] ?? '')
  const stamp = { by: 'sitrep', via: 'bot', at: at(minutes) } as const
  return settle(record(incident, stamp, { type: 'nudged', user, dueAt: work.slot }), work)
}
const reminded = (incident: Incident) => incident.timeline.flatMap(fact => (fact.type === 'nudged' ? [fact.user] : []))
const minuteByMinute = (incident: Incident, from = 0) =>
  Array.from({ length: 15 - from }, (_, index) => from + index).reduce(remind, incident)

describe('reminders of an update', () => {
  it('go to one person after another: communications lead, commander, deputy', () => {
    expect(reminded(remind(everybody, 10))).toEqual(['U0CLEO'])
    expect(reminded(remind(remind(everybody, 10), 12.9))).toEqual(['U0CLEO'])
    expect(reminded(remind(remind(everybody, 10), 13))).toEqual(['U0CLEO', 'U0BEN'])
    expect(reminded(minuteByMinute(everybody))).toEqual(['U0CLEO', 'U0BEN', 'U0DEV'])
  })

  it('leave out nobody’s role and nobody twice', () => {
    expect(reminded(minuteByMinute(holding({ commander: 'U0BEN', communications: 'U0BEN' })))).toEqual(['U0BEN'])
    expect(reminded(minuteByMinute(holding({ communications: 'U0CLEO', deputy: 'U0DEV' })))).toEqual([
      'U0CLEO',
      'U0DEV',
    ])
    expect(reminded(minuteByMinute(opened()))).toEqual(['U0ANA'])
  })

  it('stay one after another when they come late', () => {
    const late = remind(everybody, 12.5)
    expect(reminded(late)).toEqual(['U0CLEO'])
    expect(reminded(remind(late, 13.4))).toEqual(['U0CLEO'])
    expect(reminded(remind(late, 13.5))).toEqual(['U0CLEO', 'U0BEN'])
    expect(nextNudge(remind(late, 14.2), slot, policy)).toBeUndefined()
  })

  it('go on with the next person where one could not be reached', () => {
    const [unreached] = outstandingWork(everybody, policy, at(10)).filter(work => work.kind === 'nudge-owner')
    const after = unreached ? settle(everybody, unreached) : everybody
    expect(reminded(remind(after, 13))).toEqual(['U0BEN'])
  })

  it('end with the update, and begin anew for the next one', () => {
    const written = writeUpdate(
      remind(everybody, 10),
      { fields: { state: 'x' }, nextInMinutes: 30, policy },
      by('U0CLEO', 11),
    )
    expect(reminded(minuteByMinute(written, 11))).toEqual(['U0CLEO'])
    expect(reminded(remind(written, 36))).toEqual(['U0CLEO', 'U0CLEO'])
  })

  it('are the policy’s to choose', () => {
    const two = parsePolicy({ nudgeMinutesBefore: 10, nudges: [{ minutesBefore: 7, to: 'scribe' }] }, policy)
    const incident = holding({ communications: 'U0CLEO', scribe: 'U0EMI' })
    expect(nextNudge(incident, slot, two)).toMatchObject({ to: 'owner', dueAt: at(5) })
    const [first] = outstandingWork(incident, two, at(5)).filter(work => work.kind === 'nudge-owner')
    expect(nextNudge(first ? settle(incident, first) : incident, slot, two)).toMatchObject({
      to: 'scribe',
      dueAt: at(8),
    })
    expect(() => parsePolicy({ nudges: [{ minutesBefore: 0, to: 'scribe' }] })).toThrow('minutesBefore')
  })
})

describe('the update is owed', () => {
  it('by whoever wrote the last one, while they hold a role', () => {
    const wrote = (incident: Incident, user: string) =>
      writeUpdate(incident, { fields: { state: 'x' }, nextInMinutes: 30, policy }, by(user, 5))
    expect(updateOwner(wrote(everybody, 'U0BEN'))).toBe('U0BEN')
    expect(updateOwner(wrote(everybody, 'U0GONE'))).toBe('U0CLEO')
    const handedOver = assignRole(wrote(everybody, 'U0BEN'), { role: 'commander', user: 'U0FAY' }, by('U0BEN', 6))
    expect(updateOwner(handedOver)).toBe('U0CLEO')
  })

  it('by the deputy where there is neither communications lead nor commander', () => {
    expect(updateOwner(holding({ deputy: 'U0DEV', scribe: 'U0EMI' }))).toBe('U0DEV')
  })
})
