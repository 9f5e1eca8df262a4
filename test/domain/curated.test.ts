import { describe, expect, it } from 'vitest'
import { composeReview } from '../../src/domain/compose-review.ts'
import { curatedIn } from '../../src/domain/curated.ts'
import { judgeFinding, stateFinding } from '../../src/domain/findings.ts'
import { addNote, type Incident } from '../../src/domain/incident.ts'
import { keepMessage } from '../../src/domain/kept-messages.ts'
import { changeStatus } from '../../src/domain/lifecycle.ts'
import { correctMilestone } from '../../src/domain/milestones.ts'
import type { Message } from '../../src/domain/review.ts'
import { plain } from '../../src/domain/review-text.ts'
import { talkOf } from '../../src/domain/talk.ts'
import { at, by, opened, policy } from '../helpers/incidents.ts'

const tsAt = (minutes: number) => `${at(minutes).getTime() / 1000}.000100`
const message = (minutes: number, more: Partial<Message> = {}): Message => ({
  ts: tsAt(minutes),
  user: 'U0BEN',
  text: 'The cache is &lt;cold&gt;',
  isEdited: false,
  isSystem: false,
  files: [],
  reactions: [],
  ...more,
})
const isCurated = (one: Message, incident: Incident = opened()) => curatedIn(incident, policy)(one)

describe('a message of the channel', () => {
  it.each<[string, Partial<Message>, boolean]>([
    ['that nobody marked', {}, false],
    ['with a pin', { isPinned: true }, true],
    ['with 📌', { reactions: [{ name: 'pushpin', count: 1 }] }, true],
    ['with 📌 that was taken back', { reactions: [{ name: 'pushpin', count: 0 }] }, false],
    ['with another reaction', { reactions: [{ name: 'tada', count: 3 }] }, false],
    ['that was deleted', { isPinned: true, deletion: {} }, false],
    ['of Slack itself', { isPinned: true, isSystem: true }, false],
  ])('%s: on the timeline or not', (_, more, expected) => {
    expect(isCurated(message(1, more))).toBe(expected)
  })

  it('is there when it was put there by hand, and the card never', () => {
    const kept = keepMessage(opened(), { message: tsAt(1) }, by('U0ANA', 2))
    expect(isCurated(message(1), kept)).toBe(true)
    const card = { ...opened(), cardTs: tsAt(1) }
    expect(isCurated(message(1, { isPinned: true }), card)).toBe(false)
  })
})

describe('the review', () => {
  const moved = changeStatus(opened(), { to: 'investigating' }, by('U0ANA', 5))
  const seq = moved.timeline.at(-1)?.seq
  const explained = addNote(moved, { text: 'Alerts from three shops', about: seq }, by('U0ANA', 7))
  const twice = addNote(explained, { text: 'The graph fell', about: seq }, by('U0BEN', 7))
  const past = addNote(twice, { text: 'First complaint', at: at(-10) }, by('U0BEN', 8))
  const stated = stateFinding(past, { kind: 'hypothesis', text: 'The cache', why: 'it is cold' }, by('U0BEN', 9))
  const judged = judgeFinding(stated, { number: 1, verdict: 'ruled-out', why: 'it is warm again' }, by('U0ANA', 12))
  const reason = 'the log'
  const incident = correctMilestone(judged, { milestone: 'started', at: at(-20), reason }, by('U0BEN', 13))
  const said = [
    message(6, { isPinned: true, files: [{ name: 'graph.png' }], permalink: 'https://acme.example/p1' }),
    message(7, { text: 'Nothing to see' }),
  ]
  const review = composeReview({
    incident,
    policy,
    talk: talkOf(said, curatedIn(incident, policy)),
    feedback: [],
    names: { user: id => id, channel: id => id },
    builtAt: at(60),
  })
  const rows = (id: string) =>
    review.sections
      .find(section => section.id === id)
      ?.blocks.flatMap(block => (block.kind === 'table' ? block.rows : []))
      .map(row => row.map(plain).join(' | ')) ?? []

  it('has what people put on the timeline where it happened, with why things changed', () => {
    const story = rows('timeline').map(row => row.slice(row.indexOf('UTC') + 6))
    expect(story[0]).toBe('U0BEN noted: First complaint (said 10:08 UTC)')
    const from = story.findIndex(row => row.includes('to Investigating'))
    expect(story.slice(from, from + 2)).toEqual([
      'U0ANA moved the incident from Triage to Investigating. What led to it: Alerts from three shops; The graph fell (U0BEN)',
      'U0BEN: The cache is <cold> (graph.png) In Slack',
    ])
    expect(story.join()).not.toContain('noted: Alerts')
    expect(story.join()).not.toContain('Nothing to see')
  })

  it('shows what was supposed and came to nothing, with who judged it and why', () => {
    expect(rows('findings')).toEqual([
      '1 | The cache, because it is cold | Ruled out | U0BEN, 2026-03-02 10:09 UTC | U0ANA, 2026-03-02 10:12 UTC: it is warm again',
    ])
  })

  it('shows beside a time that was said later who said so and how they know', () => {
    expect(rows('milestones')[0]).toBe('Started | 2026-03-02 09:40 UTC (said by U0BEN: the log)')
  })
})
