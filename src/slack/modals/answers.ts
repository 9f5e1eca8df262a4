import type { ModalView } from '@slack/types'
import type { Answer } from '../../domain/answers.ts'
import { section } from '../blocks.ts'
import { md } from '../mrkdwn.ts'
import { answersBlocks } from '../views/answers.ts'
import { modalView } from './modal.ts'

const callbackId = 'answers'

export function answersModalView(incident: { readonly id: string }, answers: readonly Answer[]): ModalView {
  return modalView({ callbackId, title: `Answers on ${incident.id}`, blocks: answersBlocks(incident, answers) })
}

/** In place of a modal in which somebody pressed the last button. */
export function doneModalView(text: string): ModalView {
  return modalView({ callbackId, title: 'Thank you', blocks: [section(md`${text}`)] })
}
