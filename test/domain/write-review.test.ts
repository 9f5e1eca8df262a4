import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { composeReview } from '../../src/domain/compose-review.ts'
import { curatedIn } from '../../src/domain/curated.ts'
import { whysIn, withWhys } from '../../src/domain/five-whys.ts'
import { publishReview } from '../../src/domain/follow-ups.ts'
import { assignRole, type Incident, record, requestReview } from '../../src/domain/incident.ts'
import { reopen, resolve } from '../../src/domain/lifecycle.ts'
import { assignReview, isReviewOwed, reviewState } from '../../src/domain/review-state.ts'
import { reviewWork } from '../../src/domain/review-work.ts'
import { SECTION_HEADING, WRITTEN_SECTIONS } from '../../src/domain/review-written.ts'
import { listen } from '../../src/domain/talk.ts'
import { joinParts, partsOf } from '../../src/domain/text-parts.ts'
import { isFact } from '../../src/domain/timeline.ts'
import { outstandingWork } from '../../src/domain/work.ts'
import { latestVersion, sectionAtMost, versionsOf, writeSection, writtenNow } from '../../src/domain/write-review.ts'
import { at, by, opened, policy } from '../helpers/incidents.ts'

const led = assignRole(opened(), { role: 'commander', user: 'U0BEN' }, by('U0BEN', 1))
/** Monday 11:00; its review is due on Thursday 11:00. */
const over = resolve(led, { resolution: 'Rolled back', policy }, by('U0ANA', 60))
const built = (incident: Incident, minutes: number) =>
  record(
    requestReview(incident, { format: 'html' }, by('U0BEN', minutes)),
    { by: 'sitrep', via: 'bot', at: at(minutes) },
    { type: 'review-delivered', file: `${minutes}.html` },
  )
const day = 1440

describe('a section of the review', () => {
  it('keeps every version, with who wrote it, when, and on top of which', () => {
    const once = writeSection(over, { section: 'lucky', text: 'It was early.\r\n', basedOn: 0 }, by('U0ANA', 61))
    const basedOn = latestVersion(once, 'lucky')
    const twice = writeSection(once, { section: 'lucky', text: 'It was a Monday.', basedOn }, by('U0BEN', 62))
    expect(versionsOf(twice, 'lucky')).toMatchObject([
      { text: 'It was early.', by: 'U0ANA' },
      { text: 'It was a Monday.', by: 'U0BEN', basedOn },
    ])
    expect(writtenNow(twice)).toEqual([{ section: 'lucky', text: 'It was a Monday.', by: 'U0BEN', at: at(62) }])
  })

  it('is refused to whoever has not seen the version that is there, and nothing changes', () => {
    const once = writeSection(over, { section: 'lucky', text: 'Ana', basedOn: 0 }, by('U0ANA', 61))
    const late = () => writeSection(once, { section: 'lucky', text: 'Ben', basedOn: 0 }, by('U0BEN', 62))
    expect(late).toThrow('Somebody else wrote “Where we got lucky” while you did.')
    expect(writeSection(once, { section: 'lucky', text: ' Ana ', basedOn: 0 }, by('U0BEN', 62))).toBe(once)
    expect(writeSection(once, { section: 'summary', text: 'Ben', basedOn: 0 }, by('U0BEN', 62))).not.toBe(once)
  })

  it('can be emptied, and is asked for again then', () => {
    const once = writeSection(over, { section: 'lucky', text: 'Ana', basedOn: 0 }, by('U0ANA', 61))
    const basedOn = latestVersion(once, 'lucky')
    const none = writeSection(once, { section: 'lucky', text: '  ', basedOn }, by('U0BEN', 62))
    expect(writtenNow(none)).toEqual([])
    expect(versionsOf(none, 'lucky').map(({ text }) => text)).toEqual(['Ana', ''])
  })

  it('says plainly when it is too long', () => {
    const text = 'x'.repeat(sectionAtMost + 1)
    expect(() => writeSection(over, { section: 'lucky', text, basedOn: 0 }, by('U0ANA', 61))).toThrow(
      '12001 characters',
    )
  })

  it('stands in the review under its heading with its writer’s name', () => {
    const all = WRITTEN_SECTIONS.reduce(
      (latest, section) => writeSection(latest, { section, text: `About ${section}`, basedOn: 0 }, by('U0ANA', 61)),
      over,
    )
    const names = { user: (id: string) => `name of ${id}`, channel: (id: string) => id }
    const talk = listen(curatedIn(all, policy)).talk()
    const review = composeReview({
      ...{ incident: all, policy, talk, names, feedback: [], builtAt: at(70) },
      written: writtenNow(all),
    })
    for (const section of WRITTEN_SECTIONS)
      expect(review.sections.find(({ id }) => id === section)).toMatchObject({
        heading: SECTION_HEADING[section],
        blocks: expect.arrayContaining([
          { kind: 'written', text: `About ${section}`, by: 'name of U0ANA', at: at(61) },
        ]),
      })
  })

  it('asks for the impact where no update told of it, and has both where one did', () => {
    const blocks = (incident: Incident, written = writtenNow(incident)) =>
      composeReview({
        ...{
          incident,
          policy,
          talk: listen(curatedIn(incident, policy)).talk(),
          feedback: [],
          builtAt: at(70),
          written,
        },
        names: { user: id => id, channel: id => id },
      })
        .sections.find(({ id }) => id === 'impact')
        ?.blocks.map(({ kind }) => kind)
    expect(blocks(over)?.[0]).toBe('prompt')
    const told = resolve(led, { resolution: 'Rolled back', impact: 'Payments failed', policy }, by('U0ANA', 60))
    expect(blocks(told)?.slice(0, 2)).toEqual(['list', 'table'])
    const both = writeSection(told, { section: 'impact', text: '312 carts', basedOn: 0 }, by('U0ANA', 62))
    expect(blocks(both)?.slice(0, 3)).toEqual(['list', 'written', 'table'])
  })

  it('loses nothing, whoever writes, exports and publishes in whatever order', () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('write' as const),
        section: fc.constantFrom(...WRITTEN_SECTIONS),
        text: fc.string({ maxLength: 40 }),
        isStale: fc.boolean(),
      }),
      fc.constant({ kind: 'export' as const }),
      fc.constant({ kind: 'publish' as const }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), steps => {
        const expected = new Map<string, string>()
        const everWritten: string[] = []
        let incident = built(over, 61)
        steps.forEach((one, index) => {
          const stamp = by(index % 2 ? 'U0ANA' : 'U0BEN', 62 + index)
          if (one.kind === 'export') incident = built(incident, 62 + index)
          if (one.kind === 'publish') incident = publishReview(incident, { policy }, stamp)
          if (one.kind !== 'write') return
          const latest = latestVersion(incident, one.section)
          const input = { section: one.section, text: one.text, basedOn: one.isStale ? latest - 1 : latest }
          const text = one.text.replaceAll('\r\n', '\n').trim()
          const isNew = text !== (expected.get(one.section) ?? '')
          if (one.isStale && isNew) {
            expect(() => writeSection(incident, input, stamp)).toThrow('while you did')
            return
          }
          incident = writeSection(incident, input, stamp)
          expected.set(one.section, text)
          if (isNew) everWritten.push(text)
        })
        expect(Object.fromEntries(writtenNow(incident).map(one => [one.section, one.text]))).toEqual(
          Object.fromEntries([...expected].filter(([, text]) => text !== '')),
        )
        expect(incident.timeline.filter(isFact('review-section-written')).map(({ text }) => text)).toEqual(everWritten)
      }),
    )
  })
})

describe('a long text', () => {
  it('is cut at its paragraphs and put together again unchanged', () => {
    const paragraph = fc
      .string({ minLength: 1, maxLength: 30 })
      .filter(text => text.trim() !== '' && !text.includes('\n'))
    fc.assert(
      fc.property(fc.array(paragraph, { minLength: 1 }), paragraphs => {
        const text = paragraphs.join('\n\n')
        const parts = partsOf(text, 30)
        expect(joinParts(parts)).toBe(text)
        expect(Math.max(...parts.map(part => part.length))).toBeLessThanOrEqual(30)
      }),
    )
  })

  it('is cut between words, and never within a character, where one paragraph does not fit', () => {
    expect(partsOf('one two three', 8)).toEqual(['one two', 'three'])
    expect(partsOf('😀😀😀', 3)).toEqual(['😀', '😀', '😀'])
  })
})

describe('five whys', () => {
  it.each([
    ['', ['It broke', '', 'Nobody looked'], '1. It broke\n2. Nobody looked'],
    ['It fell.', ['Wind'], 'It fell.\n\n1. Wind'],
    ['It fell.\n\n1. Wind\n2. Storm\n\nSee #weather', ['Wind', 'Gale'], 'It fell.\n\n1. Wind\n2. Gale\n\nSee #weather'],
    ['It fell.', ['', ' '], 'It fell.'],
    ['1. Wind', [''], ''],
  ])('become numbered lines of %j', (text, whys, expected) => {
    expect(withWhys(text, whys)).toBe(expected)
  })

  it('are read from the text as it stands', () => {
    expect(whysIn('It fell.\n1) Wind\n2) Storm\n4. Rain')).toEqual(['Wind', 'Storm'])
    expect(whysIn('2. Storm')).toEqual([])
  })
})

describe('the owner of a review', () => {
  it('is who led the incident when it was resolved, until somebody is asked', () => {
    const later = assignRole(over, { role: 'commander', user: 'U0CLEO' }, by('U0CLEO', 61))
    expect(reviewState(later, policy)).toMatchObject({ owner: 'U0BEN', dueAt: at(60 + 3 * day) })
    const asked = assignReview(later, { owner: 'U0ANA', dueAt: at(5 * day), policy }, by('U0CLEO', 62))
    expect(reviewState(asked, policy)).toMatchObject({ owner: 'U0ANA', dueAt: at(5 * day) })
    expect(assignReview(asked, { owner: 'U0ANA', policy }, by('U0CLEO', 63))).toBe(asked)
    expect(() => assignReview(asked, { dueAt: at(0), policy }, by('U0CLEO', 63))).toThrow('That day is over')
  })

  it('owes nothing where the priority asks for none and nobody set a day', () => {
    const quiet = { ...over, priority: 'P4' as const }
    expect(isReviewOwed(quiet, policy)).toBe(false)
    expect(isReviewOwed(assignReview(quiet, { dueAt: at(5 * day), policy }, by('U0ANA', 61)), policy)).toBe(true)
  })

  const reminders = (incident: Incident) =>
    reviewWork(incident, policy).map(work => [work.dueAt.toISOString().slice(0, 16), work.to, work.reminder])

  it('is reminded a business day before, when it is due, and every two business days; who leads hears of it later', () => {
    expect(reminders(over)).toEqual([
      ['2026-03-04T09:00', 'owner', 'before'],
      ['2026-03-05T11:00', 'owner', 'due'],
      ['2026-03-09T11:00', 'owner', 'overdue'],
      ['2026-03-11T11:00', 'owner', 'overdue'],
      ['2026-03-11T11:00', 'lead', 'overdue'],
      ['2026-03-13T11:00', 'owner', 'overdue'],
      ['2026-03-13T11:00', 'lead', 'overdue'],
      ['2026-03-17T11:00', 'owner', 'overdue'],
      ['2026-03-17T11:00', 'lead', 'overdue'],
    ])
  })

  it('hears that it is theirs from the moment on that somebody else says so, even before the end', () => {
    const given = (incident: Incident) => reminders(incident).filter(([, , reminder]) => reminder === 'given')
    expect(given(assignReview(over, { owner: 'U0ANA', policy }, by('U0ANA', 62)))).toEqual([])
    expect(given(assignReview(over, { dueAt: at(5 * day), policy }, by('U0ANA', 62)))).toEqual([])
    const asked = assignReview(over, { owner: 'U0CLEO', policy }, by('U0ANA', 62))
    expect(given(asked)).toEqual([['2026-03-02T11:02', 'owner', 'given']])
    expect(given(publishReview(built(asked, 63), { policy }, by('U0CLEO', 64)))).toEqual([])
    expect(given(assignReview(led, { owner: 'U0CLEO', policy }, by('U0ANA', 2)))).toHaveLength(1)
  })

  it('is not reminded of what was said only just now', () => {
    const soon = assignReview(over, { owner: 'U0ANA', dueAt: at(day + 7 * 60), policy }, by('U0ANA', 62))
    expect(reminders(soon)[0]).toEqual(['2026-03-03T17:00', 'owner', 'due'])
  })

  it('gets one reminder after an outage, and none once it is published or the incident goes on', () => {
    const due = (incident: Incident, minutes: number) =>
      outstandingWork(incident, policy, at(minutes)).filter(work => work.kind === 'remind-review')
    expect(due(over, 8 * day)).toHaveLength(1)
    expect(due(over, 60 * day)).toEqual([])
    const published = publishReview(built(over, 61), { policy }, by('U0ANA', 62))
    expect(due(published, 8 * day)).toEqual([])
    expect(due(reopen(over, { reason: 'It is back' }, by('U0ANA', 62)), 8 * day)).toEqual([])
  })
})

describe('publishing a review', () => {
  const told = (incident: Incident) =>
    incident.timeline.filter(fact => fact.type === 'update-written' && fact.kind === 'review-published').length
  const published = publishReview(built(over, 61), { policy }, by('U0ANA', 62))

  it('happens once, and again quietly after it was edited', () => {
    expect(publishReview(published, { policy }, by('U0BEN', 63))).toBe(published)
    const edited = writeSection(published, { section: 'lucky', text: 'Early', basedOn: 0 }, by('U0ANA', 64))
    expect(reviewState(edited, policy).stage).toBe('edited-since')
    expect(isReviewOwed(edited, policy)).toBe(false)
    const again = publishReview(edited, { policy }, by('U0BEN', 65))
    expect(reviewState(again, policy).stage).toBe('published')
    expect(told(again)).toBe(1)
  })

  it('builds in what was written after it was last built', () => {
    const edited = writeSection(built(over, 61), { section: 'lucky', text: 'Early', basedOn: 0 }, by('U0ANA', 62))
    const asked = (incident: Incident) => incident.timeline.filter(isFact('review-requested')).length
    const settled = { ...edited, settled: edited.timeline.map(({ seq }) => `INC-42#${seq}/deliver-review`) }
    expect(asked(publishReview(settled, { policy }, by('U0BEN', 65)))).toBe(2)
    expect(asked(published)).toBe(1)
  })

  it('takes what was built for an audience for no build of the whole', () => {
    const forCustomers = (incident: Incident, minutes: number) => {
      const wanted = requestReview(incident, { format: 'html', audience: 'customers' }, by('U0BEN', minutes))
      const file = `INC-42-review-for-customers-${wanted.timeline.length}.html`
      return record(wanted, { by: 'sitrep', via: 'bot', at: at(minutes) }, { type: 'review-delivered', file })
    }
    const publish = (incident: Incident) => publishReview(incident, { policy }, by('U0BEN', 65))
    expect(() => publish(forCustomers(over, 61))).toThrow('There is no review of INC-42 yet')
    const edited = writeSection(built(over, 61), { section: 'lucky', text: 'Early', basedOn: 0 }, by('U0ANA', 62))
    const later = forCustomers(edited, 63)
    const settled = { ...later, settled: later.timeline.map(({ seq }) => `INC-42#${seq}/deliver-review`) }
    expect(publish(settled).timeline.findLast(isFact('review-requested'))?.audience).toBeUndefined()
    expect(publish(settled).timeline.findLast(isFact('review-requested'))?.seq).toBeGreaterThan(later.timeline.length)
  })

  it('is owed anew, and told anew, after the incident came back', () => {
    const back = reopen(published, { reason: 'It is back' }, by('U0ANA', 70))
    const again = resolve(back, { resolution: 'Fixed', policy }, by('U0ANA', 90))
    expect(isReviewOwed(again, policy)).toBe(true)
    expect(told(publishReview(again, { policy }, by('U0ANA', 95)))).toBe(2)
  })

  it('tells nobody outside of a private incident', () => {
    const hidden: Incident = { ...built(over, 61), isPrivate: true }
    const places = publishReview(hidden, { policy }, by('U0ANA', 62))
      .timeline.filter(isFact('update-written'))
      .filter(fact => fact.kind === 'review-published')
      .flatMap(fact => Object.values(fact.channels).flat())
    expect(places.filter(place => place !== over.channel?.id)).toEqual([])
  })
})
