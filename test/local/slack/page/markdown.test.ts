import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DocBlock, Inline } from '../../../../src/local/slack/page/doc.ts'
import { parseMarkdown } from '../../../../src/local/slack/page/markdown.ts'
import { parseMarkdownInline } from '../../../../src/local/slack/page/markdown-inline.ts'

const text = (value: string): Inline => ({ type: 'text', text: value })
const paragraph = (...children: Inline[]): DocBlock => ({ type: 'paragraph', children })

describe('Markdown documents', () => {
  test('read headings, paragraphs and rules', () => {
    expect(parseMarkdown('# Review\n\nOne line\nand its rest.  \nBroken.\n\n---\n### Small ###')).toEqual([
      { type: 'heading', level: 1, children: [text('Review')] },
      paragraph(text('One line and its rest.\nBroken.')),
      { type: 'rule' },
      { type: 'heading', level: 3, children: [text('Small')] },
    ])
  })

  test('read tables with their alignment, and bars that are escaped', () => {
    expect(parseMarkdown('| a | b |\n|:-:|--:|\n| 1 \\| 2 | **x** |\n\nafter')).toEqual([
      {
        type: 'table',
        align: ['center', 'right'],
        header: [[text('a')], [text('b')]],
        rows: [[[text('1 | 2')], [{ type: 'bold', children: [text('x')] }]]],
      },
      paragraph(text('after')),
    ])
  })

  test('nest lists and mark tasks', () => {
    const nested: DocBlock = {
      type: 'list',
      ordered: true,
      start: 1,
      items: [[paragraph(text('inner'))], [paragraph(text('more'))]],
    }
    expect(parseMarkdown('- [ ] open\n- [x] done\n  1. inner\n  2. more\n- last\n\nafter')).toEqual([
      {
        type: 'list',
        ordered: false,
        start: 1,
        items: [[paragraph(text('☐ open'))], [paragraph(text('☑ done')), nested], [paragraph(text('last'))]],
      },
      paragraph(text('after')),
    ])
  })

  test('keep code as it is written', () => {
    expect(parseMarkdown('```sh\n# not *a* heading\n```\n')).toEqual([{ type: 'code', text: '# not *a* heading' }])
  })

  test('read what is inside a quote', () => {
    expect(parseMarkdown('> **why**\n> - a\n')).toEqual([
      {
        type: 'quote',
        children: [
          paragraph({ type: 'bold', children: [text('why')] }),
          { type: 'list', ordered: false, start: 1, items: [[paragraph(text('a'))]] },
        ],
      },
    ])
  })

  test('are read to their end, whatever they hold', () => {
    const piece = fc.constantFrom(
      '- ',
      '1. ',
      '> ',
      '# ',
      '\n',
      '\n\n',
      '  ',
      '|',
      '---',
      '```',
      'word',
      '**',
      '[',
      '](',
      ')',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), pieces => {
        const source = pieces.join('')
        const words = (value: string) => value.match(/word/g)?.length ?? 0
        // A fence's first line names a language, which is not shown.
        if (source.includes('```')) parseMarkdown(source)
        else expect(words(JSON.stringify(parseMarkdown(source)))).toBe(words(source))
      }),
    )
  })
})

describe('Markdown text', () => {
  test.each<[string, Inline[]]>([
    [
      '**bold** and *it*',
      [{ type: 'bold', children: [text('bold')] }, text(' and '), { type: 'italic', children: [text('it')] }],
    ],
    ['*a **b** c*', [{ type: 'italic', children: [text('a '), { type: 'bold', children: [text('b')] }, text(' c')] }]],
    ['~~no~~ snake_case', [{ type: 'strike', children: [text('no')] }, text(' snake_case')]],
    ['`a ** b`', [{ type: 'code', text: 'a ** b' }]],
    ['\\*plain\\*', [text('*plain*')]],
    [
      '[the **page**](https://a.example "t")',
      [
        {
          type: 'link',
          url: 'https://a.example',
          children: [text('the '), { type: 'bold', children: [text('page')] }],
        },
      ],
    ],
    [
      '![graph](https://a.example/g.png)',
      [{ type: 'link', url: 'https://a.example/g.png', children: [text('🖼 graph')] }],
    ],
    ['2 * 3 * 4', [text('2 * 3 * 4')]],
  ])('reads %j', (source, runs) => {
    expect(parseMarkdownInline(source)).toEqual(runs)
  })
})
