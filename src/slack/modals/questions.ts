import type { KnownBlock, ModalView } from '@slack/types'
import { z } from 'zod'
import { decide } from '../../app/incidents.ts'
import { earlierAnswer } from '../../domain/answers.ts'
import type { Incident } from '../../domain/incident.ts'
import type { Policy } from '../../domain/policy.ts'
import {
  answerQuestion,
  declineQuestion,
  joinQuestions,
  openGroup,
  openQuestions,
  type QuestionGroup,
  questionGroups,
  questionText,
} from '../../domain/questions.ts'
import type { Stamp } from '../../domain/timeline.ts'
import { UserError } from '../../errors.ts'
import { checkboxInput, context, selectInput, textInput, words } from '../blocks.ts'
import { md } from '../mrkdwn.ts'
import { questionMeant, writeQuestionRef } from '../question-ref.ts'
import { askers, questionView } from '../views/questions.ts'
import { fieldErrors, requiredText } from './form.ts'
import { type Modal, modalView } from './modal.ts'

const maxAnswer = 2000
const mostAsked = 5
/** A modal holds a hundred blocks; each question takes up to eight. */
const mostListed = 12

/** A modal whose submission is one decision on a question. */
function onQuestion<Input extends object>(options: {
  readonly callbackId: string
  readonly schema: z.ZodType<Input>
  readonly run: (incident: Incident, input: Input & { readonly question: number }, stamp: Stamp) => Incident
}): Modal {
  return {
    callbackId: options.callbackId,
    async submit(request, form, metadata) {
      const parsed = options.schema.safeParse(form)
      if (!parsed.success) return { errors: fieldErrors(parsed.error) }
      const { incident, question } = await questionMeant(request, metadata)
      const input = { ...parsed.data, question }
      await decide(request.app, incident.id, { by: request.actor, run: options.run, input })
      return undefined
    },
  }
}

function asked({ questions }: QuestionGroup, policy: Policy): KnownBlock[] {
  return [
    ...questions.slice(0, mostAsked).map((one, index) => words(index === 0 ? 'Asked' : 'Also', questionText(one))),
    context(md`Goes to ${askers(questions, policy)}: to each alone, as a direct message.`),
  ]
}

export function answerModalView(incident: Incident, question: number, policy: Policy): ModalView {
  const group = openGroup(incident, question)
  const earlier = group.questions[0] && earlierAnswer(incident, group.questions[0])
  return modalView({
    callbackId: answerModal.callbackId,
    title: `Answer ${group.label}`,
    submit: 'Send',
    metadata: writeQuestionRef(incident, question),
    blocks: [
      ...asked(group, policy),
      textInput({
        id: 'text',
        label: 'Answer',
        ...(earlier === undefined ? {} : { hint: 'As the same was answered before. Check that it still holds.' }),
        multiline: true,
        max: maxAnswer,
        initial: earlier,
      }),
      checkboxInput({
        id: 'inUpdate',
        label: 'Others',
        optional: true,
        choice: { value: 'yes', text: 'Add it to the next update too' },
        description: 'Read by the audiences that asked, each in its own words.',
      }),
    ],
  })
}

export const answerModal = onQuestion({
  callbackId: 'answer',
  schema: z.object({
    text: requiredText(maxAnswer, 'Write the answer.'),
    inUpdate: z.array(z.string()).optional(),
  }),
  run: (incident, { question, text, inUpdate = [] }, stamp) =>
    answerQuestion(incident, { question, text, inUpdate: inUpdate.length > 0 }, stamp),
})

export function declineModalView(incident: Incident, question: number, policy: Policy): ModalView {
  const group = openGroup(incident, question)
  return modalView({
    callbackId: declineModal.callbackId,
    title: `Decline ${group.label}`,
    submit: 'Send',
    metadata: writeQuestionRef(incident, question),
    blocks: [
      ...asked(group, policy),
      textInput({ id: 'reason', label: 'Why is there no answer?', multiline: true, max: maxAnswer }),
    ],
  })
}

export const declineModal = onQuestion({
  callbackId: 'decline_question',
  schema: z.object({ reason: requiredText(maxAnswer, 'Say why. Whoever asked reads it.') }),
  run: declineQuestion,
})

export function sameAsModalView(incident: Incident, question: number): ModalView {
  const group = openGroup(incident, question)
  const others = openQuestions(incident).filter(({ id }) => id !== group.id)
  if (others.length === 0)
    throw new UserError(
      'no-other-question',
      `No other question of ${incident.id} is open: ${group.label} is the only one.`,
    )
  return modalView({
    callbackId: sameAsModal.callbackId,
    title: `${group.label} is the same as`,
    submit: 'Answer together',
    metadata: writeQuestionRef(incident, question),
    blocks: [
      selectInput({
        id: 'as',
        label: 'The same as',
        hint: 'One answer then goes to everybody who asked either.',
        choices: others.map(({ id, label, questions: [first] }) => ({
          value: String(id),
          text: `${label}: ${first ? questionText(first) : ''}`,
        })),
      }),
    ],
  })
}

export const sameAsModal = onQuestion({
  callbackId: 'same_as',
  schema: z.object({ as: z.coerce.number('Choose a question.').int() }),
  run: joinQuestions,
})

/** Everything that was asked: what is open first, each with its buttons, then what was answered, newest first. */
export function questionListBlocks(incident: Incident, policy: Policy): KnownBlock[] {
  const all = questionGroups(incident).filter(({ questions }) => questions.length > 0)
  const open = all.filter(({ settled }) => !settled)
  const settled = all.filter(group => group.settled).reverse()
  const listed = [...open, ...settled].slice(0, mostListed)
  const more = all.length - listed.length
  return [
    ...listed.flatMap((group): KnownBlock[] => [...questionView(incident, group, policy).blocks, { type: 'divider' }]),
    ...(all.length === 0 ? [context(md`Nobody has asked anything about ${incident.id} yet.`)] : []),
    ...(more > 0 ? [context(md`${more} more are in the thread in the incident’s channel.`)] : []),
  ]
}

export function questionsModalView(incident: Incident, policy: Policy): ModalView {
  return modalView({
    callbackId: 'questions',
    title: `Questions on ${incident.id}`,
    blocks: questionListBlocks(incident, policy),
  })
}
