import { describe, expect, it } from 'vitest'
import { answersFor, answersWith, earlierAnswer, knownAnswer } from '../../src/domain/answers.ts'
import type { Incident } from '../../src/domain/incident.ts'
import { record } from '../../src/domain/incident.ts'
import { answerQuestion, askQuestion, declineQuestion, joinQuestions } from '../../src/domain/questions.ts'
import { isFact } from '../../src/domain/timeline.ts'
import { writeUpdate } from '../../src/domain/updates.ts'
import { at, by, opened, policy } from '../helpers/incidents.ts'

const written = (incident: Incident, minutes: number) =>
  writeUpdate(incident, { fields: { state: 'On it' }, nextInMinutes: 60, policy }, by('U0ANA', minutes))
const lastUpdate = (incident: Incident) => {
  const update = incident.timeline.findLast(isFact('update-written'))
  if (!update) throw new Error('no update was written')
  return update
}
/** What Slack has of the last update. */
const posted = (incident: Incident, audience: string) =>
  record(
    incident,
    { by: 'sitrep', via: 'bot', at: at(0) },
    { type: 'update-posted', update: lastUpdate(incident).seq, audience, channel: 'C0X', ts: '1.1' },
  )
const answersOfLast = (incident: Incident, audience: string) =>
  answersWith(incident, lastUpdate(incident), { audience })

const told = written(opened(), 1)
const update = lastUpdate(told).seq
const ask = (incident: Incident, text: string, { user = 'U0EMI', audience = 'leadership', minutes = 2 } = {}) =>
  askQuestion(incident, { audience, update, topic: 'other', text }, by(user, minutes))
const questionOf = (incident: Incident) => incident.timeline.findLast(isFact('question-asked'))?.seq ?? 0
const answer = (incident: Incident, { text = 'No', inUpdate = true, question = questionOf(incident) } = {}) =>
  answerQuestion(incident, { question, text, inUpdate }, by('U0ANA', 5))

const asked = ask(ask(told, 'CANARY of leadership: refunds?'), 'canary of leadership: refunds', {
  user: 'U0GUS',
  audience: 'support',
})

describe('an answer for the next update', () => {
  it('goes to the audiences that asked, each with its own question', () => {
    const next = written(answer(asked), 6)
    expect(answersOfLast(next, 'leadership')).toEqual([{ question: 'CANARY of leadership: refunds?', answer: 'No' }])
    expect(answersOfLast(next, 'support')).toEqual([{ question: 'canary of leadership: refunds', answer: 'No' }])
    expect(answersOfLast(next, 'customers')).toEqual([])
  })

  it('goes to each audience, followers too, until an update with it got there, and then no more', () => {
    const byFollower = ask(told, 'Do we owe refunds?', { audience: 'followers' })
    const first = written(answer(byFollower), 6)
    const unread = written(first, 9)
    expect(answersOfLast(written(written(answer(asked), 6), 9), 'leadership')).toHaveLength(1)
    expect(answersOfLast(unread, 'followers')).toEqual([{ question: 'Do we owe refunds?', answer: 'No' }])
    const read = posted(unread, 'followers')
    expect(answersOfLast(read, 'followers')).toHaveLength(1)
    expect(answersOfLast(written(read, 12), 'followers')).toEqual([])
    expect(answersOfLast(written(posted(first, 'leadership'), 12), 'followers')).toHaveLength(1)
  })

  it('is not for the next update when it is only for those who asked', () => {
    expect(answersOfLast(written(answer(asked, { inUpdate: false }), 6), 'leadership')).toEqual([])
  })
})

describe('what an audience asked and was told', () => {
  it('is in its own words, and nothing that only others asked', () => {
    const both = ask(answer(asked, { inUpdate: false }), 'Is Rome affected?', { user: 'U0GUS', audience: 'support' })
    const seen = (audience: string) =>
      answersFor(answer(both), audience).map(one => [one.questions.map(({ text }) => text), one.given.text])
    expect(seen('leadership')).toEqual([[['CANARY of leadership: refunds?'], 'No']])
    expect(seen('support')).toEqual([
      [['canary of leadership: refunds'], 'No'],
      [['Is Rome affected?'], 'No'],
    ])
    expect(seen('customers')).toEqual([])
  })

  it('is what an asker of the same is shown first', () => {
    const refunds = ask(told, 'Do we owe refunds?')
    const back = ask(refunds, 'Is money given back?', { user: 'U0GUS', minutes: 3 })
    const joined = joinQuestions(back, { question: questionOf(back), as: questionOf(refunds) }, by('U0ANA', 4))
    const answered = answer(joined, { text: 'Yes' })
    const again = (text: string, audience = 'leadership') =>
      knownAnswer(answered, { audience, topic: 'affected', text })?.given.text
    expect(again('Do we owe a refund?')).toBe('Yes')
    expect(again('is money given back')).toBe('Yes')
    expect(again('Is Rome affected?')).toBeUndefined()
    expect(again('Do we owe a refund?', 'support')).toBeUndefined()
  })

  it('is there for those who answer the same to others', () => {
    const same = answer(ask(told, 'Do we owe refunds?'), { text: 'Yes' })
    const others = ask(ask(same, 'do we owe a refund', { audience: 'support' }), 'Is Rome affected?', { user: 'U0GUS' })
    const [again, other] = others.timeline.filter(isFact('question-asked')).slice(1)
    expect([again, other].map(question => question && earlierAnswer(others, question))).toEqual(['Yes', undefined])
  })

  it('is not what they are shown once somebody asked anew, or when there was no answer', () => {
    const same = { audience: 'leadership', topic: 'other', text: 'Do we owe refunds?' } as const
    const anew = ask(answer(ask(told, same.text)), same.text, { user: 'U0GUS', minutes: 6 })
    expect(knownAnswer(anew, same)).toBeUndefined()
    expect(knownAnswer(answer(anew, { text: 'Yes, now' }), same)?.given.text).toBe('Yes, now')
    const open = ask(told, same.text)
    const declined = declineQuestion(open, { question: questionOf(open), reason: 'for finance to say' }, by('U0ANA', 5))
    expect(knownAnswer(declined, same)).toBeUndefined()
  })
})
