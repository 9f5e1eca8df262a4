import { describe, expect, it } from 'vitest'
import { call, channels, people, playground } from './playground.ts'

const channel = channels.incidents

/** What an app sends as text, and what Slack keeps. */
const kept: readonly (readonly [what: string, sent: string, text: string])[] = [
  ['stray signs as entities', 'a & b < c > d', 'a &amp; b &lt; c &gt; d'],
  ['entities as they are', 'R&amp;D &lt;3 &gt; x', 'R&amp;D &lt;3 &gt; x'],
  ['other entities as text', '&nbsp;&#39;', '&amp;nbsp;&amp;#39;'],
  ['addresses as links', 'see https://example.com/a?b=1&c=2.', 'see <https://example.com/a?b=1&amp;c=2>.'],
  ['an escaped address once', 'https://example.com/?b=1&amp;c=2', '<https://example.com/?b=1&amp;c=2>'],
  ['e-mail addresses as links', 'ask ana@acme.example', 'ask <mailto:ana@acme.example|ana@acme.example>'],
  [
    'links as they are',
    '<https://example.com|docs> <mailto:a@b.example>',
    '<https://example.com|docs> <mailto:a@b.example>',
  ],
  [
    'mentions as they are',
    `<@${people.ana}> <#${channel}|incidents> <!here> <!subteam^S0ONCALL01|@on-call>`,
    `<@${people.ana}> <#${channel}|incidents> <!here> <!subteam^S0ONCALL01|@on-call>`,
  ],
  ['names as text', '@ana #general', '@ana #general'],
  ['what only looks like a link', '<b>bold</b>', '&lt;b&gt;bold&lt;/b&gt;'],
  ['mark-up as it is', '*bold* _it_ `code` > quote', '*bold* _it_ `code` &gt; quote'],
]

describe('the text of an app’s message', () => {
  it.each(kept)('is kept with %s', async (_what, text, stored) => {
    const { web } = await playground({ rateLimits: 'off' })
    const posted = await web.chat.postMessage({ channel, text })
    expect(posted.message?.text).toBe(stored)
    // What history gives can be sent again and stays the same.
    const again = await web.chat.update({ channel, ts: posted.ts ?? '', text: stored })
    expect(again.text).toBe(stored)
    const { messages } = await web.conversations.history({ channel })
    expect(messages?.[0]?.text).toBe(stored)
  })

  it('is not searched for addresses when the app says parse: none', async () => {
    const { web } = await playground()
    const text = 'https://example.com & a@b.example'
    const { message } = await call(web, 'chat.postMessage', { channel, text, parse: 'none' })
    expect(message.text).toBe('https://example.com &amp; a@b.example')
  })
})
