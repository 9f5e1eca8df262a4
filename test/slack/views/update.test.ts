import type { KnownBlock, RichTextBlock } from '@slack/types'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Rendering } from '../../../src/domain/compose.ts'
import { checkBlocks } from '../../../src/local/slack/blocks/check.ts'
import { refuseLongBlocks } from '../../../src/local/slack/methods/posting.ts'
import { button } from '../../../src/slack/blocks.ts'
import { wholeModalView } from '../../../src/slack/modals/whole.ts'
import { digestView } from '../../../src/slack/views/digest.ts'
import { updateView } from '../../../src/slack/views/update.ts'
import { brokenLimits, foreignTokens } from '../limits.ts'

const at = new Date('2026-03-02T11:30:00Z')
const rendering = (given: Partial<Rendering>): Rendering => ({
  heading: 'INC-42: Checkout is down',
  paragraphs: [{ label: 'Impact', text: 'Payments fail' }],
  ...given,
})
const whole = button('Read it all', 'read_whole', { value: 'INC-42#7/leadership' })
const runs = (block: RichTextBlock) =>
  block.elements.flatMap(part =>
    part.type === 'rich_text_section' ? part.elements.map(run => ('text' in run && run.text) || '') : [],
  )
const texts = (given: Rendering) =>
  updateView(given).blocks.flatMap(block => (block.type === 'rich_text' ? runs(block) : []))

describe('an update in Slack', () => {
  it('tells the next time in the reader’s zone, and in words of the audience’s where it has one', () => {
    const next = { label: 'Nächste Nachricht', at, inWords: 'Montag, 2. März um 12:30 MEZ' }
    const { blocks, text } = updateView(rendering({ next }))
    expect(JSON.stringify(blocks)).toContain(
      '*Nächste Nachricht* <!date^1772451000^{date_short_pretty} {time}|2026-03-02 11:30 UTC> (Montag, 2. März um 12:30 MEZ)',
    )
    expect(text).toContain('Nächste Nachricht: Montag, 2. März um 12:30 MEZ')
    expect(updateView(rendering({ next: { label: 'Next update', at } })).text).toContain(
      'Next update: 2026-03-02 11:30 UTC',
    )
  })

  it('carries the mark of a correction', () => {
    const { blocks, text } = updateView(rendering({ correction: 'Corrected 14:32' }))
    expect(text).toContain('Corrected 14:32')
    expect(JSON.stringify(blocks)).toContain(':pencil2: Corrected 14:32')
  })

  it('tells each moment in it in the reader’s zone, wherever it stands, and in the notification in UTC', () => {
    const moment = { at, words: '2026-03-02 11:30 UTC', from: 3 }
    const given = rendering({
      paragraphs: [{ label: '', text: 'At 2026-03-02 11:30 UTC, not 2026-03-02 11:30 UTC', moments: [moment] }],
      consult: 'By 2026-03-02 11:30 UTC',
      moments: { consult: [moment] },
    })
    const { blocks, text } = updateView(given)
    const date = {
      type: 'date',
      timestamp: 1772451000,
      format: '{date_short_pretty} {time}',
      fallback: '2026-03-02 11:30 UTC',
    }
    const elements = [{ type: 'text', text: 'At ' }, date, { type: 'text', text: ', not 2026-03-02 11:30 UTC' }]
    expect(blocks[1]).toMatchObject({ elements: [{ elements }] })
    expect(JSON.stringify(blocks[2])).toContain(
      '*By <!date^1772451000^{date_short_pretty} {time}|2026-03-02 11:30 UTC>*',
    )
    expect(text).toContain('At 2026-03-02 11:30 UTC, not 2026-03-02 11:30 UTC\nBy 2026-03-02 11:30 UTC')
    expect(JSON.stringify(wholeModalView({ id: 'INC-42' }, given))).toContain('"timestamp":1772451000')
    const digest = digestView('Updates', [{ rendering: given, buttons: [], whole }], [])
    expect(JSON.stringify(digest)).toContain('"timestamp":1772451000')
  })

  it('shows five full fields of the form, shortened alike and only as far as Slack demands', () => {
    const word = 'lorem '.repeat(500)
    const labels = ['Conditions', 'Impact', 'Actions', 'Workaround', 'Needs']
    const shown = texts(rendering({ paragraphs: labels.map(label => ({ label, text: word })) }))
    const bodies = shown.filter(text => text.startsWith('lorem'))
    expect(bodies).toHaveLength(5)
    for (const body of bodies) {
      expect(body.length).toBeGreaterThan(2000)
      expect(body).toMatch(/lorem…$/)
    }
  })

  it('leaves short paragraphs whole beside a long one', () => {
    const long = { label: 'Impact', text: 'word '.repeat(600).trim() }
    expect(texts(rendering({ paragraphs: [{ label: 'Now', text: 'Short.' }, long] }))).toEqual([
      'Now\n',
      'Short.',
      'Impact\n',
      long.text,
    ])
  })

  const family = '👩‍👩‍👧‍👦'
  it.each([
    ['words', 'lorem ipsum '.repeat(2000)],
    ['a list', '- one item\n'.repeat(2000)],
    ['families', family.repeat(2000)],
    ['right to left', 'لا يمكن الدفع '.repeat(2000)],
    ['many lines of quotes', '"\n'.repeat(5000)],
  ])('leads to the whole where it had to be cut, of which nothing is missing there: %s', (_, text) => {
    const given = rendering({ paragraphs: [{ label: 'Impact', text }] })
    const short = updateView(given, { whole })
    expect(JSON.stringify(short.blocks)).toContain('"action_id":"read_whole"')
    expect(brokenLimits(short)).toEqual([])
    const modal = wholeModalView({ id: 'INC-42' }, given)
    expect(brokenLimits(modal)).toEqual([])
    const read = (modal.blocks as KnownBlock[])
      .flatMap(block => (block.type === 'rich_text' ? runs(block) : []))
      .join('')
    const visible = (some: string) => some.replace(/\s/gu, '')
    expect(visible(read)).toContain(visible(text))
  })

  it('leads nowhere where all of it is there', () => {
    expect(JSON.stringify(updateView(rendering({}), { whole }))).not.toContain('read_whole')
    const cutAbove = updateView(rendering({ heading: 'x'.repeat(151) }), { whole })
    expect(JSON.stringify(cutAbove)).toContain('read_whole')
  })

  it('leaves out what nobody can see, and keeps lines', () => {
    const given = {
      heading: 'a\u0000b',
      paragraphs: [{ label: 'x\u0001', text: 'y\ud800\n\u007fz' }],
      footnote: 'f\u0002',
    }
    const { text } = updateView(given)
    expect(text).toBe('ab\nx: y\nz\nf')
  })

  it('is taken by Slack whatever stands in it', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc
        .tuple(
          fc.constantFrom(
            'x',
            '"',
            '\\',
            '\n',
            '\u0001',
            '👩‍👩‍👧‍👦',
            'مرحبا ',
            '支払い',
            '- item\n',
            '<!channel> & ',
            'word ',
          ),
          fc.integer({ min: 1, max: 20_000 }),
        )
        .map(([piece, length]) => piece.repeat(Math.ceil(length / piece.length))),
    )
    const paragraph = fc.record({ label: text, text })
    const any = fc.record({
      heading: text.map(given => `x${given}`),
      paragraphs: fc.array(paragraph, { minLength: 1, maxLength: 10 }),
      next: fc.record({ label: text.map(given => `x${given}`), at: fc.constant(at), inWords: text }),
      footnote: text,
      correction: text,
    })
    fc.assert(
      fc.property(any, fc.boolean(), (given, leads) => {
        const view = updateView(given, leads ? { whole } : {})
        expect(brokenLimits(wholeModalView({ id: 'INC-42' }, given))).toEqual([])
        expect(brokenLimits(view)).toEqual([])
        expect(foreignTokens(view)).toEqual([])
        expect(JSON.stringify(view.blocks).length).toBeLessThanOrEqual(12_000)
        expect(() => checkBlocks(view.blocks)).not.toThrow()
        expect(() => refuseLongBlocks(view.blocks, 'msg_blocks_too_long')).not.toThrow()
      }),
      // Shrinking texts of this length could go on for hours.
      { numRuns: 150, interruptAfterTimeLimit: 20_000 },
    )
  })
})
