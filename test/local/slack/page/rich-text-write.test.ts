import { expect, test } from 'vitest'
import { readRichText } from '../../../../src/local/slack/page/rich-text.ts'
import { typeRichText, writeRichText } from '../../../../src/local/slack/page/rich-text-write.ts'

const section = (...elements: object[]) => ({ type: 'rich_text_section', elements })
const text = (value: string, style?: object) => ({ type: 'text', text: value, ...(style ? { style } : {}) })

test.each<[string, object[]]>([
  ['a *b* c', [section(text('a '), text('b', { bold: true }), text(' c'))]],
  ['*_both_*', [section(text('both', { bold: true, italic: true }))]],
  ['~gone~ and `x < y`', [section(text('gone', { strike: true }), text(' and '), text('x < y', { code: true }))]],
  ['a & b < c', [section(text('a & b < c'))]],
  [':tada: <@U1>', [section({ type: 'emoji', name: 'tada' }, text(' <@U1>'))]],
  ['[docs](https://a.example/x)', [section({ type: 'link', url: 'https://a.example/x', text: 'docs' })]],
  [
    '- one\n- two',
    [{ type: 'rich_text_list', style: 'bullet', indent: 0, elements: [section(text('one')), section(text('two'))] }],
  ],
  ['> said\n> twice', [{ type: 'rich_text_quote', elements: [text('said\ntwice')] }]],
  ['```\nrm *\n```', [{ type: 'rich_text_preformatted', elements: [text('rm *')] }]],
])('typed %j becomes rich text', (typed, elements) => {
  expect(writeRichText(typed)).toEqual({ type: 'rich_text', elements })
})

test.each([
  'plain',
  'a *b* _c_ ~d~ `e`',
  'see [docs](https://a.example) or https://b.example',
  '1. one\n2. two',
  'before\n- item\nafter',
  '> quoted\n> twice',
  '```\ncode\n```',
])('%j is typed the same way again', typed => {
  const block = writeRichText(typed)
  expect(typeRichText(block)).toBe(typed)
  expect(readRichText(writeRichText(typeRichText(block)))).toEqual(readRichText(block))
})
