import { describe, expect, it } from 'vitest'
import { assignRole, record } from '../../src/domain/incident.ts'
import {
  addPerson,
  approveDisclosure,
  hasPrivateChannel,
  liftPrivacy,
  makePrivate,
  openProposal,
} from '../../src/domain/privacy.ts'
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

it('adding somebody is on the record, with who did it, and invites them', () => {
  const after = addPerson(hidden(), { user: 'U0EMI' }, by('U0BEN', 3))
  expect(after.timeline.at(-1)).toMatchObject({ type: 'person-added', by: 'U0BEN', user: 'U0EMI' })
  expect(outstandingWork(after, policy, at(3)).map(work => work.kind)).toContain('invite-person')
})
