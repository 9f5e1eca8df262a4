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

function problemsOf(overrides: unknown): string[] {
  try {
    parsePolicy(overrides)
    return []
  } catch (error) {
    if (!(error instanceof ZodError)) throw error
    return error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`)
  }
}

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

  it('adds an audience before those who follow, or where the file puts it', () => {
    const board = { label: 'Board', fields: ['impact'] }
    const order = (audiences: object) => Object.keys(parsePolicy({ audiences }).audiences)
    const known = ['responders', 'leadership', 'support', 'customers', 'legal', 'followers']
    expect(order({})).toEqual(known)
    expect(order({ board })).toEqual([...known.slice(0, 5), 'board', 'followers'])
    expect(order({ board, leadership: {} })).toEqual(['responders', 'board', ...known.slice(1)])
    expect(order({ support: {}, board, second: board })).toEqual([
      ...known.slice(0, 3),
      'board',
      'second',
      ...known.slice(3),
    ])
  })

  it('removes with null an audience, or what an audience sets', () => {
    expect(Object.keys(parsePolicy({ audiences: { legal: null } }).audiences)).not.toContain('legal')
    expect(parsePolicy({ audiences: { legal: { incidents: null } } }).audiences.legal).not.toHaveProperty('incidents')
    expect(problemsOf({ audiences: { responders: null } })).toEqual([
      'audiences.responders: cannot be left out: the incident’s own channel reads as this audience',
    ])
  })

  it('may have other categories: what the default audiences say of those that are gone goes with them', () => {
    const changed = parsePolicy({ categories: [{ id: 'hardware', label: 'Hardware' }] })
    expect(Object.keys(changed.audiences)).not.toContain('legal')
    expect(changed.audiences.leadership).not.toHaveProperty('categoryFields')
    expect(
      problemsOf({
        categories: [{ id: 'hardware', label: 'Hardware' }],
        audiences: { legal: { channels: ['C0LAW'] } },
      }),
    ).toEqual(['audiences.legal.incidents.categories: name at least one category'])
  })

  const board = { label: 'Board', fields: ['impact'], channels: ['C0BOARD'] }
  it.each([
    [{ fields: [] }, 'board.fields: name at least one field'],
    [{ fields: ['impact', 'impact'] }, 'board.fields: name each only once'],
    [{ people: ['@ana'] }, 'board.people.0: use a member id such as U0123456789'],
    [
      { incidents: { services: ['nope'] } },
      'board.incidents.services.0: there is no service nope; there are website, checkout, accounts, api, internal',
    ],
    [
      { incidents: { private: 'cleared' } },
      'board.incidents.clearedPeople: name who is cleared to hear of private incidents',
    ],
    [
      { incidents: { clearedPeople: ['U0CHAIR'] } },
      'board.incidents.private: set it to cleared, or leave clearedPeople out',
    ],
    [
      { categoryFields: { securty: ['impact'] } },
      'board.categoryFields.securty: there is no category securty; did you mean security?',
    ],
    [
      { templates: { heading: '{{title}}' } },
      'board.templates.heading: {{title}} says what this audience may not see; add title to its fields, or leave it out',
    ],
    [
      { templates: { closing: { resolved: '{{#isOver}}x' } } },
      /^board\.templates\.closing\.resolved: cannot be read: /,
    ],
    [
      { templates: { noChange: '{{> other}}' } },
      'board.templates.noChange: {{> other}} would include another template, which there is not',
    ],
    [
      { templates: { noChange: '{{=<% %>=}}' } },
      'board.templates.noChange: the braces cannot be replaced by something else',
    ],
    [
      { templates: { holding: '{{#isOver}}{{{qqqqqq}}}{{/isOver}}' } },
      'board.templates.holding: there is no variable {{qqqqqq}}; docs/templates.md lists them',
    ],
    [
      { templates: { next: '{{count}}' } },
      'board.templates.next: {{count}} means nothing here: it belongs to the heading of a digest',
    ],
    [
      { templates: { digestHeading: '{{id}}' } },
      'board.templates.digestHeading: {{id}} means nothing here: it belongs to the update of one incident',
    ],
    [{ templates: { heading: '{{constructor}}' } }, /^board\.templates\.heading: there is no variable \{\{constructor/],
    [{ language: 'not a tag' }, 'board.language: not a language tag; use one such as en or de-CH'],
    [{ timeZone: 'Mars/Olympus' }, 'board.timeZone: use reader, or a time zone such as Europe/Paris'],
    [
      { quietHours: { from: '22:00', to: '22:00', timeZone: 'UTC' } },
      'board.quietHours.to: must be another time than from',
    ],
    [
      { cadence: { P1: 30 }, channels: [] },
      'board.cadence: promises updates to nobody; give the audience channels, people or user groups',
    ],
  ])('refuses an audience with %j, and says what to do', (change, problem) => {
    const found = problemsOf({ audiences: { board: { ...board, ...change } } }).map(one =>
      one.replace('audiences.', ''),
    )
    expect(found).toEqual([typeof problem === 'string' ? problem : expect.stringMatching(problem)])
  })

  it('lets two audiences share a channel only when both see the same, or never hear of the same incident', () => {
    const shared = { channels: ['C0SHARED'] }
    const audiences = (change: object) => ({
      first: { ...board, ...shared },
      second: { ...board, ...shared, ...change },
    })
    expect(problemsOf({ audiences: audiences({}) })).toEqual([])
    expect(problemsOf({ audiences: audiences({ fields: ['impact', 'state'] }) })).toEqual([
      'audiences.second.channels.0: C0SHARED is a channel of first too, which sees other fields; use two channels, or the same fields',
    ])
    const apart = audiences({ fields: ['state'], incidents: { priorities: ['P1'] } })
    const first = { ...apart.first, incidents: { priorities: ['P2', 'P3'] } }
    expect(problemsOf({ audiences: { ...apart, first } })).toEqual([])
  })

  it('has audiences with ids that keep their order, and not more than can be shown', () => {
    expect(problemsOf({ audiences: { '42': board } })).toEqual([
      'audiences.42: use lower-case letters, digits and dashes, and begin with a letter',
    ])
    const many = Object.fromEntries(Array.from({ length: 15 }, (_, index) => [`a${index}`, board]))
    expect(problemsOf({ audiences: many })).toEqual(['audiences: have at most 20'])
  })

  it('may do without services and categories when closing needs none', () => {
    const bare = parsePolicy({ services: [], categories: [], closeRequires: ['resolution'] })
    expect(bare).toMatchObject({ services: [], categories: [], closeRequires: ['resolution'] })
  })
})

describe('the reminders of an update', () => {
  it.each<[object, string]>([
    [{ nudgeMinutesBefore: 3 }, 'nudges.0.minutesBefore'],
    [{ nudges: [{ minutesBefore: 5, to: 'commander' }] }, 'nudges.0.minutesBefore'],
    [
      {
        nudges: [
          { minutesBefore: 1, to: 'commander' },
          { minutesBefore: 2, to: 'deputy' },
        ],
      },
      'nudges.1.minutesBefore',
    ],
  ])('come one after another: %j is refused at %s', (given, place) => {
    try {
      parsePolicy(given)
    } catch (error) {
      expect((error as { issues: { path: unknown[] }[] }).issues.map(({ path }) => path.join('.'))).toEqual([place])
      return
    }
    expect.unreachable()
  })
})
