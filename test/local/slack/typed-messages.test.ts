import { describe, expect, it } from 'vitest'
import { type Answer, call, channels, people, playground } from './playground.ts'

const section = (...elements: Answer[]) => ({ type: 'rich_text_section', elements })
const text = (value: string, style?: Answer) => ({ type: 'text', text: value, ...(style ? { style } : {}) })
const list = (style: string, items: readonly string[], more = {}) => ({
  type: 'rich_text_list',
  style,
  indent: 0,
  border: 0,
  elements: items.map(item => section(text(item))),
  ...more,
})

/** What a person types, what Slack keeps of it as text, and the elements of its rich text. */
const typed: readonly (readonly [what: string, typed: string, text: string, elements: readonly Answer[]])[] = [
  ['plain words', 'hello there', 'hello there', [section(text('hello there'))]],
  ['signs that Slack reads', 'a & b < c > d', 'a &amp; b &lt; c &gt; d', [section(text('a & b < c > d'))]],
  [
    'bold, italic and struck',
    '*now* _soon_ ~never~',
    '*now* _soon_ ~never~',
    [
      section(
        text('now', { bold: true }),
        text(' '),
        text('soon', { italic: true }),
        text(' '),
        text('never', { strike: true }),
      ),
    ],
  ],
  [
    'bold in italic',
    '_all *of* it_',
    '_all *of* it_',
    [section(text('all ', { italic: true }), text('of', { italic: true, bold: true }), text(' it', { italic: true }))],
  ],
  [
    'signs that are no mark-up',
    '2 * 3 * 4 snake_case_name',
    '2 * 3 * 4 snake_case_name',
    [section(text('2 * 3 * 4 snake_case_name'))],
  ],
  [
    'code, in which nothing else counts',
    'run `kill <pid> *now*`',
    'run `kill &lt;pid&gt; *now*`',
    [section(text('run '), text('kill <pid> *now*', { code: true }))],
  ],
  [
    'people, groups, channels and everybody',
    '@ben @on-call #general @here',
    '<@U0BEN00002> <!subteam^S0ONCALL01> <#C0GENERAL1> <!here>',
    [
      section(
        { type: 'user', user_id: people.ben },
        text(' '),
        { type: 'usergroup', usergroup_id: 'S0ONCALL01' },
        text(' '),
        { type: 'channel', channel_id: channels.general },
        text(' '),
        { type: 'broadcast', range: 'here' },
      ),
    ],
  ],
  ['names of nobody', '@zoe #nowhere', '@zoe #nowhere', [section(text('@zoe #nowhere'))]],
  [
    'addresses, without the full stop behind',
    'see https://example.com/a?b=1&c=2.',
    'see <https://example.com/a?b=1&amp;c=2>.',
    [section(text('see '), { type: 'link', url: 'https://example.com/a?b=1&c=2' }, text('.'))],
  ],
  [
    'an e-mail address and a labelled link',
    'ask ana@acme.example or [the docs](https://example.com)',
    'ask <mailto:ana@acme.example|ana@acme.example> or <https://example.com|the docs>',
    [
      section(text('ask '), { type: 'link', url: 'mailto:ana@acme.example', text: 'ana@acme.example' }, text(' or '), {
        type: 'link',
        url: 'https://example.com',
        text: 'the docs',
      }),
    ],
  ],
  [
    'emoji, but no time of day',
    ':fire: at 12:30:45',
    ':fire: at 12:30:45',
    [section({ type: 'emoji', name: 'fire' }, text(' at 12:30:45'))],
  ],
  [
    'a list below a line',
    'todo\n- one\n- two',
    'todo\n• one\n• two',
    [section(text('todo\n')), list('bullet', ['one', 'two'])],
  ],
  [
    'a numbered list that goes on, and one inside',
    '3. three\n4. four\n  - deeper',
    '3. three\n4. four\n    • deeper',
    [list('ordered', ['three', 'four'], { offset: 2 }), list('bullet', ['deeper'], { indent: 1 })],
  ],
  [
    'a quote',
    '> first\n> second\nthen',
    '&gt; first\n&gt; second\nthen',
    [{ type: 'rich_text_quote', elements: [text('first\nsecond')] }, section(text('then'))],
  ],
  [
    'preformatted lines',
    'log:\n```\nGET /a\n<500>\n```',
    'log:\n```GET /a\n&lt;500&gt;```',
    [section(text('log:\n')), { type: 'rich_text_preformatted', border: 0, elements: [text('GET /a\n<500>')] }],
  ],
]

describe('what people type', () => {
  it.each(typed)('keeps %s as Slack does', async (_what, given, stored, elements) => {
    const { act, web } = await playground()
    const { ts } = await act('message', { channel: 'incidents', user: 'ana', text: given })
    const { messages } = await web.conversations.history({ channel: channels.incidents, latest: ts, inclusive: true })
    expect(messages?.[0]).toMatchObject({ text: stored, blocks: [{ type: 'rich_text', elements }] })
    // Slack takes from an app what its own client sends.
    const blocks = messages?.[0]?.blocks
    expect(await call(web, 'chat.postMessage', { channel: channels.incidents, text: stored, blocks })).toMatchObject({
      message: { blocks },
    })
  })

  it('reads an edit like a message', async () => {
    const { act, messages } = await playground()
    const { ts } = await act('message', { channel: 'incidents', user: 'ana', text: 'one' })
    await act('edit-message', { channel: 'incidents', user: 'ana', messageTs: ts, text: '*two*' })
    expect((await messages('incidents'))[0]).toMatchObject({
      text: '*two*',
      blocks: [{ elements: [section(text('two', { bold: true }))] }],
      edited: { user: people.ana },
    })
  })
})
