import { describe, expect, it } from 'vitest'
import {
  acknowledge,
  assignRole,
  changeDetails,
  changeSeverity,
  changeUrgency,
  type Incident,
} from '../../src/domain/incident.ts'
import { cancel, changeStatus, close, merge, missingToClose, reopen, resolve } from '../../src/domain/lifecycle.ts'
import { ACTIVE_STATUSES, STATUSES, type Status, tracer } from '../../src/domain/status.ts'
import { isFact } from '../../src/domain/timeline.ts'
import { writeUpdate } from '../../src/domain/updates.ts'
import { UserError } from '../../src/errors.ts'
import { by, opened, policy } from '../helpers/incidents.ts'

const resolved = () => resolve(opened(), { resolution: 'Rolled back', policy }, by('U0ANA', 30))
const complete = (incident: Incident) =>
  assignRole(
    changeDetails(incident, { service: 'checkout', category: 'software' }, by('U0ANA', 31)),
    { role: 'commander', user: 'U0BEN' },
    by('U0ANA', 31),
  )
const inStatus: Record<Status, () => Incident> = {
  triage: () => opened(),
  investigating: () => changeStatus(opened(), { to: 'investigating' }, by('U0ANA', 1)),
  fixing: () => changeStatus(opened(), { to: 'fixing' }, by('U0ANA', 1)),
  monitoring: () => changeStatus(opened(), { to: 'monitoring' }, by('U0ANA', 1)),
  resolved,
  closed: () => close(complete(resolved()), { policy }, by('U0ANA', 40)),
  merged: () => merge(opened(), { into: 'INC-7', policy }, by('U0ANA', 1)),
  cancelled: () => cancel(opened(), { reason: 'a request', policy }, by('U0ANA', 1)),
}
const moves: Record<string, (incident: Incident) => Incident> = {
  acknowledge: i => acknowledge(i, undefined, by('U0BEN', 50)),
  'change severity': i => changeSeverity(i, { severity: 'SEV4', policy }, by('U0BEN', 50)),
  'change urgency': i => changeUrgency(i, { urgency: 'low', policy }, by('U0BEN', 50)),
  investigating: i => changeStatus(i, { to: 'investigating' }, by('U0BEN', 50)),
  fixing: i => changeStatus(i, { to: 'fixing' }, by('U0BEN', 50)),
  monitoring: i => changeStatus(i, { to: 'monitoring' }, by('U0BEN', 50)),
  update: i => writeUpdate(i, { fields: { state: 'x' }, nextInMinutes: 30, policy }, by('U0BEN', 50)),
  resolve: i => resolve(i, { resolution: 'done', policy }, by('U0BEN', 50)),
  close: i => close(i, { policy }, by('U0BEN', 50)),
  reopen: i => reopen(i, { reason: 'it came back' }, by('U0BEN', 50)),
  cancel: i => cancel(i, { reason: 'a request', policy }, by('U0BEN', 50)),
  merge: i => merge(i, { into: 'INC-7', policy }, by('U0BEN', 50)),
}
/** Which moves each status allows; everything else must be refused. */
const working = ['acknowledge', 'change severity', 'change urgency', 'update', 'resolve', 'cancel', 'merge']
const phases = ['investigating', 'fixing', 'monitoring']
const allowed: Record<Status, readonly string[]> = {
  triage: [...working, ...phases],
  investigating: [...working, ...phases],
  fixing: [...working, ...phases],
  monitoring: [...working, ...phases],
  resolved: ['reopen'],
  closed: ['close', 'reopen'],
  merged: ['merge', 'reopen'],
  cancelled: ['cancel', 'reopen'],
}

describe('status', () => {
  for (const status of STATUSES) {
    for (const [name, move] of Object.entries(moves)) {
      const isAllowed = allowed[status].includes(name)
      it(`${isAllowed ? 'lets' : 'refuses'} ${name} in ${status}${isAllowed ? '' : ', and says what to do instead'}`, () => {
        const before = inStatus[status]()
        expect(before.status).toBe(status)
        if (isAllowed) {
          expect(() => move(before)).not.toThrow()
          return
        }
        let error: unknown
        try {
          move(before)
        } catch (thrown) {
          error = thrown
        }
        expect(error).toBeInstanceOf(UserError)
        expect((error as UserError).message).toMatch(/`\/incident|go on there|nothing to reopen|Still missing/)
      })
    }
  }

  it('marks the current step of TRACeR', () => {
    expect(ACTIVE_STATUSES.map(tracer)).toEqual(['[T]·R·A·C·R', 'T·[R]·A·C·R', 'T·R·[A]·C·R', 'T·R·A·[C]·R'])
    expect(tracer('resolved')).toBe('T·R·A·C·[R]')
    expect(tracer('closed')).toBe('T·R·A·C·R')
  })

  it('records who moved it, from where, to where', () => {
    const fact = inStatus.fixing().timeline.at(-1)
    expect(fact).toMatchObject({ type: 'status-changed', from: 'triage', to: 'fixing', by: 'U0ANA', via: 'command' })
  })
})

describe('closing', () => {
  it('says every field that is missing', () => {
    const missing = missingToClose(resolved(), policy)
    expect(missing).toEqual(['commander', 'service', 'category'])
    expect(() => close(resolved(), { policy }, by('U0ANA', 40))).toThrow(
      'INC-42 cannot be closed yet. Still missing: an incident commander, the service, the category.',
    )
  })

  it('goes through once all is there, and only once', () => {
    const closed = close(complete(resolved()), { policy }, by('U0ANA', 40))
    expect(closed.status).toBe('closed')
    expect(close(closed, { policy }, by('U0BEN', 41))).toBe(closed)
  })
})

describe('resolving and reopening', () => {
  it('tells every audience with one closing update', () => {
    const finals = resolved()
      .timeline.filter(isFact('update-written'))
      .filter(update => update.kind === 'final')
    expect(finals).toHaveLength(1)
    expect(finals[0]?.audiences).toEqual(['responders', 'leadership', 'support', 'customers'])
    expect(finals[0]).not.toHaveProperty('nextInMinutes')
  })

  it('forgets the earlier end but keeps it on the timeline', () => {
    const again = reopen(resolved(), { reason: 'it came back' }, by('U0BEN', 60))
    expect(again).toMatchObject({ status: 'investigating' })
    expect(again).not.toHaveProperty('resolvedAt')
    expect(again).not.toHaveProperty('resolution')
    expect(again.timeline.some(isFact('resolved'))).toBe(true)
  })

  it('needs a reason to reopen or to cancel', () => {
    expect(() => reopen(resolved(), { reason: ' ' }, by('U0BEN', 60))).toThrow('Say why')
    expect(() => cancel(opened(), { reason: '', policy }, by('U0BEN', 60))).toThrow('Say why')
  })
})

describe('a repeated decision', () => {
  it.each([
    ['acknowledging', (i: Incident) => acknowledge(i, undefined, by('U0BEN', 5))],
    ['taking a role', (i: Incident) => assignRole(i, { role: 'scribe', user: 'U0BEN' }, by('U0BEN', 5))],
    ['the same severity', (i: Incident) => changeSeverity(i, { severity: 'SEV3', policy }, by('U0BEN', 5))],
    ['the same phase', (i: Incident) => changeStatus(i, { to: 'fixing' }, by('U0BEN', 5))],
    ['the same details', (i: Incident) => changeDetails(i, { service: 'api' }, by('U0BEN', 5))],
  ])('of %s changes nothing', (_, decide) => {
    const once = decide(opened())
    expect(decide(once)).toBe(once)
  })
})
