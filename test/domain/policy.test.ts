import { describe, expect, it } from 'vitest'
import { ZodError } from 'zod'
import { defaultPolicy, describeSpan, parsePolicy, policySchema, priorityOf } from '../../src/domain/policy.ts'
import { previewPriority } from '../../src/domain/preview.ts'
import { policy } from '../helpers/incidents.ts'

describe('priority', () => {
  it.each([
    ['SEV1', 'high', 'P1'],
    ['SEV1', 'medium', 'P1'],
    ['SEV1', 'low', 'P2'],
    ['SEV2', 'high', 'P1'],
    ['SEV2', 'medium', 'P2'],
    ['SEV2', 'low', 'P3'],
    ['SEV3', 'high', 'P2'],
    ['SEV3', 'medium', 'P3'],
    ['SEV3', 'low', 'P4'],
    ['SEV4', 'high', 'P3'],
    ['SEV4', 'medium', 'P4'],
    ['SEV4', 'low', 'P4'],
  ] as const)('%s with %s urgency is %s', (severity, urgency, priority) => {
    expect(priorityOf(defaultPolicy, severity, urgency)).toBe(priority)
  })

  it('is explained with what it means before anybody declares', () => {
    const preview = previewPriority(policy, { severity: 'SEV1', urgency: 'high', isPrivate: false })
    expect(preview).toEqual({
      priority: 'P1',
      meaning:
        'acknowledge in 5 min, updates every 30 min to Responders, Leadership, Support and Customers, resolve in 4 h',
    })
  })

  it('promises a private incident’s updates to its responders only', () => {
    const { meaning } = previewPriority(policy, { severity: 'SEV1', urgency: 'high', isPrivate: true })
    expect(meaning).toContain('updates every 30 min to Responders, resolve')
  })

  it('includes legal only where security is concerned', () => {
    const choices = { severity: 'SEV1', urgency: 'high', isPrivate: false } as const
    expect(previewPriority(policy, { ...choices, category: 'security' }).meaning).toContain('Legal')
    expect(previewPriority(policy, { ...choices, category: 'software' }).meaning).not.toContain('Legal')
  })

  it('says so when no regular updates are owed', () => {
    const { meaning } = previewPriority(defaultPolicy, { severity: 'SEV4', urgency: 'low', isPrivate: false })
    expect(meaning).toBe('acknowledge in 4 h of business hours, no regular updates, resolve in 10 business days')
  })
})

describe('policy file', () => {
  it('accepts the default policy as it is', () => {
    expect(policySchema.parse(defaultPolicy)).toEqual(defaultPolicy)
  })

  it('replaces only the parts it names', () => {
    const changed = parsePolicy({ audiences: { leadership: { cadence: { P1: 15 } } } })
    expect(changed.audiences.leadership?.cadence).toEqual({ P1: 15, P2: 60, P3: null, P4: null })
    expect(changed.audiences.support).toEqual(defaultPolicy.audiences.support)
  })

  it('replaces a target whole, also by another kind of span', () => {
    const changed = parsePolicy({ targets: { P1: { acknowledge: { businessMinutes: 10 } } } })
    expect(changed.targets.P1.acknowledge).toEqual({ businessMinutes: 10 })
    expect(describeSpan(changed.targets.P1.acknowledge)).toBe('10 min of business hours')
  })

  it.each([
    [{ announcements: { channel: '#incidents' } }, 'announcements.channel'],
    [{ audiences: { leadership: { cadence: { P1: 0 } } } }, 'audiences.leadership.cadence.P1'],
    [{ audiences: { board: { channels: [] } } }, 'audiences.board.label'],
    [{ matrix: { SEV1: { high: 'P0' } } }, 'matrix.SEV1.high'],
    [{ calendar: { timeZone: 'Mars/Olympus' } }, 'calendar.timeZone'],
    [{ calendar: { opens: '18:00' } }, 'calendar.closes'],
    [{ services: [] }, 'closeRequires'],
    [{ categories: [] }, 'closeRequires'],
    [{ colour: 'red' }, 'colour'],
    ['not a policy', ''],
  ])('refuses %j and names the place', (overrides, place) => {
    let error: unknown
    try {
      parsePolicy(overrides)
    } catch (thrown) {
      error = thrown
    }
    expect(error).toBeInstanceOf(ZodError)
    expect((error as ZodError).issues.map(issue => issue.path.join('.'))).toContain(place)
  })

  it('may do without services and categories when closing needs none', () => {
    const bare = parsePolicy({ services: [], categories: [], closeRequires: ['resolution'] })
    expect(bare).toMatchObject({ services: [], categories: [], closeRequires: ['resolution'] })
  })
})
