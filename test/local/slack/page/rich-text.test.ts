import type { RichTextBlock } from '@slack/types'
import { expect, test } from 'vitest'
import { readRichText } from '../../../../src/local/slack/page/rich-text.ts'

const item = (text: string) => ({ type: 'rich_text_section' as const, elements: [{ type: 'text' as const, text }] })
const shown = (text: string) => [{ type: 'paragraph', children: [{ type: 'text', text }] }]

test('puts a list that is indented further into the item before it', () => {
  const block: RichTextBlock = {
    type: 'rich_text',
    elements: [
      { type: 'rich_text_list', style: 'bullet', indent: 0, elements: [item('one'), item('two')] },
      { type: 'rich_text_list', style: 'ordered', indent: 1, elements: [item('inner')] },
      item('after'),
    ],
  }
  const inner = { type: 'list', ordered: true, start: 1, items: [shown('inner')] }
  expect(readRichText(block)).toEqual([
    { type: 'list', ordered: false, start: 1, items: [shown('one'), [...shown('two'), inner]] },
    ...shown('after'),
  ])
})

test('reads styles, mentions and dates', () => {
  const block: RichTextBlock = {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: 'x', style: { bold: true, italic: true } },
          { type: 'text', text: 'c', style: { code: true } },
          { type: 'user', user_id: 'U1' },
          { type: 'broadcast', range: 'here' },
          { type: 'date', timestamp: 5, format: '{time}', fallback: 'then' },
          { type: 'color', value: '#ff0000' },
        ],
      },
    ],
  }
  expect(readRichText(block)).toEqual([
    {
      type: 'paragraph',
      children: [
        { type: 'bold', children: [{ type: 'italic', children: [{ type: 'text', text: 'x' }] }] },
        { type: 'code', text: 'c' },
        { type: 'user', id: 'U1' },
        { type: 'broadcast', range: 'here' },
        { type: 'date', unix: 5, format: '{time}', fallback: 'then' },
        { type: 'color', value: '#ff0000' },
      ],
    },
  ])
})
