import { describe, expect, it } from 'vitest'
import { describeEvent } from '../../src/domain/describe-event.ts'
import type { Incident } from '../../src/domain/incident.ts'
import { record } from '../../src/domain/incident.ts'
import { cancel, resolve } from '../../src/domain/lifecycle.ts'
import { questionWork, remindedOf } from '../../src/domain/question-work.ts'
import {
  answerQuestion,
  askQuestion,
  declineQuestion,
  joinQuestions,
  openQuestions,
  questionGroups,
  requireQuestionsSettled,
  splitQuestions,
} from '../../src/domain/questions.ts'
import { isFact } from '../../src/domain/timeline.ts'
import { writeUpdate } from '../../src/domain/updates.ts'
import { nextWorkAt, outstandingWork, settle } from '../../src/domain/work.ts'
import { at, by, opened, policy } from '../helpers/incidents.ts'

const told = writeUpdate(opened(), { fields: { state: 'Looking' }, nextInMinutes: 240, policy }, by('U0ANA', 1))
const update = told.timeline.find(isFact('update-written'))?.seq ?? 0

function ask(
  incident: Incident,
  text: string,
  { user = 'U0EMI', audience = 'leadership', minutes = 2 }: { user?: string; audience?: string; minutes?: number } = {},
): Incident {
  return askQuestion(incident, { audience, update, topic: 'other', text }, by(user, minutes))
}
const seqOf = (incident: Incident, text: string) =>
  incident.timeline.filter(isFact('question-asked')).find(fact => fact.text === text)?.seq ?? 0
const groupsOf = (incident: Incident) =>
  questionGroups(incident).map(({ label, questions }) => [label, questions.map(({ text }) => text)])

describe('questions', () => {
  it('that say the same are one, whoever asks them', () => {
    const twice = ask(ask(told, 'Do we owe refunds?'), 'do we owe a refund', { user: 'U0GUS', audience: 'support' })
    expect(groupsOf(twice)).toEqual([['Q1', ['Do we owe refunds?', 'do we owe a refund']]])
  })

  it('are one whatever topic was chosen for them, and whether it was pressed or typed', () => {
    const pressed = { audience: 'leadership', update, topic: 'fixed' } as const
    const twice = askQuestion(askQuestion(told, pressed, by('U0EMI', 2)), pressed, by('U0GUS', 3))
    const typed = ask(twice, 'when will it be fixed', { user: 'U0KIM' })
    const other = askQuestion(typed, { ...pressed, text: 'When can the shop in Rome sell?' }, by('U0DEV', 4))
    const same = { ...pressed, topic: 'affected', text: 'When can Rome’s shop sell?' } as const
    expect(groupsOf(askQuestion(other, same, by('U0EMI', 5)))).toEqual([
      ['Q1', [undefined, undefined, 'when will it be fixed']],
      ['Q4', ['When can the shop in Rome sell?', 'When can Rome’s shop sell?']],
    ])
  })

  it('are not put twice by the same person', () => {
    const once = ask(told, 'Do we owe refunds?')
    expect(ask(once, 'Do we owe refunds?')).toBe(once)
  })

  it('are put anew once the same was answered', () => {
    const once = ask(told, 'Do we owe refunds?')
    const input = { question: seqOf(once, 'Do we owe refunds?'), text: 'No', inUpdate: false }
    const again = ask(answerQuestion(once, input, by('U0ANA', 5)), 'Do we owe refunds?', { minutes: 6 })
    expect(openQuestions(again).map(({ label }) => label)).toEqual(['Q2'])
  })

  it('wait for at most five answers for each person', () => {
    const words = ['refunds', 'invoices', 'Rome', 'contracts', 'shipping']
    const five = words.reduce((incident, word) => ask(incident, `What about ${word}?`), told)
    expect(() => ask(five, 'And discounts?')).toThrow('You are waiting for 5 answers')
    expect(openQuestions(ask(five, 'And discounts?', { user: 'U0GUS' }))).toHaveLength(6)
  })

  it('are not taken any more once nobody would look', () => {
    const resolved = resolve(told, { resolution: 'Rolled back', policy }, by('U0ANA', 9))
    expect(openQuestions(ask(resolved, 'Do we owe refunds?'))).toHaveLength(1)
    const cancelled = cancel(told, { reason: 'a test', policy }, by('U0ANA', 9))
    expect(() => ask(cancelled, 'Do we owe refunds?')).toThrow('nobody looks at its questions any more')
  })

  it('are told on the timeline without their words and whose they are', () => {
    const asked = ask(told, 'CANARY')
    const names = { user: (id: string) => id, channel: (id: string) => id }
    const [last] = asked.timeline.slice(-1)
    expect(last && describeEvent(last, names)).toBe('Somebody of leadership asked: Something else')
  })
})

describe('questions sorted by hand', () => {
  const two = ask(ask(told, 'Do we owe refunds?'), 'Is money given back?', { user: 'U0GUS' })
  const [first, second] = [seqOf(two, 'Do we owe refunds?'), seqOf(two, 'Is money given back?')]
  const joined = joinQuestions(two, { question: second, as: first }, by('U0ANA', 4))

  it('are answered together', () => {
    expect(openQuestions(joined).map(({ label, questions }) => [label, questions.length])).toEqual([['Q1', 2]])
    const answered = answerQuestion(joined, { question: second, text: 'Yes', inUpdate: false }, by('U0ANA', 5))
    expect(openQuestions(answered)).toEqual([])
    expect(answered.timeline.findLast(isFact('questions-answered'))?.questions).toEqual([first, second])
  })

  it('can be taken apart again', () => {
    const split = splitQuestions(joined, { question: first }, by('U0ANA', 5))
    expect(openQuestions(split).map(({ label, questions }) => [label, questions.length])).toEqual([
      ['Q1', 1],
      ['Q2', 1],
    ])
    expect(splitQuestions(split, { question: first }, by('U0ANA', 6))).toBe(split)
  })

  it('stay where they are when they are joined twice', () => {
    expect(joinQuestions(joined, { question: second, as: first }, by('U0ANA', 5))).toBe(joined)
  })

  it('cannot be answered twice', () => {
    const answered = answerQuestion(joined, { question: first, text: 'Yes', inUpdate: false }, by('U0ANA', 5))
    const again = { question: second, text: 'No', inUpdate: false }
    expect(() => answerQuestion(answered, again, by('U0BEN', 6))).toThrow('Q1 was answered already')
    expect(() => declineQuestion(answered, { question: first, reason: 'no' }, by('U0BEN', 6))).toThrow('already')
    expect(() => answerQuestion(told, again, by('U0BEN', 6))).toThrow('has no such question')
  })
})

describe('closing', () => {
  const asked = ask(told, 'Do we owe refunds?')
  it('waits for the answers', () => {
    expect(() => requireQuestionsSettled(asked)).toThrow('INC-42 cannot be closed yet: Q1 is open.')
    const question = seqOf(asked, 'Do we owe refunds?')
    const declined = declineQuestion(asked, { question, reason: 'for finance to say' }, by('U0ANA', 5))
    expect(() => requireQuestionsSettled(declined)).not.toThrow()
  })
})

describe('the work about questions', () => {
  const done = (incident: Incident) => outstandingWork(incident, policy, at(1)).reduce(settle, incident)
  const asked = ask(done(told), 'Do we owe refunds?')
  const due = (incident: Incident, minutes: number) =>
    outstandingWork(incident, policy, at(minutes))
      .filter(({ kind }) => /question|answer/.test(kind))
      .map(({ key }) => key)
  const question = seqOf(asked, 'Do we owe refunds?')
  const bot = (minutes: number) => ({ by: 'sitrep', via: 'bot', at: at(minutes) }) as const
  const shown = record(asked, bot(2), { type: 'questions-shown', ts: '1.1' })

  it('begins with the thread, and goes on in it', () => {
    expect(due(asked, 2)).toEqual([`INC-42#${question}/show-questions`])
    expect(due(shown, 2)).toEqual([`INC-42#${question}/show-questions`, `INC-42#${question}/show-question/${question}`])
  })

  it('draws the age anew once after an outage, not once for each step that was missed', () => {
    const settled = outstandingWork(shown, policy, at(2)).reduce(settle, shown)
    expect(due(settled, 2)).toEqual([])
    expect(due(settled, 8)).toEqual([`INC-42#${question}/questions-aged/5`])
    const aged = (minutes: number) => due(settled, minutes).filter(key => key.includes('aged'))
    expect(aged(70)).toEqual([`INC-42#${question}/questions-aged/60`])
    expect(aged(3 * 1440 + 9)).toEqual([`INC-42#${question}/questions-aged/4320`])
  })

  it('reminds of everything open at once, and of nothing twice', () => {
    const two = ask(asked, 'Is Rome affected?', { user: 'U0GUS', minutes: 4 })
    const reminders = (incident: Incident, minutes: number) =>
      due(incident, minutes).filter(key => key.includes('remind'))
    expect(reminders(two, 16)).toEqual([])
    expect(reminders(two, 17)).toEqual([`INC-42#${question}/remind-questions/1`])
    const fact = { type: 'questions-reminded', user: 'U0ANA', step: 1, questions: [question, question + 1] } as const
    const reminded = record(two, bot(17), fact)
    expect(reminders(reminded, 31)).toEqual([])
    expect(reminders(reminded, 32)).toEqual([
      `INC-42#${question}/remind-questions/2`,
      `INC-42#${question + 1}/remind-questions/2`,
    ])
  })

  it('reminds ever more rarely and never ends in silence, one step after another', () => {
    const reminder = (incident: Incident) => {
      const [next] = questionWork(incident, policy).filter(work => work.kind === 'remind-questions')
      if (!next) throw new Error('nobody is reminded any more')
      return next
    }
    let incident = shown
    const minutes: number[] = []
    for (let times = 0; times < 11; times++) {
      const { dueAt: time, step } = reminder(incident)
      minutes.push((time.getTime() - at(2).getTime()) / 60_000)
      const stamp = { by: 'sitrep', via: 'bot', at: time } as const
      incident = record(incident, stamp, { type: 'questions-reminded', user: 'U0ANA', step, questions: [question] })
    }
    expect(minutes).toEqual([15, 30, 60, 120, 240, 480, 960, 1920, 3360, 4800, 6240])
    const late = record(shown, bot(3 * 1440), {
      type: 'questions-reminded',
      ...{ user: 'U0ANA', step: 1, questions: [question] },
    })
    expect(due(late, 3 * 1440 + 14).filter(key => key.includes('remind'))).toEqual([])
    expect(reminder(settle(shown, reminder(shown)))).toMatchObject({ step: 2, dueAt: at(32) })
  })

  it('reminds who owes the answer, then the commander and the deputy, nobody twice in a row, and then all in turn', () => {
    const chain = (roles: Incident['roles']) => [1, 2, 3, 4, 5, 6, 7].map(step => remindedOf({ ...shown, roles }, step))
    const [owner, commander, deputy] = ['U0COMMS', 'U0LEAD', 'U0DEPUTY']
    expect(chain({ communications: owner, commander, deputy })).toEqual([
      ...[owner, commander, deputy],
      ...[owner, commander, deputy],
      owner,
    ])
    expect(chain({ commander, deputy })).toEqual([
      ...[commander, undefined, deputy],
      ...[commander, deputy, commander, deputy],
    ])
    expect(chain({})).toEqual(['U0ANA', undefined, undefined, 'U0ANA', 'U0ANA', 'U0ANA', 'U0ANA'])
  })

  it('sends one answer to each person, and stops reminding', () => {
    const two = ask(asked, 'do we owe a refund', { minutes: 3 })
    const three = ask(two, 'owe refunds', { user: 'U0GUS', minutes: 4 })
    const answered = answerQuestion(three, { question, text: 'No', inUpdate: false }, by('U0ANA', 5))
    const last = answered.timeline.length
    expect(due(answered, 40).filter(key => !key.includes('show'))).toEqual([
      `INC-42#${last}/send-answer/U0EMI`,
      `INC-42#${last}/send-answer/U0GUS`,
    ])
  })

  it('ends with the incident, but for the answers that are still to be sent', () => {
    const question = seqOf(asked, 'Do we owe refunds?')
    const answered = answerQuestion(asked, { question, text: 'No', inUpdate: false }, by('U0ANA', 5))
    const cancelled = cancel(answered, { reason: 'a test', policy }, by('U0ANA', 6))
    expect(questionWork(cancelled, policy).map(({ kind }) => kind)).toEqual(['show-questions', 'send-answer'])
    const unanswered = cancel(shown, { reason: 'a test', policy }, by('U0ANA', 6))
    const settled = outstandingWork(unanswered, policy, at(6)).reduce(settle, unanswered)
    expect(nextWorkAt(settled, policy, at(6))).toBeNull()
  })
})
