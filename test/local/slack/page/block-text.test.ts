import { expect, test } from 'vitest'
import { textsOf } from '../../../../src/local/slack/page/block-text.ts'
import { parseCsv } from '../../../../src/local/slack/page/csv.ts'

test('a block of an unknown kind still says what it says, and not what it keeps for later', () => {
  const block = {
    type: 'poll',
    block_id: 'b1',
    title: { type: 'plain_text', text: 'Lunch?' },
    choices: [
      { label: { type: 'mrkdwn', text: '*Soup*' }, value: 's', confirm: { title: { text: 'Sure?' } } },
      { picture: { alt_text: 'A bowl', image_url: 'https://a.example' } },
    ],
  }
  expect(textsOf(block)).toEqual(['Lunch?', '*Soup*', 'A bowl'])
  expect(textsOf({ type: 'empty' })).toEqual([])
})

test.each<[string, string[][]]>([
  [
    'a,b\n1,2\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  ['"a, b","say ""hi""",c', [['a, b', 'say "hi"', 'c']]],
  ['"two\nlines",x', [['two\nlines', 'x']]],
  [
    'a;b,c;d\r\n1;2;3\r\n',
    [
      ['a', 'b,c', 'd'],
      ['1', '2', '3'],
    ],
  ],
  [
    'a\tb\n\n1\t2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  ['', []],
])('comma-separated text %j is read as rows', (text, rows) => {
  expect(parseCsv(text)).toEqual(rows)
})
