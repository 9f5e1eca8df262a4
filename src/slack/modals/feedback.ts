import type { ModalView } from '@slack/types'
import { z } from 'zod'
import type { Verdict } from '../../domain/feedback.ts'
import { context, textInput } from '../blocks.ts'
import { md } from '../mrkdwn.ts'
import { answeredUpdate } from '../update-ref.ts'
import { feedbackBlocks } from '../views/feedback.ts'
import { fieldErrors, requiredText } from './form.ts'
import { type Modal, modalView } from './modal.ts'

const callbackId = 'rating_line'
export const mostLetters = 300

/** A line beside a rating. */
export function ratingLineModalView(ref: string): ModalView {
  return modalView({
    callbackId,
    title: 'In a line',
    submit: 'Send',
    metadata: ref,
    blocks: [
      textInput({ id: 'line', label: 'What helped, or what was missing?', max: mostLetters }),
      context(md`Read by the people who work on it, without your name. A later line takes the place of this one.`),
    ],
  })
}

const schema = z.object({ line: requiredText(mostLetters, 'Write a line, or cancel.') })

export const ratingLineModal: Modal = {
  callbackId,
  async submit(request, form, metadata) {
    const parsed = schema.safeParse(form)
    if (!parsed.success) return { errors: fieldErrors(parsed.error) }
    const { incident, update, audience } = await answeredUpdate(request, metadata)
    const { app, actor } = request
    await app.feedback.note({ incident, update, audience, by: actor.by, at: app.now() }, parsed.data)
    return undefined
  },
}

export function feedbackModalView(incident: { readonly id: string }, verdicts: readonly Verdict[]): ModalView {
  return modalView({
    callbackId: 'feedback',
    title: `Feedback on ${incident.id}`,
    blocks: feedbackBlocks(incident, verdicts),
  })
}
