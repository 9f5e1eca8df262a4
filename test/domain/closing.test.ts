import { describe, expect, it } from 'vitest'
import type { AudienceId } from '../../src/domain/audience-ids.ts'
import { linesOf } from '../../src/domain/closing.ts'
import { compose } from '../../src/domain/compose.ts'
import type { Incident } from '../../src/domain/incident.ts'
import { cancel, reopen, resolve } from '../../src/domain/lifecycle.ts'
import { type Policy, parsePolicy } from '../../src/domain/policy.ts'
import { isFact } from '../../src/domain/timeline.ts'
import { writeUpdate } from '../../src/domain/updates.ts'
import { by, opened, policy } from '../helpers/incidents.ts'

const closing = {
  resolution: 'Release 812 was rolled back.',
  happened: 'A release broke the connection to our payment provider.',
  impact: '412 of 1,236 payments were refused.',
  prevention: 'A release is tried in one region first.',
  promises: ['A second payment provider by May', 'An alert on refused payments'],
}
const resolved = (given: Partial<Incident> = {}, under: Policy = policy) =>
  resolve({ ...opened({}, under), ...given }, { ...closing, policy: under }, by('U0BEN', 40))

function notice(audience: AudienceId, incident: Incident, under: Policy = policy) {
  const update = incident.timeline.findLast(isFact('update-written'))
  if (!update) throw new Error('no closing update was written')
  return compose(audience, update, { incident, policy: under }).paragraphs
}

describe('the closing notice', () => {
  it('tells customers what happened, the impact, what is done about it and what is promised, and says sorry at the end', () => {
    expect(notice('customers', resolved())).toEqual([
      { label: 'Where things stand', text: 'This is resolved.' },
      { label: 'What happened', text: closing.happened },
      { label: 'What you may notice', text: closing.impact },
      { label: 'So that it does not happen again', text: closing.prevention },
      { label: 'What we promise', text: 'A second payment provider by May\nAn alert on refused payments' },
      { label: '', text: 'We are sorry for the disruption. Thank you for your patience.' },
    ])
  })

  it('says sorry only where the policy has words for it, and tells what fixed it only to whom may see it', () => {
    const leadership = notice('leadership', resolved())
    expect(leadership[0]).toEqual({ label: 'Where things stand', text: closing.resolution })
    expect(JSON.stringify(leadership)).not.toContain('sorry')
    expect(JSON.stringify(notice('customers', resolved()))).not.toContain('rolled back')
  })

  it('leaves out what nobody wrote', () => {
    const short = resolve(opened(), { resolution: 'Fixed.', policy }, by('U0BEN', 40))
    expect(notice('leadership', short)).toEqual([{ label: 'Where things stand', text: 'Fixed.' }])
  })

  it('of a security incident keeps what happened from support and customers', () => {
    for (const audience of ['support', 'customers'] as const) {
      const text = JSON.stringify(notice(audience, resolved({ category: 'security' })))
      expect(text).not.toContain(closing.happened)
      expect(text).not.toContain(closing.prevention)
      expect(text).not.toContain('second payment provider')
      expect(text).toContain(closing.impact)
    }
  })

  it('does not say again what the audience’s own template says', () => {
    const under = parsePolicy(
      {
        audiences: {
          customers: {
            templates: { closing: { resolved: 'Fixed. {{#apology}}{{apology}}{{/apology}} Why: {{ happened }}' } },
          },
        },
      },
      policy,
    )
    expect(notice('customers', resolved({}, under), under).map(({ label }) => label)).toEqual([
      'Where things stand',
      'What you may notice',
      'So that it does not happen again',
      'What we promise',
    ])
  })

  it('of what was no incident says nothing of this', () => {
    const told = writeUpdate(opened(), { fields: { state: 'x' }, nextInMinutes: 30, policy }, by('U0BEN', 5))
    const cancelled = cancel(told, { reason: 'A drill', policy }, by('U0BEN', 10))
    expect(notice('customers', cancelled)).toHaveLength(1)
  })
})

describe('the record of the end', () => {
  it('keeps what was written, for the review, also when no audience was told', () => {
    const fact = resolved().timeline.find(isFact('resolved'))
    expect(fact).toMatchObject({ happened: closing.happened, impact: closing.impact, prevention: closing.prevention })
  })

  it('has each promise once, also when the incident was reopened and resolved again', () => {
    const again = resolve(
      reopen(resolved(), { reason: 'Errors are back' }, by('U0BEN', 60)),
      { ...closing, promises: ['An alert on refused payments', 'A runbook', 'A runbook'], policy },
      by('U0BEN', 90),
    )
    expect(again.timeline.filter(isFact('follow-up-promised')).map(fact => fact.text)).toEqual([
      ...closing.promises,
      'A runbook',
    ])
  })

  it('reads a list as people type it', () => {
    expect(linesOf(' - one\n• two\n\n3) three\n 4. four \n5 more shards\n-40 degrees')).toEqual([
      'one',
      'two',
      'three',
      'four',
      '5 more shards',
      '-40 degrees',
    ])
  })
})
