import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { composeReview } from '../../src/domain/compose-review.ts'
import { addNote, changeSeverity, type Incident } from '../../src/domain/incident.ts'
import { mentionedUsers, plainText } from '../../src/domain/plain-text.ts'
import type { Block, Message, Review } from '../../src/domain/review.ts'
import { plain } from '../../src/domain/review-text.ts'
import { talkOf } from '../../src/domain/talk.ts'
import { at, declared, messages, names, policy, sampleIncident } from './sample-incident.ts'
import { longIncident } from './sample-reviews.ts'

const compose = (incident = sampleIncident(), said: readonly Message[] = messages): Review =>
  composeReview({ incident, policy, talk: talkOf(said), feedback: [], names, builtAt: at('13:00') })

function blocks(review: Review, heading: string): readonly Block[] {
  return review.sections.find(section => section.heading === heading)?.blocks ?? []
}
function rows(review: Review, heading: string, nth = 0): readonly (readonly string[])[] {
  const table = blocks(review, heading).filter(block => block.kind === 'table')[nth]
  return (table?.rows ?? []).map(cells => cells.map(plain))
}
describe('the review', () => {
  it('tells at a glance how bad it was, how long, whose it was, and why it had its priority', () => {
    expect(Object.fromEntries(rows(compose(), 'At a glance'))).toMatchObject({
      Status: 'Closed',
      Severity: 'SEV1',
      Priority: 'P1, because SEV1 with urgency high is P1',
      Lasted: '1 h 40 min',
      'Action items': 'none yet',
      Service: 'Checkout and payments',
      Category: 'Software / Release or change',
      'Incident commander': 'Ben',
      Resolved: '2026-03-02 11:40 UTC',
      'Review due': '2026-03-05 11:40 UTC',
    })
  })

  it('tells at a glance of the worst severity that it had, and how long it goes on already', () => {
    const by = (time: string) => ({ by: 'U0BEN', via: 'command', at: at(time) }) as const
    const raised = changeSeverity(declared(), { severity: 'SEV1', policy }, by('10:30'))
    const lowered = changeSeverity(raised, { severity: 'SEV3', policy }, by('11:00'))
    expect(Object.fromEntries(rows(compose(lowered), 'At a glance'))).toMatchObject({
      Severity: 'SEV3, at its worst SEV1',
      Lasted: '3 h so far',
    })
  })

  it('counts at a glance the action items, and those that are open', () => {
    const { incident } = longIncident().input
    expect(Object.fromEntries(rows(compose(incident), 'At a glance'))['Action items']).toBe('3, of these 1 open')
  })

  it('says in the summary what was first told of the impact', () => {
    expect(blocks(compose(), 'Summary')).toContainEqual({
      kind: 'paragraph',
      text: 'Impact, as first told: Nobody can pay by card.',
    })
  })

  it('tells the story one sentence a fact, without how Sitrep keeps it', () => {
    const story = rows(compose(), 'Timeline')
    expect(story[0]).toEqual(['2026-03-02 10:00 UTC', 'Rita declared “Checkout is down” as SEV3, urgency high: P2'])
    expect(story.map(([, what]) => what)).toContain('Ana made Ben Incident commander, after Ana')
    expect(story.map(([, what]) => what)).toContain('Ben closed the incident')
    expect(story.some(([, what]) => what?.includes('posted the update'))).toBe(false)
  })

  it('says when something was said that had happened before', () => {
    const stamp = { by: 'U0BEN', via: 'command', at: at('12:30') } as const
    const noted = [at('09:40'), at('12:30'), undefined].reduce(
      (incident: Incident, when, index) => addNote(incident, { text: `note ${index}`, at: when }, stamp),
      sampleIncident(),
    )
    const notes = rows(compose(noted), 'Timeline').filter(([, what]) => what?.includes(': note '))
    expect(notes).toEqual([
      ['2026-03-02 09:40 UTC', 'Ben noted: note 0 (said 12:30 UTC)'],
      ['2026-03-02 12:30 UTC', 'Ben noted: note 1'],
      ['2026-03-02 12:30 UTC', 'Ben noted: note 2'],
    ])
  })

  it('shows who held a role and to whom it was handed over', () => {
    expect(rows(compose(), 'People and roles')).toEqual([
      ['Incident commander', 'Ana', '2026-03-02 10:03 UTC', '2026-03-02 11:00 UTC, handed over to Ben'],
      ['Incident commander', 'Ben', '2026-03-02 11:00 UTC', 'the end'],
    ])
  })

  it('sets each promise beside what was done', () => {
    expect(rows(compose(), 'SLA attainment')).toEqual([
      ['Acknowledge', '15 min (P2)', '2026-03-02 10:15 UTC', '2026-03-02 10:03 UTC', 'met'],
      ['First update', '15 min (P1)', '2026-03-02 10:20 UTC', '2026-03-02 10:12 UTC', 'met'],
      ['Resolve', '4 h (P1)', '2026-03-02 14:05 UTC', '2026-03-02 11:40 UTC', 'met'],
      ['Review published', '3 business days (P1)', '2026-03-05 11:40 UTC', 'not yet', 'still running'],
      [
        'Every update',
        'as promised, else the cadence of the audience',
        'see the communications log',
        '5 of 12 on time',
        'missed',
      ],
    ])
  })

  it('logs every update with its audience, its channel and how late it was', () => {
    const log = rows(compose(), 'Communications log')
    expect(log).toHaveLength(12)
    expect(log[1]).toEqual([
      'Leadership',
      '#leadership',
      '2026-03-02 10:20 UTC',
      '10:12 UTC',
      '10:12 UTC',
      'Update',
      'Ana',
      'on time',
    ])
    expect([log[2]?.[1], log[2]?.[4], log[2]?.[7]]).toEqual([
      'C0SUPP',
      'could not be sent (is_archived)',
      'not delivered',
    ])
    expect(log[4]?.slice(5, 7)).toEqual(['Automatic', 'Sitrep'])
    expect(log[4]?.[7]).toBe('missed')
    expect(log[7]?.[7]).toBe('late by 8 min')
  })

  it('keeps what the written updates said, in full', () => {
    const list = blocks(compose(), 'Communications log').find(block => block.kind === 'list')
    expect(list?.items.map(plain)).toEqual([
      [
        '2026-03-02 10:12 UTC, Ana',
        'Conditions: All card payments fail since the release at 09:50.',
        'Impact: Nobody can pay by card.',
        'Workaround: Pay by invoice.',
      ].join('\n'),
      [
        '2026-03-02 11:20 UTC, Ben',
        'Conditions: The release is rolled back in two of three regions.',
        'Impact: A third of card payments fail.',
      ].join('\n'),
    ])
  })

  it('measures the impact by severity and by audience', () => {
    expect(rows(compose(), 'Impact', 0)).toEqual([
      ['SEV1', '1 h 35 min'],
      ['SEV3', '5 min'],
    ])
    expect(rows(compose(), 'Impact', 1)[1]).toEqual([
      'Leadership',
      '4',
      '2 of 4 (50 %)',
      '1, by up to 8 min',
      '1',
      '0',
      '38 min (from 2026-03-02 10:42 UTC)',
      '1 h 8 min (from 2026-03-02 10:12 UTC)',
    ])
  })

  it('says before everything else that a private incident is private', () => {
    expect(compose(sampleIncident({ isPrivate: true })).notice).toMatch(/^Private incident/)
    expect(compose().notice).toBeUndefined()
  })

  it('can be built for an incident that has only just begun', () => {
    const review = compose(declared({ summary: '' }), [])
    expect(Object.fromEntries(rows(review, 'At a glance'))).toMatchObject({
      Acknowledged: 'not yet',
      Category: 'not set',
    })
    expect(blocks(review, 'Communications log')).toEqual([{ kind: 'paragraph', text: 'No update was written.' }])
    expect(blocks(review, 'Appendix: transcript')).toMatchObject([{ kind: 'paragraph' }])
  })

  it('is the same for the same input, in whatever order the messages come', () => {
    const once = compose()
    fc.assert(
      fc.property(fc.shuffledSubarray([...messages], { minLength: messages.length }), shuffled => {
        expect(compose(sampleIncident(), shuffled)).toEqual(once)
      }),
    )
  })
})

describe('a message’s text', () => {
  it.each([
    ['<@U0ANA> and <@U0BEN|ben>', '@Ana and @Ben'],
    ['<#C0INC> and <#C9|general>', '#inc-42-checkout-is-down and #general'],
    ['<!here> <!channel> <!everyone|everyone>', '@here @channel @everyone'],
    ['<!subteam^S1|@oncall> <!subteam^S2>', '@oncall @S2'],
    ['<!date^1772445600^{date_short} at {time}|some day>', '2026-03-02 10:00 UTC'],
    ['<!date^soon^{date}|some day>', 'some day'],
    ['<https://a.example/?x=1&amp;y=2>', 'https://a.example/?x=1&y=2'],
    ['<https://a.example/|a &amp; b>', 'a & b (https://a.example/)'],
    ['<http://a.example|a.example>', 'http://a.example'],
    ['<mailto:ana@a.example|ana@a.example>', 'ana@a.example'],
    ['1 &lt; 2 &amp;&amp; &amp;lt;b&amp;gt;', '1 < 2 && &lt;b&gt;'],
    ['&lt;@U0ANA&gt;', '<@U0ANA>'],
    ['a < b', 'a < b'],
  ])('%s reads %s', (text, read) => {
    expect(plainText(text, names)).toBe(read)
  })

  it('names a group with one sign', () => {
    expect(plainText('<!subteam^S0OPS>', { ...names, user: () => '@ops' })).toBe('@ops')
  })

  it('reads as it was typed when it holds no tokens', () => {
    const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    fc.assert(
      fc.property(fc.array(fc.constantFrom('&', '<', '>', 'amp;', 'lt;', '@', 'U0ANA', '|', '!', '#', ' ')), parts => {
        expect(plainText(escaped(parts.join('')), names)).toBe(parts.join(''))
      }),
    )
  })

  it('tells whom it mentions', () => {
    expect(mentionedUsers('<@U0ANA>, <@W0BEN|ben>, &lt;@U0NOT&gt; and <#C0INC>')).toEqual(['U0ANA', 'W0BEN'])
  })
})
