import type { Button, KnownBlock } from '@slack/types'
import { audienceLabel } from '../../domain/audiences.ts'
import { describeMinutes, minuteMs } from '../../domain/duration.ts'
import type { Incident } from '../../domain/incident.ts'
import type { Policy } from '../../domain/policy.ts'
import { openQuestions, type QuestionGroup, questionGroups, questionText } from '../../domain/questions.ts'
import { ACTIONS } from '../action-ids.ts'
import { actions, button, context, type MessageView, section, words } from '../blocks.ts'
import { ago, join, type Mrkdwn, md, mention, utc, when } from '../mrkdwn.ts'
import { writeQuestionRef } from '../question-ref.ts'

const mostShown = 5
const mostNamed = 20

/** How many questions are open and for how long: what the thread of the questions begins with. */
export function questionsView(incident: Incident, now: Date): MessageView {
  const open = openQuestions(incident)
  const value = incident.id
  const text = `${incident.id}: ${openInWords(open, now)}`
  const oldest = oldestOf(open)
  return {
    text,
    blocks: [
      section(
        oldest
          ? md`:question: *${countInWords(open)}*, the oldest asked ${ago(oldest.at)}`
          : md`:white_check_mark: ${text}`,
      ),
      context(md`From people who read the updates. Each is below, and is answered once for all who asked it.`),
      ...actions([button('All questions', ACTIONS.questions, { value })]),
    ],
  }
}

function oldestOf(open: readonly QuestionGroup[]) {
  const [oldest] = open.flatMap(({ questions }) => questions.slice(0, 1))
  return oldest
}

function countInWords(open: readonly QuestionGroup[]): string {
  return open.length === 1 ? '1 open question' : `${open.length} open questions`
}

/** “3 open questions, oldest 12 min”. */
function openInWords(open: readonly QuestionGroup[], now: Date): string {
  const oldest = oldestOf(open)
  if (!oldest) return 'every question is answered'
  const minutes = Math.floor((now.getTime() - oldest.at.getTime()) / minuteMs)
  return `${countInWords(open)}, oldest ${minutes < 1 ? 'just asked' : describeMinutes(minutes)}`
}

/** What whoever resolves it should know first: who still waits for an answer. */
export function openQuestionsNote(incident: Incident): KnownBlock[] {
  const open = openQuestions(incident)
  if (open.length === 0) return []
  const some = open
    .slice(0, mostShown)
    .map(({ label, questions: [first] }) => md`${label}: ${first ? questionText(first) : ''}`)
  const more = open.length - some.length
  return [
    section(
      join([
        md`:question: *Still open* (answer them, or decline with a reason, before it is closed)`,
        ...some,
        ...(more > 0 ? [md`${more} more: \`/incident questions\``] : []),
      ]),
    ),
  ]
}

/** Where the questions are read and answered; there once somebody asked. */
export function questionsButton(incident: Incident): Button[] {
  const { length } = openQuestions(incident)
  if (questionGroups(incident).length === 0) return []
  return [button(length > 0 ? `Questions (${length})` : 'Questions', ACTIONS.questions, { value: incident.id })]
}

/** One question with everybody who asked it, for the people in the incident's channel. */
export function questionView(incident: Incident, group: QuestionGroup, policy: Policy): MessageView {
  const { label, questions, settled } = group
  const [first] = questions
  if (!first) return { text: `${label}: moved`, blocks: [context(md`${label} is answered together with another.`)] }
  return {
    text: `${label}: ${questionText(first)}${settled ? '' : ` (asked ${utc(first.at)})`}`,
    blocks: [...askedBlocks(group, policy), ...(settled ? settledBlocks(settled) : openButtons(incident, group))],
  }
}

function askedBlocks({ label, questions, settled }: QuestionGroup, policy: Policy): KnownBlock[] {
  const shown = questions.slice(0, mostShown)
  const more = questions.length - shown.length
  const [first] = questions
  const since = first && !settled ? md`, ${questions.length > 1 ? 'first ' : ''}${ago(first.at)}` : md``
  return [
    ...shown.map((question, index) => words(index === 0 ? label : 'Also', questionText(question))),
    context(
      md`Asked by ${askers(questions, policy)}${since}${more > 0 ? `; ${more} more in much the same words` : ''}`,
    ),
  ]
}

/** Everybody once, with the audience as whose reader they asked. */
export function askers(questions: QuestionGroup['questions'], policy: Policy): Mrkdwn {
  const named = new Map(questions.map(({ by, audience }) => [by, audience]))
  const some = [...named]
    .slice(0, mostNamed)
    .map(([by, audience]) => md`${mention(by)} (${audienceLabel(audience, policy)})`)
  const rest = named.size - some.length
  return join([...some, ...(rest > 0 ? [md`${rest} more`] : [])], ', ')
}

function settledBlocks(settled: NonNullable<QuestionGroup['settled']>): KnownBlock[] {
  return [
    settled.type === 'questions-answered' ? words('Answer', settled.text) : words('Declined', settled.reason),
    context(
      md`By ${mention(settled.by)}, ${when(settled.at)}${
        settled.type === 'questions-answered' && settled.inUpdate ? '; goes into the next update too' : ''
      }`,
    ),
  ]
}

function openButtons(incident: Incident, { id, questions }: QuestionGroup): KnownBlock[] {
  const value = writeQuestionRef(incident, id)
  return actions([
    button('Answer', ACTIONS.answer, { value, style: 'primary' }),
    ...(openQuestions(incident).length > 1 ? [button('Same as…', ACTIONS.sameAs, { value })] : []),
    ...(questions.length > 1 ? [button('Not the same', ACTIONS.notTheSame, { value })] : []),
    button('Decline', ACTIONS.decline, { value }),
  ])
}
