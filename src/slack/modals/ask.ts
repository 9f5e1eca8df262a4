import type { ModalView } from '@slack/types'
import { z } from 'zod'
import { decide } from '../../app/incidents.ts'
import { requireTurn } from '../../app/turns.ts'
import { TOPIC_IDS, TOPICS, type Topic } from '../../domain/question-topics.ts'
import { askQuestion } from '../../domain/questions.ts'
import { context, selectInput, textInput } from '../blocks.ts'
import { answerDirectly } from '../messages.ts'
import { md } from '../mrkdwn.ts'
import type { Request } from '../request.ts'
import { answeredUpdate } from '../update-ref.ts'
import { fieldErrors, optionalText } from './form.ts'
import { type Modal, modalView } from './modal.ts'

const callbackId = 'ask'
export const mostLetters = 500

/** What a reader of an update still needs to know. */
export function askModalView(ref: string): ModalView {
  return modalView({
    callbackId,
    title: 'What do you need?',
    submit: 'Ask',
    metadata: ref,
    blocks: [
      selectInput({
        id: 'topic',
        label: 'It is about',
        choices: TOPIC_IDS.map(value => ({ value, text: TOPICS[value] })),
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

/** Puts a question to those who work on it, from somebody who read the update. */
export async function askUnder(
  request: Request,
  ref: string,
  asked: { readonly topic: Topic; readonly text?: string | undefined },
): Promise<void> {
  const { app, actor } = request
  const { subject, audience, update } = await answeredUpdate(request, ref)
  requireTurn(app, { what: 'ask', by: actor.by, atMost: app.policy.perHour.questions, gesture: actor.requestId })
  await decide(app, subject.id, { by: actor, run: askQuestion, input: { ...asked, audience, update } })
  await app.feedback.note({ incident: subject.id, update, audience, by: actor.by, at: app.now() }, { has: 'question' })
}

export const askModal: Modal = {
  callbackId,
  async submit(request, form, metadata) {
    const parsed = schema.safeParse(form)
    if (!parsed.success) return { errors: fieldErrors(parsed.error) }
    const { app, actor, workspace } = request
    await askUnder(request, metadata, parsed.data)
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
