import type { ModalView } from '@slack/types'
import { z } from 'zod'
import type { Incident } from '../../domain/incident.ts'
import { answerDispute, disputeFix, openDispute } from '../../domain/verification.ts'
import { textInput, words } from '../blocks.ts'
import { findKnown } from '../request.ts'
import { requiredText } from './form.ts'
import { decisionModal, incidentMetadata, modalView } from './modal.ts'

export const disputeModal = decisionModal({
  callbackId: 'dispute',
  schema: () => z.object({ text: requiredText(1000, 'Say in a line what you still see.') }),
  run: disputeFix,
  // Its reporter need not be in the channel.
  find: findKnown,
})

export function disputeModalView(incident: Pick<Incident, 'id'>): ModalView {
  return modalView({
    callbackId: disputeModal.callbackId,
    title: `${incident.id} is not fixed`,
    submit: 'Tell them',
    metadata: incidentMetadata(incident),
    blocks: [
      textInput({
        id: 'text',
        label: 'What do you still see?',
        multiline: true,
        max: 1000,
        hint: 'Whoever leads the incident is told at once, and you hear what comes of it.',
      }),
    ],
  })
}

export const answerDisputeModal = decisionModal({
  callbackId: 'answer_dispute',
  schema: () => z.object({ reason: requiredText(1000, 'Say what it is instead.') }),
  run: answerDispute,
})

export function answerDisputeModalView(incident: Incident): ModalView {
  const dispute = openDispute(incident)
  return modalView({
    callbackId: answerDisputeModal.callbackId,
    title: `${incident.id}: something else`,
    submit: 'Answer',
    metadata: incidentMetadata(incident),
    blocks: [
      ...(dispute ? [words('What the reporter still sees', dispute.text)] : []),
      textInput({
        id: 'reason',
        label: 'What is it instead?',
        multiline: true,
        max: 1000,
        hint: 'The reporter reads this. The incident stays resolved.',
      }),
    ],
  })
}
