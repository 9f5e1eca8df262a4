import { describe, expect, it } from 'vitest'
import { deliveriesOf, retryDelivery } from '../../src/domain/delivery.ts'
import { reportOn } from '../../src/domain/delivery-report.ts'
import { deliveryWork } from '../../src/domain/delivery-work.ts'
import { type Incident, record } from '../../src/domain/incident.ts'
import { cancel, resolve } from '../../src/domain/lifecycle.ts'
import { reportNoChange } from '../../src/domain/no-change.ts'
import { parsePolicy } from '../../src/domain/policy.ts'
import { skipReader } from '../../src/domain/skipped.ts'
import { type Fact, isFact } from '../../src/domain/timeline.ts'
import { writeHoldingUpdate, writeUpdate } from '../../src/domain/updates.ts'
import { abandon, outstandingWork, settle } from '../../src/domain/work.ts'
import { at, by, channels, opened, policy, told } from '../helpers/incidents.ts'

const bot = (minutes: number) => ({ by: 'sitrep', via: 'bot', at: at(minutes) }) as const
const carded = (given = policy) =>
  record(opened({}, given), bot(0), { type: 'card-posted', ts: '1.1' }, { cardTs: '1.1' })
const report = { fields: { state: 'Out', impact: 'One in ten' }, nextInMinutes: 30, policy }
const written = () => writeUpdate(carded(), report, by('U0BEN', 10))

function lastUpdate({ timeline }: Incident): Fact<'update-written'> {
  const update = timeline.findLast(isFact('update-written'))
  if (!update) throw new Error('no update was written')
  return update
}

const places = [
  ['responders', channels.war],
  ['leadership', channels.leadership],
  ['support', channels.support],
  ['customers', channels.customers],
] as const

/** Posts the update there, as the performer records it. */
function posted(incident: Incident, which: readonly string[], minutes = 11): Incident {
  const update = lastUpdate(incident).seq
  return places
    .filter(([audience]) => which.includes(audience))
    .reduce((before: Incident, [audience, channel]) => {
      const work = outstandingWork(before, policy, at(minutes)).find(
        one => one.kind === 'post-update' && one.channel === channel,
      )
      if (!work) throw new Error(`there is nothing to post in ${channel}`)
      return settle(record(before, bot(minutes), { type: 'update-posted', update, audience, channel, ts: '2.2' }), work)
    }, incident)
}

/** Shows where it got to, as the performer records it. */
function shown(incident: Incident, minutes: number): Incident {
  const work = outstandingWork(incident, policy, at(minutes)).find(({ kind }) => kind === 'show-delivery')
  if (work?.kind !== 'show-delivery') throw new Error('there is nothing to show')
  const update = work.fact.seq
  const isFirst = !incident.timeline.some(isFact('delivery-shown'))
  return settle(
    isFirst ? record(incident, bot(minutes), { type: 'delivery-shown', update, ts: '3.3' }) : incident,
    work,
  )
}

const due = (incident: Incident, minutes: number) =>
  outstandingWork(incident, policy, at(minutes)).filter(({ kind }) => kind === 'show-delivery').length
const all = places.map(([audience]) => audience)

describe('what follows an update to its readers', () => {
  it('begins with the update and ends when all of it is shown', () => {
    expect(due(written(), 10)).toBe(1)
    const done = shown(posted(shown(written(), 10), all), 11)
    expect(due(done, 600)).toBe(0)
  })

  it.each<[string, (incident: Incident) => Incident]>([
    [
      'an automatic one',
      i => writeHoldingUpdate(i, { slot: at(15), policy }, { by: 'sitrep', via: 'clock', at: at(15) }),
    ],
    ['no change', i => reportNoChange(told(i, { policy }, by('sitrep')), { policy }, by('U0BEN', 10))],
  ])('does not follow %s', (_, write) => {
    const after = write(carded())
    expect(after.timeline.some(isFact('update-written'))).toBe(true)
    expect(due(after, 15)).toBe(0)
  })

  it.each<[string, (incident: Incident) => Incident]>([
    ['the closing notice', i => resolve(i, { resolution: 'Rolled back', policy }, by('U0BEN', 20))],
    ['the word that it was none', i => cancel(i, { reason: 'A drill', policy }, by('U0BEN', 20))],
  ])('follows %s', (_, end) => {
    const before = shown(posted(shown(written(), 10), all), 11)
    expect(due(before, 20)).toBe(0)
    expect(due(end(before), 20)).toBe(1)
  })

  it('waits for the card, below which it stands, and begins no later than an hour after', () => {
    const { cardTs: _, ...bare } = written()
    expect(deliveryWork(bare)).toEqual([])
    expect(due(written(), 69)).toBe(1)
    expect(due(written(), 70)).toBe(0)
    expect(due(posted(shown(written(), 10), all, 80), 80)).toBe(1)
  })

  it('is drawn anew once for a row of posts, and at once with the last of them', () => {
    const begun = shown(written(), 10)
    const row = posted(begun, ['leadership', 'support'])
    expect(due(row, 11)).toBe(0)
    expect(due(row, 11 + 5 / 60)).toBe(1)
    expect(due(posted(row, ['responders', 'customers']), 11)).toBe(1)
  })

  it('is drawn anew at once when it fails somewhere, and when that is tried again', () => {
    const begun = shown(written(), 10)
    const work = outstandingWork(begun, policy, at(11)).find(
      one => one.kind === 'post-update' && one.audience === 'support',
    )
    if (!work) throw new Error('there is nothing to post')
    const failed = abandon(begun, { work, reason: 'is_archived' }, bot(11))
    expect(due(failed, 11)).toBe(1)
    const again = retryDelivery(shown(failed, 11), { work: work.key }, by('U0BEN', 12))
    expect(due(again, 12)).toBe(1)
  })

  it('keeps one key for each update', () => {
    const done = shown(posted(shown(written(), 10), all), 11)
    expect(done.settled.filter(key => key.includes('/show-delivery/'))).toHaveLength(1)
  })
})

describe('where an update got to', () => {
  const of = (incident: Incident, given = policy) =>
    Object.fromEntries(reportOn(incident, lastUpdate(incident), given).map(one => [one.audience, one]))

  it('is said with when, why not, and for what it waits', () => {
    const begun = posted(written(), ['leadership'])
    expect(of(begun).leadership).toMatchObject({ sent: [{ channel: channels.leadership, at: at(11) }], waiting: [] })
    expect(of(begun).support).toMatchObject({ sent: [], waiting: [{ channel: channels.support }] })
  })

  it('says until when those wait who sleep, and that they read a later one instead', () => {
    const quiet = parsePolicy(
      { audiences: { leadership: { quietHours: { timeZone: 'UTC', from: '09:00', to: '11:00' } } } },
      policy,
    )
    const slept = writeUpdate(carded(quiet), { ...report, policy: quiet }, by('U0BEN', 10))
    expect(of(slept, quiet).leadership).toMatchObject({ until: at(60), isOvertaken: false })
    const first = lastUpdate(slept)
    const later = writeUpdate(slept, { ...report, policy: quiet }, by('U0BEN', 20))
    expect(reportOn(later, first, quiet).find(({ audience }) => audience === 'leadership')).toMatchObject({
      waiting: [],
      isOvertaken: true,
    })
  })

  it('says of whoever was left out at the last moment why', () => {
    const told = written()
    const update = lastUpdate(told)
    const [audience, channel] = ['leadership', channels.leadership]
    const skip = { update: update.seq, audience, channel, reason: 'not-named' } as const
    const after = skipReader(told, skip, bot(11))
    expect(deliveriesOf(after, update).find(one => one.channel === channel)).toEqual({
      ...{ audience, channel },
      state: 'dropped',
      skipped: 'not-named',
    })
  })

  it('leaves out whoever could not be told any more, without a word why', () => {
    const told = written()
    const update = lastUpdate(told)
    const to = [{ audience: 'followers', channel: 'U0DEV', subject: 'incident:INC-42' }]
    const found = record(told, bot(10), { type: 'update-addressed', update: update.seq, to, skipped: [] })
    const work = outstandingWork(found, policy, at(11)).find(
      one => one.kind === 'post-update' && one.channel === 'U0DEV',
    )
    if (!work) throw new Error('nobody is told')
    const before = shown(found, 11)
    const after = settle(before, work)
    expect(deliveriesOf(after, update).find(({ channel }) => channel === 'U0DEV')).toMatchObject({ state: 'dropped' })
    expect(due(before, 11)).toBe(0)
    expect(due(after, 11)).toBe(1)
  })
})
