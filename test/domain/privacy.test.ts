import { describe, expect, it } from 'vitest'
import { addItem } from '../../src/domain/action-items.ts'
import { tellings } from '../../src/domain/communications.ts'
import { compose } from '../../src/domain/compose.ts'
import { composeSanitised } from '../../src/domain/compose-sanitised.ts'
import { assignRole, type Incident, record } from '../../src/domain/incident.ts'
import { parsePolicy } from '../../src/domain/policy.ts'
import {
  addPerson,
  approveDisclosure,
  hasPrivateChannel,
  liftPrivacy,
  makePrivate,
  openProposal,
} from '../../src/domain/privacy.ts'
import { answerQuestion, askQuestion } from '../../src/domain/questions.ts'
import { similarTo } from '../../src/domain/similar.ts'
import type { Fact } from '../../src/domain/timeline.ts'
import { updatesDue, wordsToStartFrom, writeUpdate } from '../../src/domain/updates.ts'
import { outstandingWork, settle } from '../../src/domain/work.ts'
import { at, by, channels, monday, opened, policy } from '../helpers/incidents.ts'

const hidden = () => assignRole(opened({ isPrivate: true }), { role: 'commander', user: 'U0BEN' }, by('U0ANA'))
const proposed = (minutes = 0) => liftPrivacy(hidden(), { reason: 'customers ask' }, by('U0ANA', minutes))
const day = 24 * 60

describe('making an incident private', () => {
  it('takes one person and no time', () => {
    const after = makePrivate(opened(), undefined, by('U0EMI'))
    expect(after).toMatchObject({ isPrivate: true })
    expect(after.timeline.at(-1)).toMatchObject({ type: 'made-private', by: 'U0EMI' })
  })

  it('changes nothing the second time', () => {
    const once = makePrivate(opened(), undefined, by('U0EMI'))
    expect(makePrivate(once, undefined, by('U0BEN'))).toBe(once)
  })

  it('has its announcement taken back, and none of a private one asked for', () => {
    const announcement = { channel: channels.incidents, ts: '3.3' }
    const kinds = (incident: ReturnType<typeof opened>) =>
      outstandingWork(incident, policy, monday).map(one => one.kind)
    const settled = outstandingWork(opened(), policy, monday).reduce(settle, opened())
    expect(kinds(makePrivate({ ...settled, announcement }, undefined, by('U0EMI')))).toContain('announce')
    expect(kinds(makePrivate(settled, undefined, by('U0EMI')))).not.toContain('announce')
  })

  it('leaves it with the channel that Slack made for it', () => {
    const announced = record(opened(), by('sitrep'), {
      type: 'channel-opened',
      channel: channels.war,
      name: 'inc-42',
      isPrivate: false,
    })
    expect(hasPrivateChannel(makePrivate(announced, undefined, by('U0EMI')))).toBe(false)
    expect(hasPrivateChannel(makePrivate(opened(), undefined, by('U0EMI')))).toBe(false)
    expect(hasPrivateChannel(opened({ isPrivate: true }))).toBe(true)
  })
})

describe('making an incident public', () => {
  it('is proposed by one and agreed to by another, and both are on the record', () => {
    const waiting = proposed()
    expect(waiting.isPrivate).toBe(true)
    const open = liftPrivacy(waiting, { reason: '' }, by('U0BEN', 5))
    expect(open.isPrivate).toBe(false)
    expect(open.timeline.slice(-2)).toMatchObject([
      { type: 'disclosure-proposed', by: 'U0ANA', reason: 'customers ask' },
      { type: 'made-public', by: 'U0BEN', proposal: waiting.timeline.length },
    ])
  })

  it('is refused to who proposed it, however they ask', () => {
    expect(() => approveDisclosure(proposed(), undefined, by('U0ANA', 1))).toThrow('somebody else has to agree')
    expect(() => liftPrivacy(proposed(), { reason: '' }, by('U0ANA', 1))).toThrow('somebody else has to agree')
  })

  it('is refused to who neither holds a role nor reported it', () => {
    expect(() => approveDisclosure(proposed(), undefined, by('U0EMI', 1))).toThrow(
      'Only its reporter and those who hold a role',
    )
    const byOther = liftPrivacy(hidden(), { reason: '' }, by('U0EMI'))
    expect(approveDisclosure(byOther, undefined, by('U0ANA', 1)).isPrivate).toBe(false)
  })

  it('lapses after a day', () => {
    const inTime = by('U0BEN', day - 1)
    expect(approveDisclosure(proposed(), undefined, inTime).isPrivate).toBe(false)
    expect(() => approveDisclosure(proposed(), undefined, by('U0BEN', day))).toThrow('a proposal lapses after a day')
    expect(liftPrivacy(proposed(), { reason: 'anew' }, by('U0BEN', day)).timeline.at(-1)).toMatchObject({
      type: 'disclosure-proposed',
      by: 'U0BEN',
    })
  })

  it('is off the table once somebody keeps it private', () => {
    const declined = makePrivate(proposed(), undefined, by('U0EMI', 1))
    expect(declined.timeline.at(-1)).toMatchObject({ type: 'disclosure-declined', by: 'U0EMI' })
    expect(openProposal(declined, at(2))).toBeUndefined()
    expect(() => approveDisclosure(declined, undefined, by('U0BEN', 2))).toThrow('Nobody proposes')
  })

  it('needs a proposal of its own when it was made private again', () => {
    const again = makePrivate(approveDisclosure(proposed(), undefined, by('U0BEN', 1)), undefined, by('U0BEN', 2))
    expect(() => approveDisclosure(again, undefined, by('U0BEN', 3))).toThrow('Nobody proposes')
  })

  it('is announced then, and not before', () => {
    const kinds = (incident: ReturnType<typeof opened>) => outstandingWork(incident, policy, at(5)).map(one => one.kind)
    expect(kinds(proposed())).not.toContain('announce')
    expect(kinds(proposed())).toContain('ask-approval')
    expect(kinds(approveDisclosure(proposed(), undefined, by('U0BEN', 5)))).toContain('announce')
  })
})

describe('what is owed once it is public', () => {
  const owed = (incident: ReturnType<typeof opened>) =>
    Object.fromEntries(updatesDue(incident, policy).map(due => [due.audience, due.at]))
  const madePublic = (incident: ReturnType<typeof opened>, minutes: number) =>
    approveDisclosure(liftPrivacy(incident, { reason: '' }, by('U0ANA', minutes)), undefined, by('U0BEN', minutes))
  const write = (incident: ReturnType<typeof opened>, minutes: number) =>
    writeUpdate(incident, { fields: { state: 'Looking' }, nextInMinutes: 60, policy }, by('U0ANA', minutes))

  it('is counted since then, not since it was declared, for whom it was hidden from', () => {
    expect(owed(madePublic(hidden(), 180))).toMatchObject({ leadership: at(195), support: at(195), customers: at(195) })
  })

  it('is counted on for those who were told all along', () => {
    expect(owed(madePublic(write(hidden(), 150), 180))).toMatchObject({ responders: at(210), leadership: at(195) })
    expect(owed(madePublic(hidden(), 10)).responders).toEqual(at(15))
  })

  it('is counted since then also where something was promised before it was hidden', () => {
    const toldBefore = write(assignRole(opened(), { role: 'commander', user: 'U0BEN' }, by('U0ANA')), 5)
    const again = madePublic(makePrivate(toldBefore, undefined, by('U0ANA', 20)), 180)
    expect(owed(again)).toMatchObject({ responders: at(65), leadership: at(195) })
    expect(owed(write(again, 190))).toMatchObject({ responders: at(250), leadership: at(250) })
  })

  it('is judged as it was owed then, whatever is private now', () => {
    const told = write(opened(), 5)
    const punctual = (incident: ReturnType<typeof opened>) =>
      tellings(incident, policy).map(({ audience, punctuality }) => [audience, punctuality])
    expect(punctual(makePrivate(told, undefined, by('U0ANA', 20)))).toEqual(punctual(told))
    expect(punctual(told)).toContainEqual(['leadership', 'on time'])
    const late = write(madePublic(hidden(), 180), 200)
    expect(punctual(late)).toEqual(
      expect.arrayContaining([
        ['leadership', 'late'],
        ['responders', 'late'],
      ]),
    )
  })
})

it('adding somebody is on the record, with who did it, and invites them', () => {
  const after = addPerson(hidden(), { user: 'U0EMI' }, by('U0BEN', 3))
  expect(after.timeline.at(-1)).toMatchObject({ type: 'person-added', by: 'U0BEN', user: 'U0EMI' })
  expect(outstandingWork(after, policy, at(3)).map(work => work.kind)).toContain('invite-person')
})

describe('what was said while it was private', () => {
  const cleared = parsePolicy(
    { audiences: { leadership: { incidents: { private: 'cleared', clearedPeople: ['U0CEO00'] } } } },
    policy,
  )
  const fields = { state: 'CANARY-state', impact: 'CANARY-impact' }
  const secret = () => {
    const told = writeUpdate(hidden(), { fields, nextInMinutes: 30, policy: cleared }, by('U0BEN', 1))
    const update = told.timeline.at(-1)?.seq ?? 0
    const question = { audience: 'leadership', update, topic: 'other', text: 'CANARY-question' } as const
    const asked = askQuestion(told, question, by('U0CEO00', 2))
    const number = asked.timeline.at(-1)?.seq ?? 0
    const answer = { question: number, text: 'CANARY-answer', inUpdate: true }
    const answered = answerQuestion(asked, answer, by('U0BEN', 3))
    return addItem({ ...answered, service: 'checkout' }, { text: 'CANARY-item', policy: cleared }, by('U0BEN', 4))
  }
  const lifted = () =>
    approveDisclosure(liftPrivacy(secret(), { reason: '' }, by('U0ANA', 5)), undefined, by('U0BEN', 6))
  const whole = (incident: Incident) => {
    const next = writeUpdate(
      incident,
      { fields: { state: 'All clear' }, nextInMinutes: 30, policy: cleared },
      by('U0BEN', 9),
    )
    const update = next.timeline.at(-1) as Fact<'update-written'>
    const builtAt = at(10)
    return {
      prefilled: JSON.stringify(wordsToStartFrom(incident) ?? {}),
      update: JSON.stringify(compose('leadership', update, { incident: next, policy: cleared })),
      review: JSON.stringify(composeSanitised('leadership', { incident: next, policy: cleared, builtAt })),
    }
  }

  it('is in what the same people read as long as it is private', () => {
    for (const [what, text] of Object.entries(whole(secret()))) expect(text, what).toContain('CANARY')
  })

  it('is in nothing that others read once it is public', () => {
    for (const [what, text] of Object.entries(whole(lifted()))) expect(text, what).not.toContain('CANARY')
    const other = { number: 43, service: 'checkout', title: 'Checkout is down' }
    expect(similarTo(other, [lifted()], cleared)).toEqual([])
    const since = addItem(lifted(), { text: 'Rotate the keys', policy: cleared }, by('U0BEN', 8))
    expect(similarTo(other, [since], cleared).flatMap(({ open }) => open.map(({ text }) => text))).toEqual([
      'Rotate the keys',
    ])
  })
})
