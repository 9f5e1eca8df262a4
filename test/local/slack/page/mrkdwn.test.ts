import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DocBlock, Inline } from '../../../../src/local/slack/page/doc.ts'
import { parseInline, parseMrkdwn, parsePlain } from '../../../../src/local/slack/page/mrkdwn.ts'

const text = (value: string): Inline => ({ type: 'text', text: value })
const paragraph = (...children: Inline[]): DocBlock => ({ type: 'paragraph', children })

describe('mrkdwn', () => {
  test.each<[string, Inline[]]>([
    ['*bold*', [{ type: 'bold', children: [text('bold')] }]],
    [
      '_italic_ and ~gone~',
      [{ type: 'italic', children: [text('italic')] }, text(' and '), { type: 'strike', children: [text('gone')] }],
    ],
    ['*_both_*', [{ type: 'bold', children: [{ type: 'italic', children: [text('both')] }] }]],
    ['`a *b* &lt;c&gt;`', [{ type: 'code', text: 'a *b* <c>' }]],
    ['snake_case_name 2*3*4', [text('snake_case_name 2*3*4')]],
    ['* not bold *', [text('* not bold *')]],
    ['*a\nb*', [text('*a\nb*')]],
    ['a &lt;b&gt; &amp;amp;', [text('a <b> &amp;')]],
    [':tada: 12:30:45', [{ type: 'emoji', name: 'tada' }, text(' 12'), { type: 'emoji', name: '30' }, text('45')]],
  ])('reads the styles in %j', (source, runs) => {
    expect(parseInline(source)).toEqual(runs)
  })

  test.each<[string, Inline]>([
    ['<@U0ANA00001>', { type: 'user', id: 'U0ANA00001' }],
    ['<@U0ANA00001|ana>', { type: 'user', id: 'U0ANA00001', label: 'ana' }],
    ['<#C0GENERAL1|general>', { type: 'channel', id: 'C0GENERAL1', label: 'general' }],
    ['<!subteam^S0ONCALL01>', { type: 'usergroup', id: 'S0ONCALL01' }],
    ['<!here>', { type: 'broadcast', range: 'here' }],
    [
      '<https://a.example/?x=1&amp;y=2|the *page*>',
      {
        type: 'link',
        url: 'https://a.example/?x=1&y=2',
        children: [text('the *page*')],
      },
    ],
    ['<mailto:a@b.example>', { type: 'link', url: 'mailto:a@b.example', children: [text('a@b.example')] }],
    [
      '<!date^1700000000^{date} at {time}^https://a.example|then>',
      {
        type: 'date',
        unix: 1_700_000_000,
        format: '{date} at {time}',
        url: 'https://a.example',
        fallback: 'then',
      },
    ],
    ['<!date^nonsense^{date}|then>', text('then')],
  ])('reads the reference %s', (source, run) => {
    expect(parseInline(source)).toEqual([run])
  })

  test('links a bare address without the punctuation after it', () => {
    expect(parseInline('see https://a.example/x, please')).toEqual([
      text('see '),
      { type: 'link', url: 'https://a.example/x', children: [text('https://a.example/x')] },
      text(', please'),
    ])
  })

  test('separates quotes, lists, code and text', () => {
    const source = 'before\n&gt; said\n&gt; twice\n• one\n• *two*\n3. three\n```\n*raw*\n```\nafter'
    expect(parseMrkdwn(source)).toEqual([
      paragraph(text('before')),
      { type: 'quote', children: [paragraph(text('said\ntwice'))] },
      {
        type: 'list',
        ordered: false,
        start: 1,
        items: [[paragraph(text('one'))], [paragraph({ type: 'bold', children: [text('two')] })]],
      },
      { type: 'list', ordered: true, start: 3, items: [[paragraph(text('three'))]] },
      { type: 'code', text: '*raw*' },
      paragraph(text('after')),
    ])
  })

  test('quotes everything after three marks', () => {
    expect(parseMrkdwn('a\n&gt;&gt;&gt;b\n\nc')).toEqual([
      paragraph(text('a')),
      { type: 'quote', children: [paragraph(text('b\n\nc'))] },
    ])
  })

  test('leaves unclosed marks as they are', () => {
    expect(parseMrkdwn('```open and *bold')).toEqual([paragraph(text('```open and *bold'))])
  })

  test('keeps every letter and digit of any text', () => {
    const letters = (value: string) => value.replace(/[^a-z0-9]/gi, '')
    const piece = fc.constantFrom('*', '_', '~', '`', '```', '\n', '&gt; ', '• ', ' ', 'word', 'a1', '(', ')', '>', '1')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), pieces => {
        const source = pieces.join('').replace(/(?:^|\n)1\./g, '')
        expect(letters(plain(parseMrkdwn(source)))).toBe(letters(source.replaceAll('&gt;', '>')))
      }),
    )
  })

  test('never throws, whatever it is given', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), source => void parseMrkdwn(source)))
  })
})

describe('plain text', () => {
  test('knows emoji and nothing else', () => {
    expect(parsePlain('*no* :fire: <@U1>')).toEqual([text('*no* '), { type: 'emoji', name: 'fire' }, text(' <@U1>')])
  })
})

function plain(blocks: readonly DocBlock[]): string {
  return blocks
    .map(block => {
      if (block.type === 'code') return block.text
      if (block.type === 'quote') return plain(block.children)
      if (block.type === 'list') return block.items.map(plain).join('')
      return 'children' in block ? plainRuns(block.children) : ''
    })
    .join('')
}

function plainRuns(runs: readonly Inline[]): string {
  return runs.map(run => ('children' in run ? plainRuns(run.children) : 'text' in run ? run.text : '')).join('')
}
