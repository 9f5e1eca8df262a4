import { describe, expect, it } from 'vitest'
import { adjustAudience } from '../../src/domain/adjust-audience.ts'
import { assignRole, changeDetails, changeSeverity, type Incident } from '../../src/domain/incident.ts'
import { parsePolicy } from '../../src/domain/policy.ts'
import { makePrivate } from '../../src/domain/privacy.ts'
import { isStillNamed } from '../../src/domain/skipped.ts'
import { by, channels, opened, policy } from '../helpers/incidents.ts'

const stamp = by('U0ANA', 5)
const led = assignRole(opened({ category: 'security' }), { role: 'commander', user: 'U0ANA' }, stamp)
const named = (audience: 'leadership' | 'legal', incident: Incident, given = policy) =>
  isStillNamed({ priority: 'P1' }, { audience, channel: channels[audience] }, { incident, policy: given })

describe('whether a place that an update was written for still reads it when it goes out', () => {
  it('holds while nothing changed, and for a priority that was lowered since', () => {
    expect(named('leadership', led)).toBe(true)
    const lowered = changeSeverity(led, { severity: 'SEV4', policy }, stamp)
    expect(named('leadership', lowered)).toBe(true)
  })

  it('ends with the policy that named it', () => {
    const moved = parsePolicy({ audiences: { leadership: { channels: ['C0ELSEWHERE'] } } }, policy)
    expect(named('leadership', led, moved)).toBe(false)
    expect(named('leadership', led, parsePolicy({ audiences: { leadership: null } }, policy))).toBe(false)
  })

  it('ends where somebody left the audience out of this incident', () => {
    const without = { audience: 'leadership', hears: false, added: [], reason: 'Not theirs', policy }
    expect(named('leadership', adjustAudience(led, without, stamp))).toBe(false)
  })

  it('ends where the incident is of another category than the audience hears of', () => {
    expect(named('legal', led)).toBe(true)
    expect(named('legal', changeDetails(led, { category: 'software' }, stamp))).toBe(false)
  })

  it('is not what privacy decides: that it became private is for the gate to refuse', () => {
    expect(named('leadership', makePrivate(led, undefined, stamp))).toBe(true)
  })
})
