import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wholeText } from '../../src/app/reviews.ts'
import { composeReview } from '../../src/domain/compose-review.ts'
import type { Block, Review, Transcript, TranscriptLine } from '../../src/domain/review.ts'
import { talkOf } from '../../src/domain/talk.ts'
import { transcriptOf } from '../../src/domain/transcript.ts'
import { escapeCell, escapeLine, escapeLines } from '../../src/exports/escape-markdown.ts'
import { formats } from '../../src/exports/index.ts'
import { markdown } from '../../src/exports/markdown.ts'
import { at, messages, names, policy, sampleIncident } from '../domain/sample-incident.ts'

const compose = (isPrivate = false) =>
  composeReview({
    incident: sampleIncident({ isPrivate }),
    policy,
    talk: talkOf(messages),
    feedback: [],
    names,
    builtAt: at('13:00'),
  })

const nothingSaid = transcriptOf([], names)

async function withBlock(block: Block, transcript = nothingSaid): Promise<string> {
  const review: Review = {
    id: 'INC-1',
    title: 'Title',
    builtAt: at('13:00'),
    sections: [{ id: 'heading', heading: 'Heading', blocks: [block] }],
  }
  const written = await wholeText(markdown.render(review, transcript))
  return written.replace('# INC-1: Title\n\n## Heading\n\n', '').trimEnd()
}

const escapable = /[!-/:-@[-`{-~]/

/** What a reader of Markdown shows for one line; throws where the line would do anything but show text. */
function show(line: string): string {
  const inWords = new Set([...line.matchAll(/(?<=[\p{L}\p{N}])_(?=[\p{L}\p{N}])/gu)].map(match => match.index))
  let shown = ''
  for (let i = 0; i < line.length; i++) {
    const rest = line.slice(i)
    const char = line.charAt(i)
    const next = line.charAt(i + 1)
    if (char === '\\' && escapable.test(next)) {
      shown += next
      i++
    } else if (rest.startsWith('&nbsp;')) {
      shown += '\u00a0'
      i += '&nbsp;'.length - 1
    } else if (/^&#?\w+;/.test(rest)) throw new Error(`a character reference in ${line}`)
    else if (inWords.has(i)) shown += char
    else if (/[\\`*_[\]<~|$@]/.test(char)) throw new Error(`${char} does something in ${line}`)
    else if (/^(?:https?|ftp):\/\/|^www\./i.test(rest)) throw new Error(`a link in ${line}`)
    else shown += char
  }
  if (/^(?:[>#+=-]|\d{1,9}[.)]|:-|\s)/.test(line)) throw new Error(`a block begins with ${line}`)
  if (/\s#+$/.test(line)) throw new Error(`the end of a heading in ${line}`)
  return shown
}

/** How typed text looks: without what is never seen at the end of a line, and tabs as spaces. */
function asSeen(text: string): string {
  return text
    .trimEnd()
    .split(/\r\n|[\r\n\u2028\u2029]/)
    .map(line =>
      line
        .trimEnd()
        .replaceAll('\t', '    ')
        .replace(/\p{Cc}/gu, '\ufffd')
        .replace(/^\s+/, spaces => ' '.repeat(spaces.length))
        .replaceAll('\u00a0', ' '),
    )
    .join('\n')
}

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '# ',
          '## ',
          '- ',
          '+ ',
          '* ',
          '1. ',
          '2) ',
          '> ',
          '---',
          '===',
          ':-',
          '```',
          '~~~',
          '`',
          '*',
          '_',
          '~~',
          '#',
        ],
        ...[
          '[a](http://x.y)',
          '![a](b)',
          '[a]: http://x',
          '[^1]',
          '[ ] ',
          '<b>',
          '<!--',
          '</td>',
          '<script>',
          '|',
          '\\|',
        ],
        ...[
          '| a | b |',
          '|---|',
          '&amp;',
          '&#42;',
          '&',
          'x2a;',
          '@here',
          'a@b.co',
          'https://evil.test',
          'www.',
          'evil.test',
        ],
        ...[
          '$x$',
          '\\',
          '\n',
          '\n\n',
          '\r\n',
          ' ',
          '  ',
          '\t',
          '\u00a0',
          '\u2028',
          '\u0000',
          'snake_case',
          '__init__',
          'é',
          '😀',
        ],
      ),
      fc.string({ unit: 'grapheme', maxLength: 3 }),
    ),
    { maxLength: 12 },
  )
  .map(parts => parts.join(''))

describe('Markdown', () => {
  it('renders a whole review', async () => {
    const written = await wholeText(markdown.render(compose(), transcriptOf(messages, names)))
    await expect(written).toMatchFileSnapshot('../golden/review.golden.md')
  })

  it('says in the first line that a private review is private', async () => {
    const [first] = (await wholeText(markdown.render(compose(true), nothingSaid))).split('\n')
    expect(first).toBe('**Private incident: this review is only for the members of its channel. Do not pass it on.**')
  })

  it('shows text in a line exactly as it was typed, and lets it do nothing', () => {
    const oneLine = hostile.filter(text => !/[\r\n\u2028\u2029]/.test(text))
    fc.assert(
      fc.property(oneLine, text => {
        expect(show(escapeLine(text)).replaceAll('\u00a0', ' ')).toBe(asSeen(text))
      }),
      { numRuns: 2000 },
    )
  })

  it('keeps line breaks, in paragraphs and lists as hard breaks and in cells as <br>', () => {
    fc.assert(
      fc.property(hostile, text => {
        const inText = escapeLines(text, '  ').split('\\\n  ').map(show).join('\n')
        expect(inText.replaceAll('\u00a0', ' ').replace(/^ $/gm, '')).toBe(asSeen(text))
        const inCell = escapeCell(text).split('<br>').map(show).join('\n')
        expect(inCell.replaceAll('\u00a0', ' ')).toBe(asSeen(text))
      }),
      { numRuns: 2000 },
    )
  })

  it('sets apart what people set apart, where they wrote a section', async () => {
    const text = 'It fell.\n1. Wind\n\n \n# Storm\r\n\r\nRain\n'
    const at = new Date('2026-03-02T10:00:00Z')
    expect(await withBlock({ kind: 'written', text, by: 'Ben', at })).toBe(
      'It fell.\\\n1\\. Wind\n\n\\# Storm\n\nRain\n\n*Ben, 2026-03-02 10:00 UTC*',
    )
  })

  it('stays one table, one list and one heading whatever they hold', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async text => {
        const rows = [[text, text], [text]]
        const table = (await withBlock({ kind: 'table', columns: [text, 'b'], rows })).split('\n')
        expect(table).toHaveLength(4)
        for (const row of table) expect(row.replaceAll(/\\./g, '').split('|')).toHaveLength(4)

        const list = (await withBlock({ kind: 'list', items: [text, text] })).split('\n')
        expect(list.filter(line => line.startsWith('- '))).toHaveLength(2)
        expect(list.every(line => /^(?:- |\u0020{2}(?! ))/.test(line))).toBe(true)

        const titled = await wholeText(
          markdown.render({ id: 'INC-1', title: text, builtAt: at('13:00'), sections: [] }, nothingSaid),
        )
        expect(titled.trimEnd().split('\n')).toHaveLength(1)
      }),
    )
  })

  it('nests replies under their parent, and never under nothing', async () => {
    const line = { who: 'Ana', text: 'a\n  b', isEdited: false, isSystem: false, isPinned: false, reactions: [] }
    const lines: TranscriptLine[] = ['1', '2', '2'].map((thread, nth) => ({
      ...line,
      ts: `${nth}.0`,
      thread,
      at: new Date(0),
      isReply: nth !== 1,
      files: nth === 2 ? [{ name: 'a|b.png' }] : [],
      earlier: nth === 2 ? [{ text: 'old', since: new Date(1000) }] : [],
    }))
    const each = async function* () {
      yield* lines
    }
    const transcript: Transcript = { attachment: async () => undefined, [Symbol.asyncIterator]: each, byTime: each }
    expect((await withBlock({ kind: 'transcript' }, transcript)).split('\n')).toEqual([
      '- **1970-01-01 00:00:00 UTC** Ana (reply)\\',
      '  a\\',
      '  &nbsp;&nbsp;b',
      '- **1970-01-01 00:00:00 UTC** Ana\\',
      '  a\\',
      '  &nbsp;&nbsp;b',
      '  - **1970-01-01 00:00:00 UTC** Ana (reply, file: a\\|b.png)\\',
      '    a\\',
      '    &nbsp;&nbsp;b\\',
      '    before, since 1970-01-01 00:00:01 UTC: old',
    ])
  })

  it.each([
    ['checkout_service & Co. cost 5 > 3', 'checkout_service & Co. cost 5 > 3'],
    ['use *all* of `it`', 'use \\*all\\* of \\`it\\`'],
    ['1. not a list', '1\\. not a list'],
    ['see https://a.example', 'see https\\://a.example'],
    ['<@U1> &amp; <b>', '\\<\\@U1> \\&amp; \\<b>'],
  ])('writes %s so that the file itself can be read', (text, written) => {
    expect(escapeLine(text)).toBe(written)
  })
})

describe('the formats', () => {
  it('each have an id and an extension of their own', () => {
    for (const key of ['id', 'extension'] as const) {
      const values = formats.map(format => format[key])
      expect(new Set(values).size).toBe(values.length)
    }
  })
})
