import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { acknowledge, assignRole, changeSeverity, type Incident, record } from '../../src/domain/incident.ts'
import { cancel, changeStatus, close, reopen, resolve } from '../../src/domain/lifecycle.ts'
import { reportNoChange } from '../../src/domain/no-change.ts'
import { parsePolicy } from '../../src/domain/policy.ts'
import { SEVERITIES } from '../../src/domain/priority.ts'
import { writeHoldingUpdate, writeUpdate } from '../../src/domain/updates.ts'
import { abandon, nextWorkAt, outstandingWork, settle, type Work } from '../../src/domain/work.ts'
import { UserError } from '../../src/errors.ts'
import { at, by, channels, declared, opened, policy } from '../helpers/incidents.ts'

const sitrep = (minutes: number) => ({ by: 'sitrep', via: 'bot', at: at(minutes) }) as const
const keys = (incident: Incident, minutes = 0) => outstandingWork(incident, policy, at(minutes)).map(work => work.key)
const kinds = (incident: Incident, minutes = 0) => outstandingWork(incident, policy, at(minutes)).map(work => work.kind)
/** As if everything outstanding had been done. */
const done = (incident: Incident, minutes = 0) =>
  outstandingWork(incident, policy, at(minutes)).reduce(settle, incident)

describe('outstanding work', () => {
  it('after declaring is to open the channel, and nothing else', () => {
    expect(keys(declared({}, policy))).toEqual(['INC-42#1/open-channel'])
  })

  it('after the channel is open is everything else at once', () => {
    const incident = settle(opened(), outstandingWork(opened(), policy, at(0))[0] as Work)
    expect(kinds(incident).sort()).toEqual(
      ['announce', 'confirm-declared', 'invite-people', 'set-purpose', 'set-topic', 'show-card'].sort(),
    )
  })

  it('announces no private incident', () => {
    expect(kinds(opened({ isPrivate: true }))).not.toContain('announce')
  })

  it('of a view is its latest occasion only', () => {
    let incident = done(opened())
    incident = acknowledge(incident, undefined, by('U0BEN', 1))
    incident = changeStatus(incident, { to: 'fixing' }, by('U0BEN', 2))
    expect(keys(incident, 2)).toEqual(['INC-42#4/show-card', 'INC-42#4/set-topic', 'INC-42#4/announce'])
  })

  it('of an update is one post for each channel of each audience', () => {
    const incident = writeUpdate(done(opened()), { fields: { state: 'x' }, nextInMinutes: 30, policy }, by('U0ANA', 10))
    expect(keys(incident, 10).filter(key => key.includes('post-update'))).toEqual([
      `INC-42#3/post-update/responders/${channels.war}`,
      `INC-42#3/post-update/leadership/${channels.leadership}`,
      `INC-42#3/post-update/support/${channels.support}`,
      `INC-42#3/post-update/customers/${channels.customers}`,
    ])
  })

  it('of two updates for the same readers is in one lane, the older first', () => {
    let incident = done(opened())
    for (const minute of [10, 11])
      incident = writeUpdate(
        incident,
        { fields: { state: `at ${minute}` }, nextInMinutes: 30, policy },
        by('U0ANA', minute),
      )
    const posts = outstandingWork(incident, policy, at(11)).filter(work => work.kind === 'post-update')
    const toCustomers = posts.filter(work => work.lane.endsWith(channels.customers))
    expect(new Set(toCustomers.map(work => work.lane)).size).toBe(1)
    expect(toCustomers.map(work => work.fact.seq)).toEqual([3, 4])
  })

  it('drops an automatic update that was not posted before somebody wrote a newer one', () => {
    const held = writeHoldingUpdate(done(opened()), { slot: at(15), policy }, sitrep(15))
    const written = writeUpdate(held, { fields: { state: 'x' }, nextInMinutes: 30, policy }, by('U0ANA', 16))
    const posts = keys(written, 16).filter(key => key.includes('post-update'))
    expect(posts.every(key => key.startsWith('INC-42#4/'))).toBe(true)
  })

  it('does not reach back: an audience’s new channel gets nothing that was written before', () => {
    const incident = done(
      writeUpdate(done(opened()), { fields: { state: 'x' }, nextInMinutes: 30, policy }, by('U0ANA', 10)),
      10,
    )
    const larger = parsePolicy({ audiences: { support: { channels: [channels.support, 'C0LATER'] } } }, policy)
    expect(outstandingWork(incident, larger, at(10))).toEqual([])
  })

  it('nudges the owner before an update is due, and not any more when it is', () => {
    const incident = done(opened())
    expect(keys(incident, 9)).toEqual([])
    expect(keys(incident, 10)).toEqual(['INC-42/nudge/2026-03-02T10:15:00Z'])
    expect(keys(incident, 15)).toEqual(['INC-42/holding/2026-03-02T10:15:00Z/responders+leadership+support+customers'])
  })

  it('drops what the clock wrote, and keeps what a person wrote, when the incident ends before it is posted', () => {
    const held = writeHoldingUpdate(done(opened()), { slot: at(15), policy }, sitrep(15))
    const resolved = resolve(held, { resolution: 'x', policy }, by('U0ANA', 15))
    const posts = keys(resolved, 15).filter(key => key.includes('post-update'))
    expect(posts.every(key => key.startsWith('INC-42#5/'))).toBe(true)
    expect(posts).toHaveLength(4)
  })

  it('of a closed incident whose review is optional is nothing that the clock could ask for, ever', () => {
    const lenient = parsePolicy({ targets: { P1: { reviewDue: null } } }, policy)
    let incident = resolve(done(opened()), { resolution: 'x', policy }, by('U0ANA', 5))
    incident = done(close(incident, { policy: { ...policy, closeRequires: [] } }, by('U0ANA', 6)), 6)
    expect(nextWorkAt(incident, lenient, at(6))).toBeNull()
    expect(outstandingWork(incident, lenient, at(100_000))).toEqual([])
  })

  it('of an invitation is to show on the card who could not be added, and nothing where all were', () => {
    const invited = (failed: { who: string; reason: string }[]) =>
      record(done(opened()), sitrep(1), { type: 'people-invited', users: ['U0ANA'], userGroups: [], failed })
    const cards = (incident: Incident) => keys(incident, 1).filter(key => key.endsWith('/show-card'))
    expect(cards(invited([]))).toEqual([])
    expect(cards(invited([{ who: 'U0GUEST', reason: 'ura_max_channels' }]))).toEqual(['INC-42#3/show-card'])
  })

  it('includes bookmarks only where some are configured', () => {
    expect(kinds(opened())).not.toContain('add-bookmarks')
    const withLinks = parsePolicy({ bookmarks: [{ title: 'Bridge', link: 'https://example.org/bridge' }] }, policy)
    expect(outstandingWork(opened({}, withLinks), withLinks, at(0)).map(work => work.kind)).toContain('add-bookmarks')
  })
})

describe('work that is given up', () => {
  it('is on the timeline and asks for the card to show it', () => {
    const incident = opened()
    const announcing = outstandingWork(incident, policy, at(0)).find(work => work.kind === 'announce') as Work
    const gone = abandon(incident, { work: announcing, reason: 'not_in_channel' }, sitrep(1))
    expect(gone.timeline.at(-1)).toMatchObject({ what: 'announce the incident', reason: 'not_in_channel' })
    expect(keys(gone, 1)).toContain('INC-42#3/show-card')
    expect(keys(gone, 1)).toContain('INC-42#3/report-failure')
    expect(keys(gone, 1)).not.toContain(announcing.key)
  })

  it('asks for the card when the card is what could not be pinned', () => {
    const carded = record(done(opened()), sitrep(0), { type: 'card-posted', ts: '1.1' }, { cardTs: '1.1' })
    const [pin] = outstandingWork(carded, policy, at(0))
    expect(pin?.kind).toBe('pin-card')
    const gone = abandon(carded, { work: pin as Work, reason: 'missing_scope' }, sitrep(1))
    expect(keys(gone, 1)).toEqual(['INC-42#4/show-card'])
  })

  it('is said in the channel once, however often a live announcement is refused', () => {
    let incident = opened()
    for (const minute of [1, 2, 3]) {
      const work = outstandingWork(incident, policy, at(minute)).find(one => one.kind === 'announce')
      if (work) incident = abandon(incident, { work, reason: 'not_in_channel' }, sitrep(minute))
      incident = changeSeverity(incident, { severity: minute === 2 ? 'SEV1' : 'SEV2', policy }, by('U0ANA', minute))
    }
    expect(kinds(incident, 3).filter(kind => kind === 'report-failure')).toHaveLength(1)
  })

  it('does not ask for the card again when the card itself is what failed', () => {
    const incident = opened()
    const card = outstandingWork(incident, policy, at(0)).find(work => work.kind === 'show-card') as Work
    const gone = abandon(incident, { work: card, reason: 'is_archived' }, sitrep(1))
    expect(kinds(gone, 1)).not.toContain('show-card')
  })

  it('tells the reporter when there is no channel to show it in', () => {
    const incident = declared({}, policy)
    const open = outstandingWork(incident, policy, at(0))[0] as Work
    const gone = abandon(incident, { work: open, reason: 'restricted_action' }, sitrep(1))
    expect(kinds(gone, 1)).toEqual(['report-failure'])
  })
})

describe('for any course of an incident', () => {
  const steps: fc.Arbitrary<(incident: Incident, minute: number) => Incident> = fc.oneof(
    fc.constant((i: Incident, m: number) => acknowledge(i, undefined, by('U0ANA', m))),
    fc
      .constantFrom(...SEVERITIES)
      .map(severity => (i: Incident, m: number) => changeSeverity(i, { severity, policy }, by('U0ANA', m))),
    fc
      .constantFrom('investigating', 'fixing', 'monitoring')
      .map(to => (i: Incident, m: number) => changeStatus(i, { to: to as 'fixing' }, by('U0ANA', m))),
    fc.constant((i: Incident, m: number) => assignRole(i, { role: 'commander', user: 'U0BEN' }, by('U0ANA', m))),
    fc
      .integer({ min: 5, max: 120 })
      .map(
        nextInMinutes => (i: Incident, m: number) =>
          writeUpdate(i, { fields: { state: 'x' }, nextInMinutes, policy }, by('U0ANA', m)),
      ),
    fc.constant((i: Incident, m: number) => reportNoChange(i, { policy }, by('U0ANA', m))),
    fc.constant((i: Incident, m: number) => resolve(i, { resolution: 'x', policy }, by('U0ANA', m))),
    fc.constant((i: Incident, m: number) => close(i, { policy }, by('U0ANA', m))),
    fc.constant((i: Incident, m: number) => reopen(i, { reason: 'again' }, by('U0ANA', m))),
    fc.constant((i: Incident, m: number) => cancel(i, { reason: 'none', policy }, by('U0ANA', m))),
    fc.constant((i: Incident, m: number) => done(i, m)),
    fc.constant((i: Incident, m: number) => {
      const slot = outstandingWork(i, policy, at(m)).find(work => work.kind === 'write-holding-update')
      return slot?.kind === 'write-holding-update' ? writeHoldingUpdate(i, { slot: slot.slot, policy }, sitrep(m)) : i
    }),
  )

  it('keys are unique, seq counts from 1, facts are only ever added, and nothing is due before nextWorkAt', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(steps, fc.integer({ min: 0, max: 90 })), { maxLength: 40 }), course => {
        let incident = opened()
        let minute = 0
        for (const [step, wait] of course) {
          minute += wait
          const before = incident
          try {
            incident = step(incident, minute)
          } catch (error) {
            if (!(error instanceof UserError)) throw error
          }
          expect(incident.timeline.slice(0, before.timeline.length)).toEqual(before.timeline)
          const all = keys(incident, minute)
          expect(new Set(all).size).toBe(all.length)
          const next = nextWorkAt(incident, policy, at(minute))
          if (all.length > 0) expect(next && next <= at(minute)).toBeTruthy()
          else if (next) {
            expect(next > at(minute)).toBe(true)
            const justBefore = new Date(next.getTime() - 1)
            expect(outstandingWork(incident, policy, justBefore)).toEqual([])
            expect(outstandingWork(incident, policy, next).length).toBeGreaterThan(0)
          }
        }
        expect(incident.timeline.map(fact => fact.seq)).toEqual(incident.timeline.map((_, index) => index + 1))
      }),
      { numRuns: 300 },
    )
  })
})

it('leaves a fact exactly as recorded when the next one is added', () => {
  const first = opened()
  const second = record(first, by('U0ANA', 1), { type: 'noted', text: 'x' })
  expect(second.timeline.slice(0, -1)).toEqual(first.timeline)
  expect(second.timeline.at(-1)).toMatchObject({ seq: 3, type: 'noted', text: 'x', recordedAt: at(1) })
})
