import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concat, spread } from '../../src/domain/moments.ts'
import { render, say } from '../../src/domain/templates.ts'
import { momentFor } from '../../src/domain/wording.ts'

const at = new Date('2026-03-02T10:30:00Z')
const insteadOf = momentFor({}, at)

describe('the moments in a text', () => {
  it('are kept apart from the words around them, which say them in UTC', () => {
    const said = say('Promised for {{insteadOf}}, now {{nextAt}}.', { insteadOf, nextAt: 'later' })
    expect(said.text).toBe('Promised for 2026-03-02 10:30 UTC, now later.')
    expect(spread(said)).toEqual(['Promised for ', { ...said.moments?.[0] }, ', now later.'])
    expect(said.moments).toEqual([{ at, words: '2026-03-02 10:30 UTC', from: 13 }])
    expect(render('{{insteadOf}}', { insteadOf })).toBe('2026-03-02 10:30 UTC')
  })

  it('are words where the audience has a time zone of its own', () => {
    expect(momentFor({ timeZone: 'Europe/Paris' }, at)).toMatch(/11:30/)
  })

  it('can be made by nothing that people type, nor moved by it', () => {
    const typed = fc.string({
      unit: fc.constantFrom('\u0001', '\u0002', '0', '\u0000', '\r', '\ud800', '{{', 'x', '2026-03-02 10:30 UTC', '🇫🇷'),
    })
    fc.assert(
      fc.property(typed, typed, (impact, title) => {
        const said = say('{{impact}}{{insteadOf}}{{title}}', { impact, title, insteadOf })
        expect(said.moments).toHaveLength(1)
        const dates = spread(said).filter(part => typeof part !== 'string')
        expect(dates).toHaveLength(1)
        expect(say('{{impact}}', { impact })).not.toHaveProperty('moments')
      }),
    )
  })

  it('move with what stands before them, and are words where they were cut', () => {
    const said = concat(['Plan: ', say('at {{insteadOf}}', { insteadOf })])
    expect(spread(said)).toMatchObject(['Plan: at ', { at }])
    const cut = `${said.text.slice(0, -3)}…`
    expect(spread({ ...said, text: cut })).toEqual([cut])
  })
})
