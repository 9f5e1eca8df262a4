import { addMinutes } from './duration.ts'
import type { Incident } from './incident.ts'
import type { Policy } from './policy.ts'
import { openQuestions, questionGroups, takesQuestions } from './questions.ts'
import { type Fact, isFact } from './timeline.ts'

interface Base {
  readonly key: string
  readonly lane: string
  readonly dueAt: Date
  /** From then on it is not to be done any more. */
  readonly expiresAt?: Date
}

/** What Sitrep has to do about questions. */
export type QuestionWork = Base &
  (
    | { readonly kind: 'show-questions' }
    | { readonly kind: 'show-question'; readonly group: number }
    | {
        readonly kind: 'send-answer'
        readonly fact: Fact<'questions-answered'> | Fact<'questions-declined'>
        readonly user: string
      }
    | { readonly kind: 'remind-questions'; readonly step: ReminderStep; readonly question: number }
  )

/** First to the communications lead, then to the commander. */
const REMINDER_STEPS = [1, 2] as const
export type ReminderStep = (typeof REMINDER_STEPS)[number]

/** After how many minutes the age of the oldest question is drawn anew: often at first, when it matters most. */
const agesShown = [5, 10, 15, 20, 30, 45, 60, 120, 240, 480, 1440] as const

export function questionWork(incident: Incident, policy: Policy): QuestionWork[] {
  if (!incident.channel) return []
  const groups = questionGroups(incident)
  if (groups.length === 0) return []
  return [
    ...threadWork(incident, groups),
    ...answerWork(incident),
    ...(takesQuestions(incident) ? [...ageWork(incident), ...reminderWork(incident, policy)] : []),
  ]
}

/** The thread's first message, and in it one for each group; each is drawn anew when its facts change. */
function threadWork(incident: Incident, groups: ReturnType<typeof questionGroups>): QuestionWork[] {
  const { id, timeline } = incident
  const hasThread = timeline.some(isFact('questions-shown'))
  const at = (seq: number) => timeline.find(fact => fact.seq === seq)?.recordedAt ?? incident.declaredAt
  const last = Math.max(...groups.map(({ changed }) => changed))
  const posted = new Set(timeline.filter(isFact('question-posted')).map(fact => fact.question))
  return [
    { kind: 'show-questions', key: `${id}#${last}/show-questions`, lane: `${id}/show-questions`, dueAt: at(last) },
    ...groups
      .filter(group => hasThread && (group.questions.length > 0 || posted.has(group.id)))
      .map(group => ({
        kind: 'show-question' as const,
        key: `${id}#${group.changed}/show-question/${group.id}`,
        lane: `${id}/show-question/${group.id}`,
        dueAt: at(group.changed),
        group: group.id,
      })),
  ]
}

function ageWork(incident: Incident): QuestionWork[] {
  const { id } = incident
  const [oldest] = openQuestions(incident).flatMap(({ questions }) => questions.slice(0, 1))
  if (!oldest) return []
  return agesShown.map((minutes, index) => {
    const next = agesShown[index + 1]
    return {
      kind: 'show-questions',
      key: `${id}#${oldest.seq}/questions-aged/${minutes}`,
      lane: `${id}/show-questions`,
      dueAt: addMinutes(oldest.at, minutes),
      ...(next === undefined ? {} : { expiresAt: addMinutes(oldest.at, next) }),
    }
  })
}

/** One message to each person, however many of their questions are answered with it. */
function answerWork({ id, timeline }: Incident): QuestionWork[] {
  const asked = timeline.filter(isFact('question-asked'))
  return timeline
    .filter(fact => fact.type === 'questions-answered' || fact.type === 'questions-declined')
    .flatMap(fact => {
      const askers = asked.flatMap(({ seq, by }) => (fact.questions.includes(seq) ? [by] : []))
      return [...new Set(askers)].map(user => {
        const key = `${id}#${fact.seq}/send-answer/${user}`
        return { kind: 'send-answer' as const, key, lane: key, dueAt: fact.recordedAt, fact, user }
      })
    })
}

/** One reminder for all that is open then; a question that somebody was reminded of is not told twice. */
function reminderWork(incident: Incident, { questions: { remindMinutes } }: Policy): QuestionWork[] {
  const { id, timeline } = incident
  const reminded = timeline.filter(isFact('questions-reminded'))
  return REMINDER_STEPS.flatMap(step => {
    const told = new Set(reminded.flatMap(fact => (fact.step === step ? fact.questions : [])))
    return openQuestions(incident).flatMap(({ id: group, questions: [first] }) =>
      first && !told.has(group)
        ? [
            {
              kind: 'remind-questions' as const,
              key: `${id}#${group}/remind-questions/${step}`,
              lane: `${id}/remind-questions/${step}`,
              dueAt: addMinutes(first.at, step * remindMinutes),
              step,
              question: group,
            },
          ]
        : [],
    )
  })
}
