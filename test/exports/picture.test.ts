import { describe, expect, it } from 'vitest'
import { composeReview } from '../../src/domain/compose-review.ts'
import type { Figure } from '../../src/domain/review.ts'
import { plain } from '../../src/domain/review-text.ts'
import { transcriptOf } from '../../src/domain/transcript.ts'
import { pngOf } from '../../src/exports/picture-png.ts'
import { pictureSvg } from '../../src/exports/picture-svg.ts'
import { png } from '../../src/exports/png.ts'
import { longIncident, nineDays, type SampleReview, shortIncident } from '../domain/sample-reviews.ts'
import { bytesOf } from '../helpers/rendered.ts'

function figureOf({ input }: SampleReview): Figure {
  const figure = composeReview(input)
    .sections.flatMap(({ blocks }) => blocks)
    .find(block => block.kind === 'figure')
  if (!figure) throw new Error('there is no picture')
  return figure
}
const draw = (sample: SampleReview) =>
  pictureSvg(figureOf(sample).picture, { title: 'Title', description: 'What it shows', id: 'picture' })

describe('the picture', () => {
  it.each(Object.entries({ shortIncident, longIncident, nineDays }))('of %s is drawn as agreed', async (name, make) => {
    await expect(`${draw(make()).replaceAll('><', '>\n<')}\n`).toMatchFileSnapshot(
      `../golden/picture-${name}.golden.svg`,
    )
  })

  it('names itself, and needs no style sheet, font or script', () => {
    const svg = draw(longIncident())
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-labelledby="picture-title picture-desc"/)
    expect(svg).toContain('<title id="picture-title">Title</title><desc id="picture-desc">What it shows</desc>')
    expect(svg).not.toMatch(/<style|<script|style="|class="|var\(|url\(|href=|currentColor/)
  })

  it('says with a shape of its own what a colour says', () => {
    const svg = draw(longIncident())
    for (const label of ['on time', 'late', 'missed: automatic', 'target', 'due'])
      expect(svg).toContain(`>${label}</text>`)
  })

  it('cuts no label of a short stretch, and names it above', () => {
    const svg = draw(longIncident())
    const named = (label: string) => svg.split(`>${label}</text>`).length - 1
    expect(['Triage', 'Investigating', 'Monitoring', 'Resolved', 'Closed'].map(named)).toEqual([1, 2, 2, 2, 1])
    expect(svg).not.toMatch(/>(?:Invest|Moni)[a-z]*…</)
  })

  it('lets a title do nothing', () => {
    const sample = shortIncident()
    const timeline = sample.input.incident.timeline.map(fact =>
      fact.type === 'declared' ? { ...fact, title: '</text><script>' } : fact,
    )
    expect(
      draw({ ...sample, input: { ...sample.input, incident: { ...sample.input.incident, timeline } } }),
    ).not.toContain('<script>')
  })

  it('has everything that it shows in its table, and the outcome of each promise in words', () => {
    const { table, sentences, picture } = figureOf(longIncident())
    const rows = table.rows.map(cells => cells.map(plain))
    expect(rows).toContainEqual(['Severity', 'SEV1 · P1', '2026-03-04 21:49 UTC', expect.anything()])
    expect(rows).toContainEqual(['Support', 'update: late', '2026-03-04 21:56 UTC', 'due 21:55 UTC'])
    expect(rows.length).toBeGreaterThan(picture.lanes.flatMap(({ bars, marks }) => [...bars, ...marks]).length)
    expect(sentences.map(plain).join(' ')).toContain('first update missed, 21:56 UTC (due 21:55 UTC)')
  })

  it('is a PNG twice its size for Slack, the same each time', async () => {
    const sample = shortIncident()
    const render = () =>
      bytesOf(png.render(composeReview(sample.input), transcriptOf(sample.messages, sample.input.names)))
    const bytes = Buffer.from(await render())
    expect(bytes.subarray(1, 4).toString()).toBe('PNG')
    expect(bytes.readUInt32BE(16)).toBe(1920)
    expect(bytes.length).toBeGreaterThan(40_000)
    expect(Buffer.compare(bytes, await render())).toBe(0)
  })

  it('is drawn beside other work, so that nobody waits for it', async () => {
    const svg = draw(nineDays())
    let turns = 0
    let isDrawn = false
    const count = () => {
      turns += 1
      if (!isDrawn) setImmediate(count)
    }
    const drawn = pngOf(svg, []).then(() => {
      isDrawn = true
    })
    setImmediate(count)
    await drawn
    expect(turns).toBeGreaterThan(20)
  })
})
