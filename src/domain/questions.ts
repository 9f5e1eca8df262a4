import { UserError } from '../errors.ts'
import { isAlike } from './alike.ts'
import type { AudienceId } from './audience-ids.ts'
import { type Incident, record } from './incident.ts'
import { TOPICS, type Topic } from './question-topics.ts'
import { type Status, statusLabel } from './status.ts'
import type { Fact, Stamp } from './timeline.ts'

export type Question = Fact<'question-asked'>
type Settlement = Fact<'questions-answered'> | Fact<'questions-declined'>

/** Questions that are answered together. */
export interface QuestionGroup {
  /** The fact of the question that it began with. */
  readonly id: number
  /** “Q3”: counts through the questions of the incident. */
  readonly label: string
  /** Oldest first; empty once all of them were found to be the same as another. */
  readonly questions: readonly Question[]
  /** What they were told; absent = open. */
  readonly settled?: Settlement
  /** The last fact that changed it. */
  readonly changed: number
}

const ended: readonly Status[] = ['closed', 'cancelled', 'merged']
const mostOpenForEach = 5

/** What somebody asked, in their own words or in those of the topic. */
export function questionText(
  { topic, text }: Pick<Asked, 'topic' | 'text'>,
  topics: Readonly<Record<Topic, string>> = TOPICS,
): string {
  return text ?? topics[topic]
}

/** Every question of an incident with those that are the same, oldest first. */
export function questionGroups(incident: Incident): QuestionGroup[] {
  const asked: Question[] = []
  const groupOf = new Map<number, number>()
  const changed = new Map<number, number>()
  const settled = new Map<number, Settlement>()
  for (const fact of incident.timeline) {
    switch (fact.type) {
      case 'question-asked': {
        asked.push(fact)
        groupOf.set(fact.seq, fact.group ?? fact.seq)
        changed.set(fact.group ?? fact.seq, fact.seq)
        break
      }
      case 'questions-grouped': {
        for (const question of fact.questions) {
          const before = groupOf.get(question)
          if (before !== undefined) changed.set(before, fact.seq)
          groupOf.set(question, fact.group)
        }
        changed.set(fact.group, fact.seq)
        break
      }
      case 'questions-answered':
      case 'questions-declined': {
        for (const question of fact.questions) {
          settled.set(question, fact)
          const group = groupOf.get(question)
          if (group !== undefined) changed.set(group, fact.seq)
        }
        break
      }
      default:
    }
  }
  return [...changed].map(([id, lastChange]) => {
    const questions = asked.filter(({ seq }) => groupOf.get(seq) === id)
    const answer = questions[0] && settled.get(questions[0].seq)
    return {
      id,
      label: `Q${asked.findIndex(({ seq }) => seq === id) + 1}`,
      questions,
      ...(answer ? { settled: answer } : {}),
      changed: lastChange,
    }
  })
}

/** Those that somebody still waits for. */
export function openQuestions(incident: Incident): QuestionGroup[] {
  return questionGroups(incident).filter(({ questions, settled }) => questions.length > 0 && !settled)
}

/** The incident for somebody who may see it, but is not one of those who are asked. */
export function withoutQuestions(incident: Incident): Incident {
  return { ...incident, timeline: incident.timeline.filter(({ type }) => type !== 'question-asked') }
}

/** Whether anybody would still read a question. */
export function takesQuestions({ status }: Incident): boolean {
  return !ended.includes(status)
}

export interface Asked {
  readonly audience: AudienceId
  /** The fact of the update that it was asked under. */
  readonly update: number
  readonly topic: Topic
  readonly text?: string | undefined
}

/** Puts a question to those who work on the incident; with those who already asked the same, if somebody did. */
export function askQuestion(incident: Incident, input: Asked, stamp: Stamp): Incident {
  if (!takesQuestions(incident))
    throw new UserError(
      'nobody-answers',
      `This is ${statusLabel(incident.status).toLowerCase()}, so nobody looks at its questions any more. If it is not over for you, report it: \`/incident\`.`,
      { field: 'text' },
    )
  const open = openQuestions(incident)
  const own = open.flatMap(({ questions }) => questions).filter(({ by }) => by === stamp.by)
  const isAgain = own.some(
    question => question.audience === input.audience && question.topic === input.topic && question.text === input.text,
  )
  if (isAgain) return incident
  if (own.length >= mostOpenForEach)
    throw new UserError(
      'enough-questions',
      `You are waiting for ${own.length} answers. They come as direct messages; ask again after that.`,
      { field: 'text' },
    )
  const same = open.find(({ questions }) => questions.some(question => isSame(question, input)))
  const { audience, update, topic, text } = input
  return record(incident, stamp, {
    type: 'question-asked',
    audience,
    update,
    topic,
    ...(text === undefined ? {} : { text }),
    ...(same ? { group: same.id } : {}),
  })
}

/** Whether two questions say the same, in the words of their askers or of the topics that they chose. */
export function isSame(one: Pick<Question, 'topic' | 'text'>, other: Pick<Asked, 'topic' | 'text'>): boolean {
  return isAlike(questionText(one), questionText(other))
}

/** The open group that a question or its label stands for. Throws UserError when it is settled or there is none. */
export function openGroup(incident: Incident, question: number): QuestionGroup {
  const group = questionGroups(incident).find(({ questions }) => questions.some(({ seq }) => seq === question))
  if (!group) throw new UserError('no-such-question', `${incident.id} has no such question: \`/incident questions\`.`)
  if (group.settled)
    throw new UserError(
      'already-answered',
      `${group.label} was ${group.settled.type === 'questions-answered' ? 'answered' : 'declined'} already. \`/incident questions\` shows what was said.`,
      { field: 'text' },
    )
  return group
}

/** Answers everybody who asked this until now. */
export function answerQuestion(
  incident: Incident,
  input: { question: number; text: string; inUpdate: boolean },
  stamp: Stamp,
): Incident {
  const { questions } = openGroup(incident, input.question)
  return record(incident, stamp, {
    type: 'questions-answered',
    questions: questions.map(({ seq }) => seq),
    text: input.text,
    inUpdate: input.inUpdate,
  })
}

/** Tells everybody who asked this why there is no answer. */
export function declineQuestion(
  incident: Incident,
  input: { question: number; reason: string },
  stamp: Stamp,
): Incident {
  const { questions } = openGroup(incident, input.question)
  return record(incident, stamp, {
    type: 'questions-declined',
    questions: questions.map(({ seq }) => seq),
    reason: input.reason,
  })
}

/** Takes a question, and those grouped with it, for the same as another. */
export function joinQuestions(incident: Incident, input: { question: number; as: number }, stamp: Stamp): Incident {
  const from = openGroup(incident, input.question)
  const to = openGroup(incident, input.as)
  if (from.id === to.id) return incident
  return record(incident, stamp, {
    type: 'questions-grouped',
    questions: from.questions.map(({ seq }) => seq),
    group: to.id,
  })
}

/** Takes the question that was grouped last out again, to be answered by itself. */
export function splitQuestions(incident: Incident, input: { question: number }, stamp: Stamp): Incident {
  const { questions, id } = openGroup(incident, input.question)
  const last = questions.findLast(({ seq }) => seq !== id)
  if (!last || questions.length < 2) return incident
  return record(incident, stamp, { type: 'questions-grouped', questions: [last.seq], group: last.seq })
}

/** Refuses to close while somebody waits for an answer. */
export function requireQuestionsSettled(incident: Incident): void {
  const open = openQuestions(incident)
  if (open.length === 0) return
  const list = open.map(({ label }) => label).join(', ')
  throw new UserError(
    'open-questions',
    `${incident.id} cannot be closed yet: ${list} ${open.length === 1 ? 'is' : 'are'} open. Answer, or decline with a reason: \`/incident questions\`.`,
  )
}
