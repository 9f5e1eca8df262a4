import { describe, expect, it } from 'vitest'
import { wholeText } from '../../src/app/reviews.ts'
import { composeReview } from '../../src/domain/compose-review.ts'
import { transcriptOf } from '../../src/domain/transcript.ts'
import { canvas } from '../../src/exports/canvas.ts'
import { markdown } from '../../src/exports/markdown.ts'
import { countCells, splitSections } from '../../src/local/slack/canvas-sections.ts'
import { nineDays, type SampleReview } from '../domain/sample-reviews.ts'

const rendered = ({ input, messages }: SampleReview, format: typeof canvas) =>
  wholeText(format.render(composeReview(input), transcriptOf(messages, input.names)))

const rowsOf = (text: string) => text.split('\n').filter(line => line.startsWith('| ') && !line.startsWith('| ---'))

describe('the review for a canvas', () => {
  it('has no table with more cells than a canvas takes, and every row of the review', async () => {
    const [short, long] = await Promise.all([rendered(nineDays(), canvas), rendered(nineDays(), markdown)])
    expect(Math.max(...splitSections(long).map(countCells))).toBeGreaterThan(120)
    const cells = splitSections(short).map(countCells)
    expect(Math.max(...cells)).toBeLessThanOrEqual(300)
    expect(new Set(rowsOf(short))).toEqual(new Set(rowsOf(long)))
  })

  it('cuts a longer table, and says its head again', async () => {
    const { input, messages } = nineDays()
    const rows = Array.from({ length: 400 }, (_, index) => [`row ${index}`, 'two\nlines'])
    const review = { ...composeReview(input), sections: [section(rows)] }
    const text = await wholeText(canvas.render(review, transcriptOf(messages, input.names)))
    expect(splitSections(text).map(countCells).filter(Boolean)).toEqual([300, 300, 206])
    expect(text).toContain('| row 399 | two · lines |')
  })

  it('says before all else that what is written in it does not stay', async () => {
    expect(await rendered(nineDays(), canvas)).toMatch(/^\*\*Sitrep writes this canvas anew with every build/)
  })

  it('leaves the transcript to the channel that it stands in', async () => {
    const text = await rendered(nineDays(), canvas)
    expect(text).not.toContain('Row 599 of the sample')
    expect(text).toContain('What was said is in this channel')
  })
})

function section(rows: string[][]) {
  return { id: 'long', heading: 'Long', blocks: [{ kind: 'table' as const, columns: ['A', 'B'], rows }] }
}
