import { describe, expect, it } from 'vitest'
import { assignRole, changeDetails, type Incident, record } from '../../src/domain/incident.ts'
import { close, reopen, resolve } from '../../src/domain/lifecycle.ts'
import { type Policy, parsePolicy } from '../../src/domain/policy.ts'
import type { Stamp } from '../../src/domain/timeline.ts'
import { answerDispute, confirmFix, disputeFix, openDispute } from '../../src/domain/verification.ts'
import { verificationWork } from '../../src/domain/verification-work.ts'
import { outstandingWork, settle } from '../../src/domain/work.ts'
import { at, by, opened, policy } from '../helpers/incidents.ts'

const bot = (minutes: number): Stamp => ({ by: 'sitrep', via: 'bot', at: at(minutes) })
const led = () =>
  assignRole(
    changeDetails(opened(), { service: 'checkout', category: 'software' }, by('U0ANA', 1)),
    { role: 'commander', user: 'U0BEN' },
    by('U0ANA', 1),
  )
const resolved = (minutes = 30) => resolve(led(), { resolution: 'Rolled back', policy }, by('U0BEN', minutes))
const asked = (incident: Incident = resolved(), minutes = 30) =>
  record(incident, bot(minutes), { type: 'reporter-asked', user: 'U0ANA', isReminder: false })
const kinds = (incident: Incident, minutes: number, under: Policy = policy) =>
  outstandingWork(incident, under, at(minutes))
    .map(work => ('isReminder' in work && work.isReminder ? 'remind-reporter' : work.kind))
    .filter(kind => /reporter|silence|dispute/.test(kind))
const days = (count: number) => count * 24 * 60

describe('the reporter', () => {
  it('is asked once it is resolved, and not before', () => {
    expect(kinds(led(), 29)).toEqual([])
    expect(kinds(resolved(), 30)).toEqual(['ask-reporter'])
  })

  it('is not asked about what they resolved themselves', () => {
    expect(kinds(resolve(led(), { resolution: 'Done', policy }, by('U0ANA', 30)), 30)).toEqual([])
  })

  it('is not asked any more about what was resolved long ago', () => {
    expect(kinds(resolved(), days(2))).toEqual(['ask-reporter'])
    expect(kinds(resolved(), days(4))).toEqual([])
  })

  it('is reminded once after a business day, and after three their silence is no objection', () => {
    expect(kinds(asked(), 60)).toEqual([])
    expect(kinds(asked(), days(1) + 31)).toEqual(['remind-reporter'])
    const reminder = verificationWork(asked(), policy).find(work => work.kind === 'ask-reporter')
    if (!reminder) throw new Error('nobody is reminded')
    const reminded = settle(
      record(asked(), bot(days(1) + 31), { type: 'reporter-asked', user: 'U0ANA', isReminder: true }),
      reminder,
    )
    expect(kinds(reminded, days(2))).toEqual([])
    expect(kinds(reminded, days(3) + 31)).toEqual(['take-silence'])
    expect(kinds(record(reminded, bot(days(4)), { type: 'silence-taken' }), days(5))).toEqual([])
  })

  it('is not reminded of what is closed or open again', () => {
    const closed = close(asked(), { policy }, by('U0BEN', 60))
    expect(kinds(closed, days(1) + 31)).toEqual([])
    const again = reopen(asked(), { reason: 'Errors are back' }, by('U0BEN', 60))
    expect(kinds(again, days(5))).toEqual([])
  })

  it('is asked anew about the next resolution', () => {
    const again = reopen(confirmFix(asked(), undefined, by('U0ANA', 40)), { reason: 'It is back' }, by('U0BEN', 60))
    expect(kinds(resolve(again, { resolution: 'Fixed', policy }, by('U0BEN', 90)), 90)).toEqual(['ask-reporter'])
  })

  it('may say yes once, no after all, and yes again', () => {
    const yes = confirmFix(asked(), undefined, by('U0ANA', 40))
    expect(confirmFix(yes, undefined, by('U0ANA', 41))).toBe(yes)
    expect(kinds(yes, days(9))).toEqual([])
    const no = disputeFix(yes, { text: 'Still 502' }, by('U0ANA', 50))
    expect(openDispute(no)).toMatchObject({ text: 'Still 502' })
    expect(openDispute(confirmFix(no, undefined, by('U0ANA', 60)))).toBeUndefined()
  })

  it('alone may say so, and only once it is resolved', () => {
    expect(() => confirmFix(asked(), undefined, by('U0CLEO', 40))).toThrow('Only who reported INC-42')
    expect(() => disputeFix(asked(), { text: 'No' }, by('U0CLEO', 40))).toThrow('Only who reported INC-42')
    expect(() => confirmFix(led(), undefined, by('U0ANA', 40))).toThrow('people are working on it')
    expect(() => disputeFix(asked(), { text: ' ' }, by('U0ANA', 40))).toThrow('Say in a line')
  })
})

describe('a no', () => {
  const disputed = () => disputeFix(asked(), { text: 'Still 502 for cards' }, by('U0ANA', 40))

  it('is raised with who leads the incident, once for the same words', () => {
    expect(kinds(disputed(), 40)).toEqual(['raise-dispute'])
    const same = disputed()
    expect(disputeFix(same, { text: ' Still 502 for cards ' }, by('U0ANA', 41))).toBe(same)
  })

  it('keeps the incident from being closed, unless somebody gives a reason', () => {
    expect(() => close(disputed(), { policy }, by('U0BEN', 50))).toThrow('says that INC-42 is not fixed')
    expect(() => close(disputed(), { policy, reason: ' ' }, by('U0BEN', 50))).toThrow('says that INC-42 is not fixed')
    const closed = close(disputed(), { policy, reason: 'Their proxy caches it' }, by('U0BEN', 50))
    expect(closed).toMatchObject({ status: 'closed' })
    expect(closed.timeline.at(-1)).toMatchObject({ type: 'closed', reason: 'Their proxy caches it' })
    expect(kinds(closed, 50)).toContain('answer-reporter')
  })

  it('is answered as something else: the reporter hears it, and it can be closed', () => {
    const answered = answerDispute(disputed(), { reason: 'A cached page' }, by('U0BEN', 50))
    expect(kinds(answered, 50)).toEqual(['answer-reporter'])
    expect(close(answered, { policy }, by('U0BEN', 60)).status).toBe('closed')
    expect(() => answerDispute(answered, { reason: 'Again' }, by('U0BEN', 61))).toThrow('was answered already')
    expect(() => answerDispute(disputed(), { reason: '' }, by('U0BEN', 61))).toThrow('Say what it is instead')
  })

  it('is answered by reopening, which the reporter hears too', () => {
    const again = reopen(disputed(), { reason: 'Confirmed' }, by('U0BEN', 50))
    expect(kinds(again, 50)).toEqual(['answer-reporter'])
    expect(kinds(reopen(asked(), { reason: 'Confirmed' }, by('U0BEN', 50)), 50)).toEqual([])
    // Whoever took their no back waits for no answer.
    const takenBack = reopen(confirmFix(disputed(), undefined, by('U0ANA', 45)), { reason: 'Yes' }, by('U0BEN', 50))
    expect(kinds(takenBack, 50)).toEqual([])
    expect(() => answerDispute(again, { reason: 'Else' }, by('U0BEN', 51))).toThrow('open again')
  })
})

describe('who may close', () => {
  const desk = parsePolicy(
    { closers: { roles: [], reporter: false, users: ['U0DESK'], userGroups: ['S0DESK'] } },
    policy,
  )

  it('is whoever holds a role, and the reporter, unless the policy says otherwise', () => {
    for (const user of ['U0ANA', 'U0BEN']) expect(close(resolved(), { policy }, by(user, 60)).status).toBe('closed')
    expect(() => close(resolved(), { policy }, by('U0CLEO', 60))).toThrow(
      'can be closed only by whoever holds a role in it or its reporter',
    )
  })

  it('is only the service desk where the policy says so', () => {
    for (const user of ['U0ANA', 'U0BEN'])
      expect(() => close(resolved(), { policy: desk }, by(user, 60))).toThrow('the people whom the policy names for it')
    expect(close(resolved(), { policy: desk }, by('U0DESK', 60)).status).toBe('closed')
    expect(close(resolved(), { policy: desk, isInGroup: true }, by('U0CLEO', 60)).status).toBe('closed')
  })

  it('cannot be nobody', () => {
    const nobody = { roles: [], reporter: false, users: [], userGroups: [] }
    expect(() => parsePolicy({ closers: nobody })).toThrow('let somebody close incidents')
  })
})
