import { describe, expect, it } from 'vitest'
import { pictureOf } from '../../src/domain/picture.ts'
import { pictureFigure } from '../../src/domain/review-picture.ts'
import { plain } from '../../src/domain/review-text.ts'
import { beganBefore } from './sample-board.ts'
import { longIncident, nineDays, openIncident, shortIncident } from './sample-reviews.ts'

describe('the picture of an incident that began before it was declared', () => {
  it('starts when it began, and numbers when it began and was noticed among its key events', () => {
    const { input } = shortIncident()
    const { from, events } = pictureOf(input)
    expect(from).toEqual(new Date('2026-03-03T13:50:00Z'))
    expect(events.slice(0, 3).map(({ text }) => text)).toEqual([
      'Started',
      'Detected',
      expect.stringMatching(/declared/),
    ])
  })

  it('says in its title that it shows the beginning', () => {
    const titleOf = ({ input }: ReturnType<typeof shortIncident>) => pictureFigure(pictureOf(input), input).title
    expect(plain(titleOf(shortIncident()))).toBe('INC-7 from its beginning to its end')
    expect(plain(titleOf(nineDays()))).toBe('INC-108 from its declaration to its end')
  })

  it('measures what was promised from the declaration all the same', () => {
    const { input } = shortIncident()
    const promises = pictureOf(input).lanes.filter(({ group }) => group === 'promises')
    expect(promises.length).toBeGreaterThan(1)
    for (const { bars } of promises) expect(bars[0]?.from).toEqual(input.incident.declaredAt)
  })

  it('leaves out a beginning that is longer ago than the incident lasted', () => {
    const { input } = nineDays()
    const at = (minutes: number) => new Date(input.incident.declaredAt.getTime() + minutes * 60_000)
    const incident = beganBefore(at, { started: 20 * 24 * 60, detected: 60 })(input.incident)
    const { from, events } = pictureOf({ ...input, incident })
    expect(from).toEqual(at(-60))
    expect(events.map(({ text }) => text)).not.toContain('Started')
    expect(events.map(({ text }) => text)).toContain('Detected')
  })
})

describe('the picture of an incident that goes on', () => {
  it('shows the update that is due next, and says when', () => {
    const { input } = openIncident()
    const picture = pictureOf(input)
    const lanes = picture.lanes.filter(({ group }) => group === 'updates')
    const dueAt = new Date('2026-03-06T10:50:00Z')
    expect(lanes.length).toBeGreaterThan(2)
    for (const { marks } of lanes) expect(marks.at(-1)).toEqual({ at: dueAt, kind: 'due' })
    expect(picture.to > dueAt).toBe(true)
    const { title, sentences, table } = pictureFigure(picture, input)
    expect(title).toBe('INC-9 from its declaration to when this was built')
    expect(sentences.map(plain)).toContainEqual(
      expect.stringMatching(/^Support: 3 updates, of these .*; the next is due 2026-03-06 10:50 UTC\.$/),
    )
    expect(table.rows.map(cells => cells.map(plain))).toContainEqual([
      'Support',
      'update: due',
      '2026-03-06 10:50 UTC',
      '',
    ])
  })

  it('leaves out what is due so much later that what happened would have no room', () => {
    const { input } = openIncident()
    const timeline = input.incident.timeline.map(fact =>
      fact.type === 'update-written' ? { ...fact, nextIn: { responders: 5_000 }, nextInMinutes: 5_000 } : fact,
    )
    const { to, lanes } = pictureOf({ ...input, incident: { ...input.incident, timeline } })
    expect(to < new Date('2026-03-06T11:30:00Z')).toBe(true)
    expect(lanes.flatMap(({ marks }) => marks).some(({ at }) => at > to)).toBe(false)
  })
})

describe('the picture in words', () => {
  it('says of nothing that lasts to its edge that it ended there', () => {
    const { input } = longIncident()
    const { sentences, table } = pictureFigure(pictureOf(input), input)
    const said = sentences.map(plain)
    expect(said).toContainEqual(expect.stringMatching(/, then Closed from 2026-03-05 02:20 UTC on\.$/))
    expect(said).toContainEqual(
      expect.stringMatching(/^Severity: .* UTC, then SEV1 · P1 from 2026-03-04 21:49 UTC on\.$/),
    )
    expect(table.rows.map(cells => cells.map(plain))).toContainEqual([
      ...['Incident commander', 'Dev', '2026-03-04 23:40 UTC', 'the end'],
    ])
  })
})

describe('the key events of the picture', () => {
  it('tell in words what was ruled out, confirmed and decided, and not what is still open', () => {
    const texts = pictureOf(longIncident().input).events.map(({ text }) => text)
    expect(texts).toContain('Ruled out: The load balancer drops connections')
    expect(texts).toContain('Confirmed: The pool is too small')
    expect(texts).toContain('Decision: Raise the pool')
    expect(texts.join()).not.toContain('A second cause')
  })
})
