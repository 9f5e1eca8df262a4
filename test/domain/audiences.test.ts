import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  allowedFields,
  audienceChannels,
  audienceIds,
  audienceOf,
  destinations,
  reachableAudiences,
} from '../../src/domain/audiences.ts'
import { tellings } from '../../src/domain/communications.ts'
import { compose } from '../../src/domain/compose.ts'
import { changeDetails } from '../../src/domain/incident.ts'
import { resolve } from '../../src/domain/lifecycle.ts'
import { reportNoChange } from '../../src/domain/no-change.ts'
import { defaultPolicy, parsePolicy } from '../../src/domain/policy.ts'
import { isFact, type UpdateFields } from '../../src/domain/timeline.ts'
import { updatesDue, writeHoldingUpdate, writeUpdate } from '../../src/domain/updates.ts'
import { outstandingWork } from '../../src/domain/work.ts'
import { at, by, channels, opened, policy, told } from '../helpers/incidents.ts'

const fields: Required<UpdateFields> = {
  state: 'CANARY-state',
  impact: 'CANARY-impact',
  actions: 'CANARY-actions',
  workaround: 'CANARY-workaround',
  needs: 'CANARY-needs',
  happened: 'CANARY-happened',
  prevention: 'CANARY-prevention',
  promises: 'CANARY-promises',
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
      expect(rendering.footnote).toMatch(
        audience === 'responders' ? /nobody has written an update in time/ : /^This message was sent automatically\.$/,
      )
      expect(rendering.paragraphs.length).toBeGreaterThan(0)
    }
  })

  it('always reads something, whatever was left out and whatever kind of update it is', () => {
    const short = writeUpdate(opened(), { fields: { state: 'x' }, nextInMinutes: 30, policy }, by('U0ANA', 1))
    const same = reportNoChange(told(opened(), { policy }, by('U0ANA')), { policy }, by('U0ANA', 1))
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
    expect(customers.paragraphs.map(({ text }) => text)).toEqual([
      'This is resolved.',
      'We are sorry for the disruption. Thank you for your patience.',
    ])
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

describe('an audience', () => {
  const board = (given: Record<string, unknown>) =>
    parsePolicy(
      { audiences: { board: { label: 'Board', channels: ['C0BOARD'], fields: ['impact'], ...given } } },
      policy,
    )

  it.each([
    [{ priorities: ['P1'] }, {}, true],
    [{ priorities: ['P2', 'P3'] }, {}, false],
    [{ services: ['checkout'] }, { service: 'checkout' }, true],
    [{ services: ['checkout'] }, { service: 'api' }, false],
    [{ services: ['checkout'] }, {}, false],
    [{ categories: ['security'] }, { category: 'security' }, true],
    [{ categories: ['security'] }, { category: 'software' }, false],
    [{ priorities: ['P1'], services: ['checkout'] }, { service: 'checkout', severity: 'SEV3' }, false],
    [{ private: 'never' }, { isPrivate: true }, false],
  ] as const)('that hears of %j hears of %j: %s', (incidents, declaration, isTold) => {
    const under = board({ incidents })
    const told = reachableAudiences(opened(declaration, under), under)
    expect(told.includes('board')).toBe(isTold)
  })

  it('hears of it, or does not any more, as the incident becomes another one', () => {
    const under = board({ incidents: { services: ['checkout'] } })
    const before = opened({}, under)
    const after = changeDetails(before, { service: 'checkout' }, by('U0ANA', 5))
    expect(reachableAudiences(before, under)).not.toContain('board')
    expect(reachableAudiences(after, under)).toContain('board')
  })

  it('is told of a private incident only through the people who are cleared', () => {
    const incidents = { private: 'cleared', clearedPeople: ['U0CHAIR'] }
    const under = board({ incidents, people: ['U0CHAIR', 'U0MEMBER'] })
    const hidden = opened({ isPrivate: true }, under)
    expect(destinations(hidden, under)).toEqual([
      { audience: 'responders', to: channels.war },
      { audience: 'board', to: 'U0CHAIR' },
    ])
    expect(audienceChannels('board', opened({}, under), under)).toEqual(['C0BOARD', 'U0CHAIR', 'U0MEMBER'])
  })

  it('sees what its category allows, and only of that category', () => {
    const under = board({ categoryFields: { security: ['title'] } })
    expect(allowedFields('board', { category: 'security' }, under)).toEqual(['title'])
    expect(allowedFields('board', { category: 'software' }, under)).toEqual(['impact'])
    expect(allowedFields('board', { category: 'constructor' }, under)).toEqual(['impact'])
    expect(allowedFields('board', {}, under)).toEqual(['impact'])
  })

  it('sees no more of a security incident than of another, of those that come with Sitrep', () => {
    for (const name of everybody) {
      const ordinary = allowedFields(name, {}, defaultPolicy)
      expect(
        allowedFields(name, { category: 'security' }, defaultPolicy).filter(one => !ordinary.includes(one)),
      ).toEqual([])
    }
  })
})

describe('who belongs to two audiences', () => {
  const overlapping = parsePolicy(
    {
      audiences: {
        leadership: { channels: [channels.leadership], people: ['U0EVA'] },
        board: {
          label: 'Board',
          fields: ['title', 'state', 'impact', 'needs', 'resolution', 'happened', 'prevention', 'promises'],
          categoryFields: { security: ['title', 'impact', 'needs'] },
          channels: [channels.leadership, 'C0BOARD'],
          people: ['U0EVA', 'U0MAX'],
        },
        double: { label: 'Double', fields: ['impact'], people: ['U0MAX'], cadence: { P1: 5 } },
      },
    },
    policy,
  )

  it('reads one message, in the words of the audience that stands first', () => {
    const incident = writeUpdate(
      opened({}, overlapping),
      { fields, nextInMinutes: 30, policy: overlapping },
      by('U0ANA', 1),
    )
    const update = updateOf(incident)
    expect(update.channels.leadership).toEqual([channels.leadership, 'U0EVA'])
    expect(update.channels.board).toEqual(['C0BOARD', 'U0MAX'])
    expect(update.audiences).not.toContain('double')
  })

  it('is owed nothing twice: an audience without a reader of its own has no clock', () => {
    expect(updatesDue(opened({}, overlapping), overlapping).map(due => due.audience)).not.toContain('double')
  })

  it('gets it once and nobody is left out, for any overlap', () => {
    const ids = fc.uniqueArray(fc.constantFrom('U0A', 'U0B', 'U0C', 'U0D', 'U0E'), { minLength: 1 })
    fc.assert(
      fc.property(fc.array(ids, { minLength: 1, maxLength: 6 }), lists => {
        const audiences = Object.fromEntries(
          lists.map((people, index) => [`a${index}`, { label: `A${index}`, fields: ['impact'], people }]),
        )
        const under = parsePolicy({ audiences }, policy)
        const all = destinations(opened({}, under), under)
        const people = all.filter(one => one.to.startsWith('U'))
        expect(people.map(one => one.to).sort()).toEqual([...new Set(lists.flat())].sort())
        for (const { audience, to } of people)
          expect(audience).toBe(`a${lists.findIndex(list => list.includes(to as 'U0A'))}`)
      }),
    )
  })
})

describe('an update', () => {
  it('is not told at the end to an audience that wants no notice of it', () => {
    const under = parsePolicy({ audiences: { support: { closing: { notice: false } } } }, policy)
    const over = resolve(opened({}, under), { resolution: 'Done', policy: under }, by('U0ANA', 1))
    expect(updateOf(over).audiences).toEqual(['responders', 'leadership', 'customers'])
  })

  it('written for an audience that is gone since is posted to it no more', () => {
    const under = parsePolicy(
      { audiences: { board: { label: 'Board', fields: ['impact'], channels: ['C0BOARD'] } } },
      policy,
    )
    const incident = writeUpdate(opened({}, under), { fields, nextInMinutes: 30, policy: under }, by('U0ANA', 1))
    const places = (p: typeof policy) =>
      outstandingWork(incident, p, at(2)).flatMap(work => (work.kind === 'post-update' ? [work.channel] : []))
    expect(places(under)).toContain('C0BOARD')
    expect(places(policy)).not.toContain('C0BOARD')
    expect(tellings(incident, policy).map(telling => telling.audience)).toContain('board')
  })
})
