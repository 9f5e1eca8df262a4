import { describe, expect, it } from 'vitest'
import { addressUpdate } from '../../src/domain/addressing.ts'
import { reachableAudiences } from '../../src/domain/audiences.ts'
import { deliveriesOf, retryDelivery } from '../../src/domain/delivery.ts'
import type { Incident } from '../../src/domain/incident.ts'
import { parsePolicy } from '../../src/domain/policy.ts'
import { previewPriority } from '../../src/domain/preview.ts'
import { type Fact, isFact } from '../../src/domain/timeline.ts'
import { updatesDue, writeHoldingUpdate, writeUpdate } from '../../src/domain/updates.ts'
import { addressGroup, chooseFromGroups, groupsFor } from '../../src/domain/user-groups.ts'
import { abandon, outstandingWork, settle } from '../../src/domain/work.ts'
import { at, by, opened, policy as testPolicy } from '../helpers/incidents.ts'

const policy = parsePolicy(
  {
    audiences: {
      desk: { label: 'Desk', userGroups: ['S0DESK001'], fields: ['impact'], cadence: { P1: 30 } },
      sales: { label: 'Sales', userGroups: ['S0SALES01'], people: ['U0FAY'], fields: ['impact'], cadence: { P1: 60 } },
    },
  },
  testPolicy,
)
const bot = { by: 'sitrep', via: 'bot', at: at(6) } as const
const written = (incident: Incident = opened()) =>
  writeUpdate(incident, { fields: { state: 'Looking' }, nextInMinutes: 30, policy }, by('U0ANA', 5))
const lastUpdate = (incident: Incident): Fact<'update-written'> => {
  const update = incident.timeline.findLast(isFact('update-written'))
  if (!update) throw new Error('no update')
  return update
}
const keysIn = (incident: Incident, part: string) =>
  outstandingWork(incident, policy, at(6))
    .map(({ key }) => key)
    .filter(key => key.includes(part))

describe('an audience that reads through a user group', () => {
  it('can be reached and is owed updates, but not of a private incident', () => {
    expect(reachableAudiences(opened(), policy)).toEqual(expect.arrayContaining(['desk', 'sales']))
    expect(updatesDue(opened(), policy).map(({ audience }) => audience)).toContain('desk')
    const choices = { severity: 'SEV1', urgency: 'high', isPrivate: false } as const
    expect(previewPriority(policy, choices).meaning).toContain('Desk')
    expect(previewPriority(policy, { ...choices, isPrivate: true }).meaning).not.toContain('Desk')
    expect(reachableAudiences(opened({ isPrivate: true }), policy)).toEqual(['responders'])
  })

  it('is looked up before anybody is written to', () => {
    const incident = written()
    expect(keysIn(incident, 'S0DESK001')).toEqual([])
    expect(keysIn(incident, 'address-update')).toHaveLength(1)
    const { isForFollowers: _, ...without } = lastUpdate(incident)
    const only = { ...incident, timeline: incident.timeline.map(fact => (fact.seq === without.seq ? without : fact)) }
    expect(keysIn(only, 'address-update')).toHaveLength(1)
  })
})

describe('who reads through user groups', () => {
  const update = { channels: { desk: ['S0DESK001'], sales: ['S0SALES01', 'U0FAY'] } }
  const readers = (members: readonly string[], channels: readonly string[] = []) => ({ members, channels })
  const desk = { audience: 'desk', group: 'S0DESK001' }
  const sales = { audience: 'sales', group: 'S0SALES01' }
  const nobody = new Set<string>()

  it('is each of them once, as the audience that stands first', () => {
    const groups = [
      { ...desk, readers: readers(['U0ANA', 'U0BEN', 'U0FAY']) },
      { ...sales, readers: readers(['U0BEN', 'U0GUS']) },
    ]
    const found = chooseFromGroups(update, { groups, named: new Set(['U0FAY']), inChannel: new Set(['U0ANA']) })
    expect(found).toEqual({
      to: [
        { audience: 'desk', channel: 'U0BEN', group: 'S0DESK001' },
        { audience: 'sales', channel: 'U0GUS', group: 'S0SALES01' },
      ],
      skipped: [
        { who: 'U0ANA', reason: 'in-channel' },
        { who: 'U0FAY', reason: 'reads-already' },
        { who: 'U0BEN', reason: 'reads-already' },
      ],
      groups: ['S0DESK001', 'S0SALES01'],
    })
  })

  it('is its channels where it has some, without its members', () => {
    const groups = [{ ...desk, readers: readers(['U0BEN'], ['C0DESK']) }]
    expect(chooseFromGroups(update, { groups, named: nobody, inChannel: nobody }).to).toEqual([
      { audience: 'desk', channel: 'C0DESK', group: 'S0DESK001' },
    ])
  })

  it('is nobody of an audience that the update is not for, or who belongs to one that stands before', () => {
    const incident = opened()
    const [due] = updatesDue(incident, policy)
    if (!due) throw new Error('nothing is due')
    const holding = writeHoldingUpdate(incident, { slot: due.at, policy }, by('sitrep', 20))
    const fact = { ...lastUpdate(holding), channels: { sales: ['S0SALES01'] } }
    expect(groupsFor(fact, holding, policy)).toEqual([desk, sales])
    const groups = [
      { ...desk, readers: readers(['U0BEN']) },
      { ...sales, readers: readers(['U0BEN', 'U0GUS']) },
    ]
    expect(chooseFromGroups(fact, { groups, named: nobody, inChannel: nobody })).toEqual({
      to: [{ audience: 'sales', channel: 'U0GUS', group: 'S0SALES01' }],
      skipped: [{ who: 'U0BEN', reason: 'reads-already' }],
      groups: ['S0SALES01'],
    })
    expect(groupsFor({ ...fact, channels: { sales: ['U0FAY'] } }, holding, policy)).toEqual([])
  })
})

describe('a group that could not be found', () => {
  const stateOf = (incident: Incident) =>
    deliveriesOf(incident, lastUpdate(incident))
      .filter(({ audience }) => audience === 'desk')
      .map(({ channel, state }) => ({ channel, state }))
  const lost = () => {
    const incident = written()
    const { seq } = lastUpdate(incident)
    const to = [{ audience: 'desk', channel: 'S0DESK001' }]
    return addressUpdate(incident, { update: seq, to, skipped: [], groups: ['S0SALES01'] }, bot)
  }

  it('fails as a delivery does, and is replaced by its members once it is found', () => {
    const incident = lost()
    expect(stateOf(incident)).toEqual([{ channel: 'S0DESK001', state: 'waiting' }])
    const work = outstandingWork(incident, policy, at(6)).find(({ key }) => key.endsWith('/S0DESK001'))
    if (!work) throw new Error('nothing to do')
    expect(work.kind).toBe('post-update')
    const failed = abandon(incident, { work, reason: 'no_such_subteam' }, bot)
    expect(stateOf(failed)).toEqual([{ channel: 'S0DESK001', state: 'failed' }])
    const retried = retryDelivery(failed, { work: work.key }, by('U0ANA', 7))
    const again = outstandingWork(retried, policy, at(8)).find(({ key }) => key.endsWith('/S0DESK001'))
    if (!again) throw new Error('nothing to do again')
    const { seq } = lastUpdate(incident)
    const member = { audience: 'desk', channel: 'U0BEN', group: 'S0DESK001' }
    const input = { update: seq, to: [member], skipped: [], groups: ['S0DESK001'] }
    const found = settle(addressGroup(retried, input, bot), again)
    expect(stateOf(found)).toEqual([{ channel: 'U0BEN', state: 'waiting' }])
    expect(keysIn(found, 'U0BEN')).toEqual([`INC-42#${seq}/post-update/desk/U0BEN`])
    expect(addressGroup(found, input, bot)).toBe(found)
    expect(retryDelivery(found, { work: again.key }, by('U0ANA', 9))).toBe(found)
  })
})
