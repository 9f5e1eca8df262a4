import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeText, link, md, mention, truncate, truncateMrkdwn, when } from '../../src/slack/mrkdwn.ts'

/** As Slack reads it back. */
const readAs = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
const isWhole = (text: string) => !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text)
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc
    .array(
      fc.constantFrom(
        '<!channel>',
        '<@U0EVE>',
        '<http://evil.example|safe>',
        '&lt;',
        '&',
        '<',
        '>',
        '|',
        '`',
        '👩‍👩‍👧',
        'e\u0301',
        '\u202e',
        '\u0000',
        'a ',
      ),
      { maxLength: 60 },
    )
    .map(parts => parts.join('')),
)

describe('escaping', () => {
  it('replaces exactly &, < and >', () => {
    expect(escapeText(`&<>"'*_~\`|@#:smile: &lt;`)).toBe(`&amp;&lt;&gt;"'*_~\`|@#:smile: &amp;lt;`)
  })

  it('is undone by reading it, for any text', () => {
    fc.assert(
      fc.property(anyText, text => {
        expect(readAs(escapeText(text))).toBe(text)
      }),
    )
  })
})

describe('the template', () => {
  it('escapes what is put in and leaves what is written', () => {
    expect(md`*<${'<!channel> & co'}>* ${3}`.mrkdwn).toBe('*<&lt;!channel&gt; &amp; co>* 3')
    expect(md`${mention('U0ANA')} ${when(new Date(0))}`.mrkdwn).toBe(
      '<@U0ANA> <!date^0^{date_short_pretty} {time}|1970-01-01 00:00 UTC>',
    )
  })

  it('lets no text become a mention or a link', () => {
    fc.assert(
      fc.property(anyText, text => {
        expect(md`${text}`.mrkdwn).not.toMatch(/[<>]/)
      }),
    )
  })
})

describe('a mention', () => {
  it.each([
    ['U0ANA', '<@U0ANA>'],
    ['W0ANA', '<@W0ANA>'],
    ['S0OPS', '<!subteam^S0OPS>'],
    ['sitrep', 'Sitrep'],
    ['!channel', '!channel'],
    ['U0ANA> <!channel', 'U0ANA&gt; &lt;!channel'],
  ])('of %s is %s', (id, expected) => {
    expect(mention(id).mrkdwn).toBe(expected)
  })
})

describe('a link', () => {
  it('cannot be broken out of by its address or its text', () => {
    fc.assert(
      fc.property(anyText, anyText, (path, text) => {
        const inner = link(`https://example.com/${path}`, text).mrkdwn.slice(1, -1)
        expect(inner).not.toMatch(/[<>]/)
        expect(inner.split('|')).toHaveLength(2)
      }),
    )
  })
})

describe('truncating', () => {
  it('leaves alone what fits and marks what does not', () => {
    expect(truncate('abc', 3)).toBe('abc')
    expect(truncate('abcd', 3)).toBe('ab…')
    expect(truncate('ab cd', 4)).toBe('ab…')
  })

  it('cuts between what people see as characters', () => {
    expect(truncate('a👩‍👩‍👧b', 8)).toBe('a…')
    expect(truncate('xe\u0301yz', 3)).toBe('x…')
  })

  it('keeps the beginning and the length, for any text', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 100 }), (text, max) => {
        const cut = truncate(text, max)
        expect(cut.length).toBeLessThanOrEqual(max)
        expect(cut === text || text.startsWith(cut.slice(0, -1))).toBe(true)
        if (isWhole(text)) expect(isWhole(cut)).toBe(true)
      }),
    )
  })
})

describe('truncating mrkdwn', () => {
  it('cuts neither an escaped character nor a mention in two', () => {
    expect(truncateMrkdwn(md`abc${'&&&'}`, 8)).toBe('abc…')
    expect(truncateMrkdwn(md`ask ${mention('U0ANA')} now`, 9)).toBe('ask…')
    expect(truncateMrkdwn(md`ask ${mention('U0ANA')} now`, 14)).toBe('ask <@U0ANA>…')
  })

  it('shows a beginning of what was typed, for any text', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 100 }), (text, max) => {
        const cut = truncateMrkdwn(md`${text}`, max)
        expect(cut.length).toBeLessThanOrEqual(max)
        const read = readAs(cut)
        expect(read === text || text.startsWith(read.slice(0, -1))).toBe(true)
      }),
    )
  })
})
