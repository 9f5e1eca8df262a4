import type { ModalView } from '@slack/types'
import { z } from 'zod'
import type { Incident } from '../../domain/incident.ts'
import { cancel, reopen } from '../../domain/lifecycle.ts'
import { textInput } from '../blocks.ts'
import { requiredText } from './form.ts'
import { decisionModal, incidentMetadata, modalView } from './modal.ts'

const schema = z.object({ reason: requiredText(1000, 'Say why. It goes on the timeline.') })

export const reopenModal = decisionModal({ callbackId: 'reopen', schema: () => schema, run: reopen })
export const cancelModal = decisionModal({ callbackId: 'cancel', schema: () => schema, run: cancel })

export function reopenModalView(incident: Incident): ModalView {
  return modalView({
    callbackId: reopenModal.callbackId,
    title: `Reopen ${incident.id}`,
    submit: 'Reopen',
    metadata: incidentMetadata(incident),
    blocks: [textInput({ id: 'reason', label: 'Why is it not over?', multiline: true })],
  })
}

export function cancelModalView(incident: Incident): ModalView {
  return modalView({
    callbackId: cancelModal.callbackId,
    title: `Cancel ${incident.id}`,
    submit: 'Cancel the incident',
    metadata: incidentMetadata(incident),
    blocks: [
      textInput({
        id: 'reason',
        label: 'Why is it not an incident?',
        multiline: true,
        hint: 'A request, a false alarm, a duplicate: say where it is handled instead.',
      }),
    ],
  })
}
