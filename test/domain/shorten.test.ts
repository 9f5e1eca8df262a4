import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { share, shorten } from '../../src/domain/shorten.ts'

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const boundaries = (text: string) => new Set([...graphemes.segment(text)].map(one => one.index).concat(text.length))
const family = '👩‍👩‍👧‍👦'

describe('a text that is too long', () => {
  it('ends behind a word', () => {
    expect(shorten('The payment provider times out', 15)).toBe('The payment…')
    expect(shorten('The payment provider', 12)).toBe('The payment…')
  })

  it('says where the whole is, where that is known', () => {
    expect(shorten('The payment provider times out', 29, 'in the review')).toBe('The payment… (in the review)')
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
    expect(shorten('abcdef', max, 'in the review').length).toBeLessThanOrEqual(max)
  })

  it('is never longer than allowed, begins as it did and is cut between characters, whatever it is', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.string({ unit: 'grapheme-composite', maxLength: 200 }),
      fc.array(fc.constantFrom('word', ' ', '\n', family, '支払い', 'مرحبا', '\u202e', '- ')).map(all => all.join('')),
    )
    fc.assert(
      fc.property(
        text,
        fc.integer({ min: 30, max: 300 }),
        fc.option(fc.constant('the whole: here')),
        (given, max, whole) => {
          const short = shorten(given, max, whole ?? undefined)
          expect(short.length).toBeLessThanOrEqual(max)
          if (given.length <= max) {
            expect(short).toBe(given)
            return
          }
          const tail = whole ? `… (${whole})` : '…'
          expect(short.endsWith(tail)).toBe(true)
          const head = short.slice(0, -tail.length)
          expect(given.startsWith(head)).toBe(true)
          const rest = given.slice(head.length)
          const isBetween = boundaries(given).has(head.length) || /^\s/u.test(rest)
          expect(isBetween).toBe(true)
        },
      ),
      { numRuns: 500 },
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
