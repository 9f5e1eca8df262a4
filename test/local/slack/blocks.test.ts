import { describe, expect, it } from 'vitest'
import { call, channels, playground, refusal } from './playground.ts'

const channel = channels.incidents
const plain = (text: string) => ({ type: 'plain_text', text })
const section = (text: string, more = {}) => ({ type: 'section', text: { type: 'mrkdwn', text }, ...more })
const button = (action_id: string, more = {}) => ({ type: 'button', action_id, text: plain('Go'), ...more })
const option = (value: string, text = value) => ({ text: plain(text), value })
const select = (more = {}) => ({ type: 'static_select', action_id: 's', options: [option('a'), option('b')], ...more })

/** Blocks that Slack refuses, with its reason. */
const refusedBlocks: readonly (readonly [what: string, blocks: unknown, reason: string])[] = [
  [
    '51 blocks',
    Array.from({ length: 51 }, () => ({ type: 'divider' })),
    'no more than 50 items allowed [json-pointer:/blocks]',
  ],
  [
    'a section of 3,001 characters',
    [section('x'.repeat(3001))],
    'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
  ],
  ['an empty text', [section('')], 'must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
  ['a section with nothing', [{ type: 'section' }], 'missing required field: text or fields [json-pointer:/blocks/0]'],
  [
    'eleven fields',
    [{ type: 'section', fields: Array.from({ length: 11 }, () => plain('x')) }],
    'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
  ],
  [
    'a header of 151 characters',
    [{ type: 'header', text: plain('x'.repeat(151)) }],
    'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'a header in mrkdwn',
    [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }],
    'must be a valid enum value: plain_text [json-pointer:/blocks/0/text/type]',
  ],
  [
    '26 buttons',
    [{ type: 'actions', elements: Array.from({ length: 26 }, (_, i) => button(`b${i}`)) }],
    'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'two buttons of one name',
    [{ type: 'actions', elements: [button('b'), button('b')] }],
    'action_id must be unique within a block [json-pointer:/blocks/0/elements]',
  ],
  [
    'a long button',
    [{ type: 'actions', elements: [button('b', { text: plain('x'.repeat(76)) })] }],
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
  ],
  [
    'a long button value',
    [{ type: 'actions', elements: [button('b', { value: 'x'.repeat(2001) })] }],
    'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
  ],
  [
    '101 options',
    [section('x', { accessory: select({ options: Array.from({ length: 101 }, (_, i) => option(`${i}`)) }) })],
    'no more than 100 items allowed [json-pointer:/blocks/0/accessory/options]',
  ],
  [
    'a select without options',
    [section('x', { accessory: select({ options: undefined }) })],
    'must provide either options or option_groups [json-pointer:/blocks/0/accessory]',
  ],
  [
    'an initial option that is none of them',
    [section('x', { accessory: select({ initial_option: option('c') }) })],
    'must match exactly one of the options [json-pointer:/blocks/0/accessory/initial_option]',
  ],
  [
    'six overflow options',
    [
      section('x', {
        accessory: { type: 'overflow', action_id: 'o', options: Array.from({ length: 6 }, (_, i) => option(`${i}`)) },
      }),
    ],
    'no more than 5 items allowed [json-pointer:/blocks/0/accessory/options]',
  ],
  [
    'eleven context elements',
    [{ type: 'context', elements: Array.from({ length: 11 }, () => plain('x')) }],
    'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
  ],
  ['an unknown block', [{ type: 'marquee' }], 'unsupported type: marquee [json-pointer:/blocks/0/type]'],
  [
    'an unknown field',
    [section('x', { colour: 'red' })],
    'invalid additional property: colour [json-pointer:/blocks/0]',
  ],
  ['a missing field', [{ type: 'header' }], 'missing required field: text [json-pointer:/blocks/0]'],
  [
    'one block_id twice',
    [section('x', { block_id: 'a' }), section('y', { block_id: 'a' })],
    'block_id must be unique [json-pointer:/blocks]',
  ],
  [
    'a long block_id',
    [section('x', { block_id: 'a'.repeat(256) })],
    'must be less than 256 characters [json-pointer:/blocks/0/block_id]',
  ],
  [
    'an image without alt_text',
    [{ type: 'image', image_url: 'https://example.com/a.png' }],
    'missing required field: alt_text [json-pointer:/blocks/0]',
  ],
  [
    'markdown of 12,001 characters together',
    [
      { type: 'markdown', text: 'x'.repeat(12_000) },
      { type: 'markdown', text: 'x' },
    ],
    'markdown blocks must be less than 12001 characters together',
  ],
  [
    'a table of 101 rows',
    [{ type: 'table', rows: Array.from({ length: 101 }, () => [{ type: 'raw_text', text: 'x' }]) }],
    'no more than 100 items allowed [json-pointer:/blocks/0/rows]',
  ],
]

describe('a message', () => {
  it.each(refusedBlocks)('with %s is refused with the reason', async (_what, blocks, reason) => {
    const { web } = await playground()
    const answer = await refusal(call(web, 'chat.postMessage', { channel, text: 'x', blocks: JSON.stringify(blocks) }))
    expect(answer).toMatchObject({ error: 'invalid_blocks', errors: [reason] })
    expect(answer.response_metadata.messages).toEqual([`[ERROR] ${reason}`])
  })

  it('at every limit is accepted', async () => {
    const { web } = await playground()
    const blocks = [
      { type: 'header', text: plain('x'.repeat(150)) },
      section('x'.repeat(3000), {
        accessory: select({ options: Array.from({ length: 100 }, (_, i) => option(`${i}`)) }),
      }),
      { type: 'section', fields: Array.from({ length: 10 }, () => plain('x'.repeat(2000))) },
      { type: 'actions', elements: Array.from({ length: 25 }, (_, i) => button(`b${i}`, { value: 'x'.repeat(2000) })) },
      { type: 'context', elements: Array.from({ length: 10 }, () => plain('x')) },
      { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'a' },
      { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'x' }] }] },
      { type: 'markdown', text: 'x'.repeat(12_000) },
      ...Array.from({ length: 42 }, () => ({ type: 'divider' })),
    ]
    const answer = await call(web, 'chat.postMessage', { channel, text: 'x', blocks: JSON.stringify(blocks) })
    expect(answer.ok).toBe(true)
  })

  it('gets ids for the blocks and actions that came without', async () => {
    const { web } = await playground()
    const blocks = [{ type: 'actions', elements: [{ type: 'button', text: plain('Go') }] }]
    const { message } = await call(web, 'chat.postMessage', { channel, text: 'x', blocks: JSON.stringify(blocks) })
    expect(message).toMatchObject({
      blocks: [{ block_id: expect.any(String), elements: [{ action_id: expect.any(String) }] }],
    })
  })

  it('whose blocks are not a list is refused', async () => {
    const { web } = await playground()
    const answer = await refusal(call(web, 'chat.postMessage', { channel, text: 'x', blocks: '{"type":"divider"}' }))
    expect(answer).toMatchObject({ error: 'invalid_blocks_format' })
  })
})
