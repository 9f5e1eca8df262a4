import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allowedFields, audienceChannels, audienceIds, audienceOf } from '../../src/domain/audiences.ts'
import { compose } from '../../src/domain/compose.ts'
import { resolve } from '../../src/domain/lifecycle.ts'
import { isFact, type UpdateFields } from '../../src/domain/timeline.ts'
import { reportNoChange, writeHoldingUpdate, writeUpdate } from '../../src/domain/updates.ts'
import { at, by, channels, opened, policy } from '../helpers/incidents.ts'

const fields: Required<UpdateFields> = {
  state: 'CANARY-state',
  impact: 'CANARY-impact',
  actions: 'CANARY-actions',
  workaround: 'CANARY-workaround',
  needs: 'CANARY-needs',
  prevention: 'CANARY-prevention',
}
const everybody = audienceIds(policy)
const updateOf = (incident: ReturnType<typeof opened>) => {
  const fact = incident.timeline.findLast(isFact('update-written'))
  if (!fact) throw new Error('no update was written')
  return fact
}
const written = (input = {}) => writeUpdate(opened(input), { fields, nextInMinutes: 30, policy }, by('U0ANA', 10))

describe('each audience', () => {
  it.each([
    ['responders', ['state', 'impact', 'actions', 'workaround', 'needs']],
    ['leadership', ['state', 'impact', 'needs']],
    ['support', ['impact', 'workaround']],
    ['customers', ['impact', 'workaround']],
    ['legal', ['state', 'impact', 'actions']],
  ] as const)('%s sees its own fields and no other', (audience, allowed) => {
    const incident = written()
    const text = JSON.stringify(compose(audience, updateOf(incident), { incident, policy }))
    for (const field of Object.keys(fields)) {
      const isAllowed = (allowed as readonly string[]).includes(field)
      expect(text.includes(`CANARY-${field}`), field).toBe(isAllowed)
    }
  })

  it('gets no technical detail of a security incident, except responders and legal', () => {
    const incident = written({ category: 'security' })
    for (const audience of ['leadership', 'support', 'customers'] as const) {
      const text = JSON.stringify(compose(audience, updateOf(incident), { incident, policy }))
      expect(text).not.toContain('CANARY-state')
      expect(text).not.toContain('CANARY-actions')
    }
    expect(allowedFields('legal', incident, policy)).toContain('actions')
  })

  it('never gets the title where it may be read by customers', () => {
    const incident = written({ title: 'CANARY-title' })
    for (const audience of ['support', 'customers'] as const)
      expect(JSON.stringify(compose(audience, updateOf(incident), { incident, policy }))).not.toContain('CANARY-title')
  })

  it('is told the time of the next update, and when nobody wrote this one', () => {
    const held = writeHoldingUpdate(opened(), { slot: at(15), policy }, { by: 'sitrep', via: 'clock', at: at(15) })
    for (const audience of ['responders', 'leadership', 'support', 'customers'] as const) {
      const rendering = compose(audience, updateOf(held), { incident: held, policy })
      expect(rendering.next).toEqual({ label: 'Next update', at: at(45) })
      expect(rendering.footnote).toBe('Posted automatically by Sitrep: nobody has written an update in time.')
      expect(rendering.paragraphs.length).toBeGreaterThan(0)
    }
  })

  it('always reads something, whatever was left out and whatever kind of update it is', () => {
    const short = writeUpdate(opened(), { fields: { state: 'x' }, nextInMinutes: 30, policy }, by('U0ANA', 1))
    const same = reportNoChange(opened(), { policy }, by('U0ANA', 1))
    const over = resolve(opened(), { resolution: 'Rolled back', policy }, by('U0ANA', 1))
    for (const incident of [short, same, over]) {
      for (const audience of everybody) {
        const { heading, paragraphs } = compose(audience, updateOf(incident), { incident, policy })
        expect(heading).not.toBe('')
        expect(paragraphs.every(paragraph => paragraph.text !== '')).toBe(true)
        expect(paragraphs.length).toBeGreaterThan(0)
      }
    }
    const customers = compose('customers', updateOf(over), { incident: over, policy })
    expect(customers.heading).toBe('Our service: resolved')
    expect(customers.paragraphs[0]?.text).toBe(
      'This is resolved. We are sorry for the disruption. Thank you for your patience.',
    )
  })

  it('never reads a field outside its list, for any text', () => {
    fc.assert(
      fc.property(fc.constantFrom(...everybody), fc.string({ minLength: 1, maxLength: 40 }), (audience, noise) => {
        const secret = `§${noise}§`
        for (const field of Object.keys(fields) as (keyof UpdateFields)[]) {
          if (audienceOf(audience, policy).fields.includes(field)) continue
          const incident = writeUpdate(
            opened({ title: 'Title' }),
            { fields: { ...fields, [field]: secret }, nextInMinutes: 30, policy },
            by('U0ANA', 1),
          )
          expect(JSON.stringify(compose(audience, updateOf(incident), { incident, policy }))).not.toContain(
            JSON.stringify(secret).slice(1, -1),
          )
        }
      }),
      { numRuns: 100 },
    )
  })
})

describe('where an audience reads', () => {
  it('is its configured channels, and for responders the incident’s own', () => {
    expect(audienceChannels('responders', opened(), policy)).toEqual([channels.war])
    expect(audienceChannels('leadership', opened(), policy)).toEqual([channels.leadership])
  })

  it('is nowhere outside its channel for a private incident', () => {
    const incident = opened({ isPrivate: true, category: 'security' })
    const outside = everybody.flatMap(audience => audienceChannels(audience, incident, policy))
    expect(outside).toEqual([channels.war])
  })
})
