import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isCleared, mayBeSaidIn, mayHear, readerOf } from '../../src/domain/clearance.ts'
import { codeNameOf } from '../../src/domain/code-name.ts'
import { disclose, type Reader } from '../../src/domain/disclosure.ts'
import { resolve } from '../../src/domain/lifecycle.ts'
import { type Policy, parsePolicy } from '../../src/domain/policy.ts'
import { by, opened, policy } from '../helpers/incidents.ts'

const canary = 'CANARY'
const hidden = resolve(
  opened({ isPrivate: true, title: `${canary}-title`, summary: `${canary}-summary`, service: 'checkout' }),
  { resolution: `${canary}-resolution`, policy },
  by('U0ANA'),
)
const under = (privateIncidents: Partial<Policy['privateIncidents']>) => parsePolicy({ privateIncidents }, policy)
const readers: readonly Reader[] = ['insider', 'outsider', 'everybody']

describe('what is disclosed of a private incident', () => {
  it('is nothing, unless the policy says otherwise', () => {
    expect(disclose(hidden, 'outsider', policy)).toBeUndefined()
    expect(disclose(hidden, 'everybody', policy)).toBeUndefined()
  })

  it('is that there is one, where the policy counts', () => {
    expect(disclose(hidden, 'outsider', under({ outside: 'count' }))).toEqual({ shows: 'count' })
  })

  it('is a code name, and its status only where the policy says so', () => {
    expect(disclose(hidden, 'outsider', under({ outside: 'code-name' }))).toEqual({
      shows: 'code-name',
      name: codeNameOf(42),
    })
    expect(disclose(hidden, 'outsider', under({ outside: 'code-name', showStatus: true }))).toMatchObject({
      status: 'Resolved',
    })
  })

  it.each(['nothing', 'count', 'code-name'] as const)('is never announced nor linked, also under “%s”', outside => {
    expect(disclose(hidden, 'everybody', under({ outside, showStatus: true }))).toBeUndefined()
  })

  it.each(['nothing', 'count', 'code-name'] as const)(
    'says under “%s” nothing that people typed, nor its number',
    outside => {
      const shown = JSON.stringify(disclose(hidden, 'outsider', under({ outside, showStatus: true }))) ?? ''
      expect(shown).not.toMatch(/CANARY|42|checkout|U0ANA|SEV|P1/)
    },
  )

  it('is what it is called and how it stands, to those inside, and never its summary or its resolution', () => {
    const shown = JSON.stringify(disclose(hidden, 'insider', policy))
    expect(shown).toContain(`${canary}-title`)
    expect(shown).not.toMatch(/CANARY-summary|CANARY-resolution|timeline/)
  })
})

it('to guests there are no incidents but those that they are in', () => {
  for (const outside of ['nothing', 'count', 'code-name'] as const)
    for (const incident of [hidden, opened()]) expect(disclose(incident, 'guest', under({ outside }))).toBeUndefined()
  const guest = { isMember: false, isCleared: false, isDeactivated: false, isGuest: true, isStranger: false }
  expect(readerOf(opened(), guest)).toBe('guest')
  expect(readerOf(hidden, { ...guest, isMember: true })).toBe('insider')
  expect(readerOf(hidden, { ...guest, isGuest: false })).toBe('outsider')
})

it('of an incident that is not private every other reader learns the same', () => {
  const [first, ...others] = readers.map(reader => disclose(opened(), reader, policy))
  expect(first?.shows).toBe('incident')
  for (const other of others) expect(other).toEqual(first)
})

describe('a code name', () => {
  it('is the same for the same number and another for another', () => {
    const names = Array.from({ length: 1000 }, (_, index) => codeNameOf(index + 1))
    expect(new Set(names).size).toBe(1000)
    expect(codeNameOf(7)).toBe(codeNameOf(7))
    expect(codeNameOf(1)).toMatch(/^Incident [A-Z][a-z]+$/)
  })
})

describe('who may hear of an incident', () => {
  const person = fc.record({
    isMember: fc.boolean(),
    isCleared: fc.boolean(),
    isDeactivated: fc.boolean(),
    isGuest: fc.boolean(),
    isStranger: fc.boolean(),
  })

  it('is never somebody whose account is gone or who is of another company', () => {
    fc.assert(
      fc.property(person, fc.boolean(), (who, isPrivate) => {
        if (who.isDeactivated || who.isStranger) expect(mayHear({ isPrivate }, who)).toBe(false)
      }),
    )
  })

  it('is of a private one only who is in its channel or cleared, and of any a guest only so', () => {
    fc.assert(
      fc.property(person, fc.boolean(), (who, isPrivate) => {
        if (who.isDeactivated || who.isStranger) return
        const expected = who.isMember || who.isCleared || (!isPrivate && !who.isGuest)
        expect(mayHear({ isPrivate }, who)).toBe(expected)
      }),
    )
  })

  it('is cleared by the policy as it is now, by name', () => {
    const board = { label: 'Board', channels: [], fields: ['impact'], cadence: {} }
    const given = parsePolicy(
      {
        audiences: {
          board: { ...board, people: ['U0PUB'], incidents: { private: 'cleared', clearedPeople: ['U0SEC'] } },
        },
      },
      policy,
    )
    const cleared = (user: string, isPrivate: boolean, audience = 'board') =>
      isCleared(user, audience, { incident: { isPrivate }, policy: given })
    expect([cleared('U0SEC', true), cleared('U0PUB', true), cleared('U0SEC', true, 'support')]).toEqual([
      true,
      false,
      false,
    ])
    expect([cleared('U0PUB', false), cleared('U0SEC', false)]).toEqual([true, false])
  })
})

describe('where a private incident may be spoken of', () => {
  it('is its own channel, while nobody else shares that', () => {
    expect(mayBeSaidIn({ isPrivate: true }, { isOwn: true, isShared: false })).toBe(true)
    expect(mayBeSaidIn({ isPrivate: true }, { isOwn: true, isShared: true })).toBe(false)
    expect(mayBeSaidIn({ isPrivate: true }, { isOwn: false, isShared: false })).toBe(false)
    expect(mayBeSaidIn({ isPrivate: false }, { isOwn: false, isShared: true })).toBe(true)
  })
})
