import { describe, expect, it } from 'vitest'
import { compose } from '../../src/domain/compose.ts'
import { parsePolicy } from '../../src/domain/policy.ts'
import { type Fact, isFact } from '../../src/domain/timeline.ts'
import { previewUpdate } from '../../src/domain/update-preview.ts'
import { writeUpdate } from '../../src/domain/updates.ts'
import { by, opened, policy } from '../helpers/incidents.ts'

const written = (wordings: Record<string, string> = {}) =>
  writeUpdate(opened(), { fields: { state: 'x' }, nextInMinutes: 30, wordings, policy }, by('U0ANA', 5))
const asked = (audience: string, change: Partial<Fact<'update-written'>> = {}, given = policy) => {
  const incident = written({ legal: 'In other words' })
  const update = incident.timeline.findLast(isFact('update-written'))
  if (!update) throw new Error('no update')
  return compose(audience, { ...update, ...change }, { incident, policy: given }).consult
}

describe('an audience that is consulted', () => {
  it('is asked for its view below each report, also in words of its own', () => {
    expect(asked('leadership')).toBe('We would like your view: answer below.')
    expect(asked('legal')).toBe('We would like your view: answer below.')
  })

  it('is asked in the words of its template', () => {
    const german = parsePolicy(
      { audiences: { leadership: { templates: { consult: 'Was meinen Sie zu {{id}}?' } } } },
      policy,
    )
    expect(asked('leadership', {}, german)).toBe('Was meinen Sie zu INC-42?')
  })

  it('is not one that is only informed, nor those who can say it where they work', () => {
    expect([asked('support'), asked('customers'), asked('responders')]).toEqual([undefined, undefined, undefined])
  })

  it.each(['no-change', 'holding', 'postponed', 'final'] as const)('is asked nothing by an update that is %s', kind => {
    expect(asked('leadership', { kind })).toBeUndefined()
  })

  it('is shown to be asked before it is sent', () => {
    const incident = written()
    const update = incident.timeline.findLast(isFact('update-written'))
    if (!update) throw new Error('no update')
    const marks = Object.fromEntries(previewUpdate(update, { incident, policy }).map(one => [one.audience, one.marks]))
    expect(marks.leadership).toContainEqual({ text: 'We would like your view: answer below.' })
    expect(marks.support).toEqual([])
  })
})
