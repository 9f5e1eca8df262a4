import { describe, expect, it } from 'vitest'
import { addItem, endItem } from '../../src/domain/action-items.ts'
import { composeSanitised } from '../../src/domain/compose-sanitised.ts'
import type { Incident } from '../../src/domain/incident.ts'
import { similarTo } from '../../src/domain/similar.ts'
import { at, by, declared, opened, policy } from '../helpers/incidents.ts'

const earlier = (number: number, title: string, more: Partial<Incident> = {}): Incident =>
  addItem(
    { ...declared({ title, service: 'checkout' }), id: `INC-${number}`, number, ...more },
    { text: `of ${number}`, policy },
    by('U0BEN', 1),
  )
const now = { number: 42, service: 'checkout', title: 'Checkout is down' }
const found = (...others: readonly Incident[]) =>
  similarTo(now, others, policy).map(({ incident, open, isAlike }) => [incident.id, open.length, isAlike])

describe('earlier incidents with unfinished follow-ups', () => {
  it('are those of the same service, whose title says the same first, and then the newest', () => {
    expect(found(earlier(7, 'The checkout is down'), earlier(8, 'Slow'), earlier(9, 'Wrong prices'))).toEqual([
      ['INC-7', 1, true],
      ['INC-9', 1, false],
      ['INC-8', 1, false],
    ])
    expect(found(earlier(7, 'Checkout is down', { service: 'website' }))).toEqual([])
  })

  it('are never private, never later, and have something to do', () => {
    expect(found(earlier(7, 'Slow', { isPrivate: true }))).toEqual([])
    expect(found(earlier(42, 'Slow'), earlier(43, 'Slow'))).toEqual([])
    expect(found(endItem(earlier(7, 'Slow'), { number: 1, outcome: 'done' }, by('U0BEN', 2)))).toEqual([])
  })

  it('are three at most', () => {
    expect(found(...[1, 2, 3, 4, 5].map(number => earlier(number, 'Slow'))).map(([id]) => id)).toEqual([
      'INC-5',
      'INC-4',
      'INC-3',
    ])
  })
})

it('are not in a review that is written for an audience', () => {
  const incident = addItem(opened(), { text: 'Rotate the secret', owner: 'U0BEN', policy }, by('U0BEN', 1))
  for (const audience of ['leadership', 'support', 'customers', 'legal'])
    expect(JSON.stringify(composeSanitised(audience, { incident, policy, builtAt: at(9) }))).not.toContain('Rotate')
})
