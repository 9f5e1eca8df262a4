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
  [
    'a section with nothing',
    [{ type: 'section' }],
    'must define either `text` or `fields` [json-pointer:/blocks/0/type]',
  ],
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
  [
    'a table with more text than a table holds',
    [{ type: 'table', rows: Array.from({ length: 11 }, () => [{ type: 'raw_text', text: 'x'.repeat(1000) }]) }],
    'must be less than 10001 characters [json-pointer:/blocks/0/rows]',
  ],
  [
    'a table with a cell of mrkdwn',
    [{ type: 'table', rows: [[{ type: 'mrkdwn', text: 'x' }]] }],
    'unsupported type: mrkdwn [json-pointer:/blocks/0/rows/0/0/type]',
  ],
  [
    'two tables',
    [1, 2].map(() => ({ type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] })),
    'only_one_table_allowed [json-pointer:/blocks]',
  ],
  [
    'a data table with nothing but a header',
    [{ type: 'data_table', caption: 'x', rows: [[{ type: 'raw_text', text: 'x' }]] }],
    'no fewer than 2 items allowed [json-pointer:/blocks/0/rows]',
  ],
  [
    'a data table with rich text for a header',
    [
      {
        type: 'data_table',
        caption: 'x',
        rows: [[{ type: 'rich_text', elements: [] }], [{ type: 'raw_text', text: 'x' }]],
      },
    ],
    'unsupported type: rich_text [json-pointer:/blocks/0/rows/0]',
  ],
  [
    'a data table with ragged rows',
    [
      {
        type: 'data_table',
        caption: 'x',
        rows: [1, 2].map(n => Array.from({ length: n }, () => ({ type: 'raw_text', text: 'x' }))),
      },
    ],
    'all rows must have the same number of cells [json-pointer:/blocks/0/rows]',
  ],
  [
    'rich text of an unknown element',
    [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'blink', text: 'x' }] }] }],
    'unsupported type: blink [json-pointer:/blocks/0/elements/0/elements/0/type]',
  ],
  [
    'rich text of an unknown part',
    [{ type: 'rich_text', elements: [{ type: 'rich_text_poem', elements: [] }] }],
    'unsupported type: rich_text_poem [json-pointer:/blocks/0/elements/0/type]',
  ],
  [
    'rich text with an empty text',
    [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '' }] }] }],
    'must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]',
  ],
  [
    'a list within a list',
    [
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_list',
            style: 'bullet',
            elements: [{ type: 'rich_text_list', elements: [] }],
          },
        ],
      },
    ],
    'must be a valid enum value: rich_text_section [json-pointer:/blocks/0/elements/0/elements/0/type]',
  ],
  [
    'a mention in code',
    [
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'user', user_id: 'U1' }] }],
      },
    ],
    'unsupported type: user [json-pointer:/blocks/0/elements/0/elements/0/type]',
  ],
  [
    'a date with a time beside a section',
    [section('x', { accessory: { type: 'datetimepicker', action_id: 'd' } })],
    'unsupported type: datetimepicker [json-pointer:/blocks/0/accessory/type]',
  ],
  [
    'a text input among buttons',
    [{ type: 'actions', elements: [{ type: 'plain_text_input', action_id: 't' }] }],
    'unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]',
  ],
  [
    'a button as an input',
    [{ type: 'input', label: plain('x'), element: button('b') }],
    'unsupported type: button [json-pointer:/blocks/0/element/type]',
  ],
  [
    'an input for files',
    [{ type: 'input', label: plain('x'), element: { type: 'file_input', action_id: 'f' } }],
    'unsupported type: file_input [json-pointer:/blocks/0/element/type]',
  ],
  [
    'an image without a picture',
    [{ type: 'image', alt_text: 'x' }],
    'must define either `image_url` or `slack_file` [json-pointer:/blocks/0/type]',
  ],
  [
    'a long option',
    [section('x', { accessory: select({ options: [option('a', 'x'.repeat(76))] }) })],
    'must be less than 76 characters [json-pointer:/blocks/0/accessory/options/0/text/text]',
  ],
  [
    'a long description of an option',
    [section('x', { accessory: select({ options: [{ ...option('a'), description: plain('x'.repeat(76)) }] }) })],
    'must be less than 76 characters [json-pointer:/blocks/0/accessory/options/0/description/text]',
  ],
  [
    'a long question before an action',
    [
      {
        type: 'actions',
        elements: [
          button('b', {
            confirm: { title: plain('x'.repeat(101)), text: plain('x'), confirm: plain('Yes'), deny: plain('No') },
          }),
        ],
      },
    ],
    'must be less than 101 characters [json-pointer:/blocks/0/elements/0/confirm/title/text]',
  ],
  [
    'a card with nothing on it',
    [{ type: 'card', subtitle: plain('x') }],
    'must define one of `hero_image`, `title`, `actions` or `body` [json-pointer:/blocks/0/type]',
  ],
  ['an alert without text', [{ type: 'alert' }], 'missing required field: text [json-pointer:/blocks/0]'],
  [
    'context actions of buttons',
    [{ type: 'context_actions', elements: [button('b')] }],
    'unsupported type: button [json-pointer:/blocks/0/elements/0/type]',
  ],
  [
    'a video over http',
    [
      {
        type: 'video',
        alt_text: 'x',
        title: plain('x'),
        video_url: 'http://a.example/v',
        thumbnail_url: 'https://a.example',
      },
    ],
    'must be a valid value [json-pointer:/blocks/0/video_url]',
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
    const { web } = await playground({ rateLimits: 'off' })
    const rich = (text: string) => ({
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
    })
    const picture = { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'a' }
    // In several messages: all the text in the blocks of one has a limit too.
    const messages: readonly (readonly unknown[])[] = [
      Array.from({ length: 50 }, () => ({ type: 'divider' })),
      [
        { type: 'header', text: plain('x'.repeat(150)) },
        section('x'.repeat(3000), {
          accessory: select({ options: Array.from({ length: 100 }, (_, i) => option(`${i}`)) }),
        }),
      ],
      [{ type: 'section', fields: Array.from({ length: 10 }, (_, i) => plain('x'.repeat(i < 5 ? 2000 : 1))) }],
      [
        {
          type: 'actions',
          elements: Array.from({ length: 25 }, (_, i) => button(`b${i}`, { value: 'x'.repeat(2000) })),
        },
        { type: 'context', elements: Array.from({ length: 10 }, () => plain('x')) },
        { type: 'context', elements: [picture] },
        picture,
        { type: 'image', slack_file: { id: 'F1' }, alt_text: 'a' },
        section('x', {
          accessory: select({ option_groups: [{ label: plain('A'), options: [option('a')] }], options: undefined }),
        }),
      ],
      [{ type: 'markdown', text: 'x'.repeat(12_000) }],
      [
        {
          type: 'table',
          column_settings: [{ align: 'right', is_wrapped: true }, null],
          rows: Array.from({ length: 100 }, () => [
            { type: 'raw_text', text: 'x' },
            { type: 'raw_number', value: 1, text: '1' },
            rich('x'),
          ]),
        },
        {
          type: 'data_table',
          caption: 'Numbers',
          page_size: 100,
          rows: [[{ type: 'raw_text', text: 'x' }], [rich('x')]],
        },
      ],
      [
        { type: 'alert', text: plain('x'), level: 'warning' },
        {
          type: 'card',
          title: plain('x'.repeat(150)),
          body: plain('x'.repeat(200)),
          actions: [button('b')],
          icon: picture,
        },
        { type: 'carousel', elements: Array.from({ length: 10 }, () => ({ type: 'card', hero_image: picture })) },
        {
          type: 'container',
          title: plain('x'),
          is_collapsible: true,
          child_blocks: [section('x'), { type: 'divider' }],
        },
        {
          type: 'context_actions',
          elements: [
            {
              type: 'feedback_buttons',
              action_id: 'f',
              positive_button: { text: plain('Good'), value: 'good' },
              negative_button: { text: plain('Bad'), value: 'bad' },
            },
            { type: 'icon_button', action_id: 'd', icon: 'trash', text: plain('Delete') },
          ],
        },
        {
          type: 'video',
          alt_text: 'a',
          title: plain('x'),
          video_url: 'https://example.com/v',
          thumbnail_url: 'https://example.com/t.png',
        },
        { type: 'task_card', task_id: '1', title: 'x', status: 'in_progress', details: rich('x') },
        { type: 'plan', title: 'x', tasks: [{ type: 'task_card', task_id: '1', title: 'x', status: 'complete' }] },
      ],
    ]
    for (const blocks of messages) {
      const answer = await call(web, 'chat.postMessage', { channel, text: 'x', blocks: JSON.stringify(blocks) })
      expect(answer.ok).toBe(true)
    }
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

/** Modals that Slack refuses, with its reason. */
const input = (element: unknown, more = {}) => ({ type: 'input', label: plain('x'), element, ...more })
const text = (more = {}) => ({ type: 'plain_text_input', action_id: 't', ...more })
const refusedViews: readonly (readonly [what: string, view: unknown, reason: string])[] = [
  [
    'a title of 25 characters',
    { title: plain('x'.repeat(25)) },
    'must be less than 25 characters [json-pointer:/view/title/text]',
  ],
  [
    'a long submit',
    { submit: plain('x'.repeat(25)) },
    'must be less than 25 characters [json-pointer:/view/submit/text]',
  ],
  ['a long close', { close: plain('x'.repeat(25)) }, 'must be less than 25 characters [json-pointer:/view/close/text]'],
  [
    'a long memory',
    { private_metadata: 'x'.repeat(3001) },
    'must be less than 3001 characters [json-pointer:/view/private_metadata]',
  ],
  [
    '101 blocks',
    { blocks: Array.from({ length: 101 }, () => ({ type: 'divider' })) },
    'no more than 100 items allowed [json-pointer:/view/blocks]',
  ],
  [
    'an input and no submit',
    { submit: undefined, blocks: [input(text())] },
    'missing required field: submit, since the view has input blocks [json-pointer:/view]',
  ],
  [
    'two elements that want the focus',
    { blocks: [1, 2].map(() => input(text({ focus_on_load: true }))) },
    'focus_on_load can be set to true for one element only [json-pointer:/view/blocks]',
  ],
  [
    'a table',
    { blocks: [{ type: 'table', rows: [[{ type: 'raw_text', text: 'x' }]] }] },
    'unsupported type: table [json-pointer:/view/blocks/0/type]',
  ],
  [
    'files that tell at once',
    { blocks: [input({ type: 'file_input', action_id: 'f' }, { dispatch_action: true })] },
    'unsupported type: file_input [json-pointer:/view/blocks/0/element/type]',
  ],
  [
    'rich text that is none',
    {
      blocks: [
        input({
          type: 'rich_text_input',
          action_id: 'r',
          initial_value: { type: 'rich_text', elements: [{ type: 'x' }] },
        }),
      ],
    },
    'unsupported type: x [json-pointer:/view/blocks/0/element/initial_value/elements/0/type]',
  ],
]

describe('a modal', () => {
  it.each(refusedViews)('with %s is refused with the reason', async (_what, more, reason) => {
    const { web } = await playground()
    const view = { type: 'modal', title: plain('x'), submit: plain('Go'), blocks: [], ...(more as object) }
    const answer = await refusal(call(web, 'views.open', { trigger_id: 'x', view: JSON.stringify(view) }))
    expect(answer).toMatchObject({ error: 'invalid_arguments' })
    expect(answer.response_metadata.messages).toEqual([`[ERROR] ${reason}`])
  })
})
