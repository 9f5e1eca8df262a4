import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Digest, digestName, digestOf, isToBeNoticed, joined, type Part } from '../../src/domain/digest.ts'
import { changeSeverity, declare, type Incident, record } from '../../src/domain/incident.ts'
import { reopen, resolve } from '../../src/domain/lifecycle.ts'
import { knowingAudiences, reportNoChange } from '../../src/domain/no-change.ts'
import { parsePolicy } from '../../src/domain/policy.ts'
import { makePrivate } from '../../src/domain/privacy.ts'
import { type Fact, isFact } from '../../src/domain/timeline.ts'
import { updatesDue, updatesOf, writeHoldingUpdate, writeUpdate } from '../../src/domain/updates.ts'
import { nextWorkAt, outstandingWork, settle, type WorkOf } from '../../src/domain/work.ts'
import { at, by, channels, policy as everybody, told } from '../helpers/incidents.ts'

const bot = (now: Date) => ({ by: 'sitrep', via: 'bot', at: now }) as const
const place = channels.leadership

/** A P1 with a channel of its own, declared at a minute. */
function opened(number: number, minute: number, policy = everybody): Incident {
  const input = { number, requestId: `T1/V${number}`, title: `No. ${number}`, summary: '', isPrivate: false } as const
  const declared = declare({ ...input, severity: 'SEV1', urgency: 'high' }, policy, by('U0ANA', minute))
  const channel = { id: `C0WAR${number}`, name: `inc-${number}` }
  const fact = { type: 'channel-opened', channel: channel.id, name: channel.name } as const
  return record(declared, bot(at(minute)), fact, { channel })
}

/** A P2, for which leadership hears of it too. */
const declareMinor = (number: number, minute: number) =>
  changeSeverity(opened(number, minute), { severity: 'SEV3', policy: everybody }, by('U0ANA', minute))

const known = (number: number) => told(opened(number, 0), { policy: everybody }, by('U0ANA', 0))

function postsTo(channel: string, incident: Incident, { now = at(600), policy = everybody } = {}) {
  const posts = outstandingWork(incident, policy, now).filter(work => work.kind === 'post-update')
  return posts.filter(work => work.channel === channel)
}

describe('an update that may share its message with those of other incidents', () => {
  const shared = (incident: Incident, channel = place, policy = everybody) =>
    postsTo(channel, incident, { policy }).map(work => work.sharedLane)
  const held = writeHoldingUpdate(opened(1, 0), { slot: at(15), policy: everybody }, by('U0ANA', 15))
  const report = writeUpdate(
    opened(1, 0),
    { fields: { state: 'x' }, nextInMinutes: 30, policy: everybody },
    by('U0ANA'),
  )

  it('is one that only keeps a promise', () => {
    expect(shared(held)).toEqual([`place/${place}`])
    expect(shared(reportNoChange(known(1), { policy: everybody }, by('U0ANA', 5)))).toEqual([`place/${place}`])
  })

  it('is none that is news', () => {
    expect(shared(report)).toEqual([undefined])
  })

  it('is a report too where the audience has it so', () => {
    const together = parsePolicy({ audiences: { leadership: { digest: 'all' } } }, everybody)
    expect(shared(report, place, together)).toEqual([`place/${place}`])
    expect(shared(report, channels.support, together)).toEqual([undefined])
  })

  it('is one that waited for the end of quiet hours', () => {
    const quietHours = { from: '09:00', to: '12:00', timeZone: 'UTC' }
    const sleepy = parsePolicy({ audiences: { leadership: { quietHours } } }, everybody)
    expect(shared(report, place, sleepy)).toEqual([`place/${place}`])
    expect(shared(report, channels.support, sleepy)).toEqual([undefined])
  })

  it('is none in the incident’s own channel, and none of a private incident', () => {
    expect(shared(held, 'C0WAR1')).toEqual([undefined])
    expect(shared(makePrivate(held, undefined, by('U0ANA', 16)))).toEqual([undefined])
  })
})

describe('a digest', () => {
  const said = (number: number) => {
    const incident = reportNoChange(known(number), { policy: everybody }, by('U0ANA', 5))
    const update = incident.timeline.findLast(isFact('update-written')) as Fact<'update-written'>
    return { incident, update, audience: 'leadership' }
  }
  const empty = digestOf('x', [])
  const joining = { policy: everybody, channel: place, now: at(5) }

  it('is of one place and one quarter of an hour', () => {
    expect(digestName('C1', new Date('2026-03-02T10:14:59.999Z'))).toBe('C1/2026-03-02T10:00:00Z')
    expect(digestName('C1', new Date('2026-03-02T10:15:00Z'))).toBe('C1/2026-03-02T10:15:00Z')
  })

  it('has room for six incidents, so that each can be read and answered', () => {
    let digest: Digest | undefined = empty
    for (let number = 1; number <= 6; number++) digest = digest && joined(digest, said(number), joining)
    expect(digest?.parts).toHaveLength(6)
    expect(digest && joined(digest, said(7), joining)).toBeUndefined()
    expect(digest && joined(digest, said(6), joining)?.parts).toHaveLength(6)
  })

  it('calls its readers to the first word on an incident, to its end and to a raised priority', () => {
    const read = (incident: Incident, minute: number) => {
      const { seq, priority } = updatesOf(incident).at(-1) as Fact<'update-written'>
      const fact = { type: 'update-posted', update: seq, audience: 'leadership', channel: place, ts: '1' } as const
      return { priority, incident: record(incident, bot(at(minute)), { ...fact, digest: 'x' }) }
    }
    const minor = told(declareMinor(2, 0), { policy: everybody }, by('U0ANA', 0))
    const part = (incident: Incident): Part => {
      const update = updatesOf(incident).at(-1) as Fact<'update-written'>
      return { incident, update, audience: 'leadership' }
    }
    const calm = (incident: Incident, minute: number) =>
      reportNoChange(incident, { policy: everybody }, by('U0ANA', minute))
    const begun = read(calm(known(1), 5), 5).incident
    const open = digestOf('x', [begun])
    const joins = (incident: Incident, minute: number) =>
      joined(open, part(incident), { ...joining, now: at(minute) }) !== undefined

    const first = calm(minor, 5)
    expect([joins(first, 6), joins(first, 7)]).toEqual([true, false])
    const knownThere = calm(read(minor, 1).incident, 5)
    expect(joins(knownThere, 7)).toBe(true)
    const raised = changeSeverity(read(minor, 1).incident, { severity: 'SEV1', policy: everybody }, by('U0ANA', 4))
    expect(joins(calm(raised, 5), 7)).toBe(false)
    const over = resolve(read(minor, 1).incident, { resolution: 'x', policy: everybody }, by('U0ANA', 5))
    expect(joins(over, 7)).toBe(false)
    const again = reopen(over, { reason: 'It is back' }, by('U0ANA', 6))
    const afresh = told(again, { policy: everybody }, by('U0ANA', 6))
    expect(joins(calm(afresh, 7), 7)).toBe(false)
  })

  it('lets go of what an incident said there when it says no more than that it goes on, and of nothing else', () => {
    const [calm, report] = [said(1), said(1)]
    const news: Part = { ...report, update: { ...report.update, seq: 90, kind: 'report' } }
    const withCalm = joined(empty, calm, joining) as Digest
    expect(joined(withCalm, { ...calm, update: { ...calm.update, seq: 91 } }, joining)?.parts).toMatchObject([
      { update: { seq: 91 } },
    ])
    const withNews = joined(empty, news, joining) as Digest
    expect(joined(withNews, { ...calm, update: { ...calm.update, seq: 91 } }, joining)).toBeUndefined()
    expect(joined(withNews, news, joining)?.parts).toHaveLength(1)
  })
})

/** What a place reads: its messages, each with the incidents’ updates that stand in it now. */
interface Message {
  readonly channel: string
  readonly at: Date
  readonly isByItself: boolean
  /** Begun because its readers are to be called. */
  readonly calls: boolean
  readonly parts: Map<string, number>
}

/** Many incidents in one workspace, each piece of work done as its performer does it. */
function live(given: readonly { minute: number; calm: readonly number[]; reports: readonly number[] }[]) {
  const policy = parsePolicy(
    { audiences: { support: { quietHours: { from: '11:00', to: '12:10', timeZone: 'UTC' } } } },
    everybody,
  )
  const incidents = new Map<string, Incident>()
  const messages: Message[] = []
  const called: { isDue: boolean; since: Date; at: Date }[] = []
  const delivered: { key: string; at: Date; work: WorkOf<'post-update'> }[] = []

  const post = (incident: Incident, work: WorkOf<'post-update'>, now: Date): Incident => {
    const { fact, audience, channel } = work
    delivered.push({ key: work.key, at: now, work })
    const part = { incident, update: fact, audience }
    let name: string | undefined
    let message: Message | undefined
    for (let nth = 1; work.sharedLane && !name; nth++) {
      const own = nth === 1 ? digestName(channel, now) : `${digestName(channel, now)}/${nth}`
      const digest = joined(digestOf(own, [...incidents.values()]), part, { policy, channel, now })
      if (!digest) continue
      name = own
      message = digest.message && messages[Number(digest.message.ts) - 1]
    }
    const calls = isToBeNoticed(part, channel)
    called.push({ isDue: calls && name !== undefined, since: message?.at ?? now, at: now })
    if (!message) {
      message = { channel, at: now, isByItself: name !== undefined, calls, parts: new Map() }
      messages.push(message)
    }
    message.parts.set(incident.id, fact.seq)
    const ts = String(messages.indexOf(message) + 1)
    const posted = { type: 'update-posted', update: fact.seq, audience, channel, ts } as const
    return settle(record(incident, bot(now), name === undefined ? posted : { ...posted, digest: name }), work)
  }
  const performAll = (id: string, now: Date) => {
    for (;;) {
      const incident = incidents.get(id) as Incident
      const [work] = outstandingWork(incident, policy, now)
      if (!work) return
      const after =
        work.kind === 'post-update'
          ? post(incident, work, now)
          : work.kind === 'write-holding-update'
            ? settle(writeHoldingUpdate(incident, { slot: work.slot, policy }, bot(now)), work)
            : settle(incident, work)
      incidents.set(id, after)
    }
  }
  for (let minute = 0; minute <= 150; minute++) {
    for (const [index, { minute: start, calm, reports }] of given.entries()) {
      const id = `INC-${index + 1}`
      if (minute === start) incidents.set(id, opened(index + 1, minute, policy))
      const incident = incidents.get(id)
      if (!incident) continue
      const fields = { state: `at ${minute}` }
      if (reports.includes(minute))
        incidents.set(id, writeUpdate(incident, { fields, nextInMinutes: 25, policy }, by('U0ANA', minute)))
      else if (calm.includes(minute) && knowingAudiences(incident, policy).length > 0)
        incidents.set(id, reportNoChange(incident, { policy }, by('U0ANA', minute)))
      const next = nextWorkAt(incidents.get(id) as Incident, policy, at(minute))
      if (!next || next <= at(minute) || reports.includes(minute)) performAll(id, at(minute))
      performAll(id, at(minute))
    }
  }
  return { incidents: [...incidents.values()], messages, delivered, called, policy }
}

describe('for any incidents at once', () => {
  const minute = fc.integer({ min: 0, max: 120 })
  const course = fc.record({
    minute: fc.integer({ min: 0, max: 40 }),
    calm: fc.uniqueArray(minute, { maxLength: 4 }),
    reports: fc.uniqueArray(minute, { maxLength: 3 }),
  })
  const seed = Number(process.env.FC_SEED ?? 20_260_302)
  const lives = fc.sample(fc.array(course, { minLength: 2, maxLength: 5 }), { numRuns: 8, seed }).map(live)
  const check = (holds: (lived: ReturnType<typeof live>) => void) => {
    for (const lived of lives) holds(lived)
  }

  it('each place gets one message in a quarter of an hour of what says nothing new, and each update there once', () => {
    check(({ messages, delivered }) => {
      expect(new Set(delivered.map(({ key }) => key)).size).toBe(delivered.length)
      for (const channel of [place, channels.support, channels.customers]) {
        const fillers = messages.filter(one => one.channel === channel && one.isByItself && !one.calls)
        const quarters = fillers.map(one => digestName(channel, one.at))
        // What waited in quiet hours may be news, which stands however often the incident says that it goes on.
        if (channel !== channels.support) expect(new Set(quarters).size).toBe(quarters.length)
      }
    })
  })

  it('whoever is to be called reads a message that is new or a minute old', () => {
    check(({ called }) => {
      for (const { since, at: now } of called.filter(({ isDue }) => isDue))
        expect(now.getTime() - since.getTime()).toBeLessThanOrEqual(60_000)
    })
  })

  it('nobody waits because of it: all is said when it is due, and each incident’s last word stands', () => {
    check(({ incidents, messages, delivered, policy }) => {
      for (const { work, at: now } of delivered) expect(now).toEqual(work.dueAt)
      for (const incident of incidents) {
        for (const due of updatesDue(incident, policy)) expect(due.at > at(150), due.audience).toBe(true)
        for (const channel of [place, channels.support, channels.customers]) {
          const read = messages.filter(one => one.channel === channel).map(one => one.parts.get(incident.id) ?? 0)
          const written = updatesOf(incident).filter(update => Object.values(update.channels).flat().includes(channel))
          expect(Math.max(0, ...read)).toBe(written.at(-1)?.seq ?? 0)
        }
      }
    })
  })

  it('what a person wrote is a message of its own', () => {
    check(({ messages, incidents }) => {
      for (const { channel, isByItself, parts } of messages.filter(one => one.channel === place)) {
        const kinds = [...parts].map(([id, seq]) => {
          const incident = incidents.find(one => one.id === id) as Incident
          return updatesOf(incident).find(update => update.seq === seq)?.kind
        })
        if (kinds.includes('report')) expect([channel, isByItself, kinds]).toEqual([place, false, ['report']])
      }
    })
  })
})
