import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inParts, share, shorten } from '../../src/domain/shorten.ts'

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const boundaries = (text: string) => new Set([...graphemes.segment(text)].map(one => one.index).concat(text.length))
const family = '👩‍👩‍👧‍👦'
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme-composite', maxLength: 200 }),
  fc.array(fc.constantFrom('word', ' ', '\n', family, '支払い', 'مرحبا', '\u202e', '- ')).map(all => all.join('')),
)

describe('a text that is too long', () => {
  it('ends behind a word', () => {
    expect(shorten('The payment provider times out', 15)).toBe('The payment…')
    expect(shorten('The payment provider', 12)).toBe('The payment…')
  })

  it('that is one endless word is cut where the room ends', () => {
    expect(shorten('x'.repeat(1000), 10)).toBe(`${'x'.repeat(9)}…`)
    expect(shorten(`first ${'x'.repeat(1000)}`, 500)).toHaveLength(500)
  })

  it('keeps what is seen as one character whole', () => {
    expect(shorten(family.repeat(3), family.length + 5)).toBe(`${family}…`)
    expect(shorten('e\u0301e\u0301e\u0301', 4)).toBe('e\u0301…')
  })

  it('keeps its direction and its lists', () => {
    expect(shorten('لا يمكن الدفع بالبطاقة', 12)).toBe('لا يمكن…')
    expect(shorten('- one\n- two\n- three', 14)).toBe('- one\n- two…')
  })

  it.each([0, 1, 2])('is still a text in room for %i', max => {
    expect(shorten('abcdef', max).length).toBeLessThanOrEqual(max)
  })

  it('is never longer than allowed, begins as it did and is cut between characters, whatever it is', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 30, max: 300 }), (given, max) => {
        const short = shorten(given, max)
        expect(short.length).toBeLessThanOrEqual(max)
        if (given.length <= max) {
          expect(short).toBe(given)
          return
        }
        expect(short.endsWith('…')).toBe(true)
        const head = short.slice(0, -1)
        expect(given.startsWith(head)).toBe(true)
        const rest = given.slice(head.length)
        const isBetween = boundaries(given).has(head.length) || /^\s/u.test(rest)
        expect(isBetween).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})

describe('the whole of a text, in parts', () => {
  it('is cut between words, and not inside what is seen as one character', () => {
    expect(inParts('The payment provider times out', 15)).toEqual(['The payment', 'provider times', 'out'])
    expect(inParts(family.repeat(3), family.length + 5)).toEqual([family, family, family])
    expect(inParts('- one\n- two\n- three', 12)).toEqual(['- one\n- two', '- three'])
    expect(inParts('لا يمكن الدفع بالبطاقة', 12)).toEqual(['لا يمكن', 'الدفع', 'بالبطاقة'])
    expect(inParts('Short.', 15)).toEqual(['Short.'])
  })

  it('has everything that can be seen in it, in order, in parts that fit, whatever it is', () => {
    const visible = (text: string) => text.replace(/\s/gu, '')
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 300 }), (given, max) => {
        const parts = inParts(given, max)
        for (const part of parts) expect(part.length).toBeLessThanOrEqual(max)
        expect(visible(parts.join(''))).toBe(visible(given))
      }),
      { numRuns: 300 },
    )
  })
})

describe('room for several texts', () => {
  it('leaves short ones whole and is shared by the long ones', () => {
    expect(share([100, 5000, 50, 5000], 1150)).toEqual([100, 500, 50, 500])
    expect(share([10, 20], 1000)).toEqual([10, 20])
    expect(share([10, 20], -5)).toEqual([0, 0])
  })

  it('is never exceeded, and used up where there is need', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5000), { maxLength: 12 }), fc.nat(13_000), (lengths, room) => {
        const shares = share(lengths, room)
        const sum = (list: readonly number[]) => list.reduce((all, one) => all + one, 0)
        expect(sum(shares)).toBeLessThanOrEqual(room)
        expect(sum(shares)).toBeGreaterThanOrEqual(Math.min(sum(lengths), room - lengths.length))
        for (const [index, one] of shares.entries()) expect(one).toBeLessThanOrEqual(lengths[index] ?? 0)
      }),
    )
  })
})
