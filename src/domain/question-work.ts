import { addMinutes } from './duration.ts'
import type { Incident } from './incident.ts'
import type { Policy } from './policy.ts'
import { openQuestions, questionGroups, takesQuestions } from './questions.ts'
import { type Fact, isFact } from './timeline.ts'
import { updateOwner } from './updates.ts'
import type { WorkBase } from './work-base.ts'

interface Base extends WorkBase {
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
    | { readonly kind: 'remind-questions'; readonly step: number; readonly question: number }
  )

const dayMinutes = 1440
/**
 * After how many minutes the age of the oldest question is said anew where Slack does not count it itself: often at
 * first, when it matters most, and daily for a fortnight.
 */
const agesShown = [
  5,
  10,
  15,
  20,
  30,
  45,
  60,
  120,
  240,
  480,
  ...Array.from({ length: 14 }, (_, n) => (n + 1) * dayMinutes),
]

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

/** Minutes from one reminder to the next: one, one, two, four and so on of what the policy says, at last a day. */
function distance(step: number, { questions: { remindMinutes } }: Policy): number {
  return Math.min(remindMinutes * 2 ** Math.max(0, step - 2), dayMinutes)
}

/**
 * One reminder for all that is open then; a question that somebody was reminded of is not told twice. The next one is
 * there only once the one before it is done, so that after an outage people are not reminded of one thing all at once.
 */
function reminderWork(incident: Incident, policy: Policy): QuestionWork[] {
  const { id, timeline, settled } = incident
  const reminded = timeline.filter(isFact('questions-reminded'))
  return openQuestions(incident).flatMap(({ id: group, questions: [first] }) => {
    if (!first) return []
    const keyOf = (step: number) => `${id}#${group}/remind-questions/${step}`
    const toldIn = (step: number) => reminded.find(fact => fact.step === step && fact.questions.includes(group))
    let step = 1
    let dueAt = addMinutes(first.at, distance(step, policy))
    for (let told = toldIn(step); told || settled.includes(keyOf(step)); told = toldIn(step)) {
      step += 1
      dueAt = addMinutes(told?.at ?? dueAt, distance(step, policy))
    }
    const lane = `${id}/remind-questions/${step}`
    return [{ kind: 'remind-questions' as const, key: keyOf(step), lane, dueAt, step, question: group }]
  })
}

/** Whom a step reminds: who owes the answer, the commander, the deputy, and then each of them in turn. */
export function remindedOf(incident: Incident, step: number): string | undefined {
  const { commander, deputy } = incident.roles
  const chain = [updateOwner(incident), commander, deputy]
  const people = [...new Set(chain.flatMap(user => user ?? []))]
  if (step > chain.length) return people[(step - chain.length - 1) % people.length]
  // Nobody is asked in another role what they were just asked.
  const user = chain[step - 1]
  return chain.indexOf(user) === step - 1 ? user : undefined
}
