import type { ModalView } from '@slack/types'
import { z } from 'zod'
import { decide } from '../../app/incidents.ts'
import { requireTurn } from '../../app/turns.ts'
import { type Answer, knownAnswer } from '../../domain/answers.ts'
import { TOPIC_IDS, TOPICS, type Topic } from '../../domain/question-topics.ts'
import { askQuestion } from '../../domain/questions.ts'
import { ACTIONS } from '../action-ids.ts'
import type { Asking } from '../asking.ts'
import { actions, button, context, selectInput, textInput } from '../blocks.ts'
import { answerDirectly } from '../messages.ts'
import { md } from '../mrkdwn.ts'
import type { Request } from '../request.ts'
import { answeredUpdate } from '../update-ref.ts'
import { knownAnswerBlocks } from '../views/answers.ts'
import { fieldErrors, optionalText } from './form.ts'
import { type Modal, modalView } from './modal.ts'

const callbackId = 'ask'
export const mostLetters = 500

/** What a reader of an update still needs to know; `answered` is how much their like were told already. */
export function askModalView(
  ref: string,
  answered: number,
  topics: Readonly<Record<Topic, string>> = TOPICS,
): ModalView {
  return modalView({
    callbackId,
    title: 'What do you need?',
    submit: 'Ask',
    metadata: ref,
    blocks: [
      selectInput({
        id: 'topic',
        label: 'It is about',
        choices: TOPIC_IDS.map(value => ({ value, text: topics[value] })),
        initial: 'fixed',
      }),
      textInput({
        id: 'text',
        label: 'In your words',
        hint: 'May stay empty when the choice above says it all.',
        multiline: true,
        optional: true,
        max: mostLetters,
      }),
      ...(answered > 0 ? actions([button(`Answered already (${answered})`, ACTIONS.answers, { value: ref })]) : []),
      context(md`Read by the people who work on it, with your name. The answer comes to you as a direct message.`),
    ],
  })
}

const schema = z
  .object({ topic: z.enum(TOPIC_IDS, 'Choose what it is about.'), text: optionalText(mostLetters) })
  .refine(({ topic, text }) => topic !== 'other' || text !== undefined, {
    path: ['text'],
    error: 'Say in a sentence what you need to know.',
  })

/**
 * Puts a question to those who work on it, from somebody who read the update. Where the same was answered already, it
 * is not put, and the answer comes back; unless they know it and ask `anyway`.
 */
export async function ask(
  request: Request,
  { ref, topic, text }: Asking,
  options: { readonly anyway?: boolean } = {},
): Promise<Answer | undefined> {
  const { app, actor } = request
  const { subject, audience, update } = await answeredUpdate(request, ref)
  const asked = { audience, update, topic, text }
  const known = options.anyway ? undefined : knownAnswer(subject, asked)
  if (known) return known
  requireTurn(app, { what: 'ask', by: actor.by, atMost: app.policy.perHour.questions, gesture: actor.requestId })
  await decide(app, subject.id, { by: actor, run: askQuestion, input: asked })
  await app.feedback.note({ incident: subject.id, update, audience, by: actor.by, at: app.now() }, { has: 'question' })
  return undefined
}

/** What is read in place of the form by somebody whose question was answered already. */
function knownAnswerModalView(asking: Asking, answer: Answer): ModalView {
  return modalView({ callbackId, title: 'Answered already', blocks: knownAnswerBlocks(asking, answer) })
}

export const askModal: Modal = {
  callbackId,
  async submit(request, form, metadata) {
    const parsed = schema.safeParse(form)
    if (!parsed.success) return { errors: fieldErrors(parsed.error) }
    const { app, actor, workspace } = request
    const asking = { ref: metadata, ...parsed.data }
    const known = await ask(request, asking)
    if (known) return { update: knownAnswerModalView(asking, known) }
    app.background.run('telling somebody that their question was received', () =>
      answerDirectly(
        workspace.client,
        actor.by,
        'Your question is with the people who work on it. The answer comes to you here.',
      ),
    )
    return undefined
  },
}
