import type { ModalView } from '@slack/types'
import { z } from 'zod'
import type { Incident } from '../../domain/incident.ts'
import { reopen } from '../../domain/lifecycle.ts'
import { textInput } from '../blocks.ts'
import { findIncident } from '../request.ts'
import { isSkipped, skipInput, submitEnding } from './ending.ts'
import { fieldErrors, requiredText } from './form.ts'
import { decisionModal, incidentMetadata, incidentOf, type Modal, modalView } from './modal.ts'

const schema = z.object({ reason: requiredText(1000, 'Say why. It goes on the timeline.') })

export const reopenModal = decisionModal({ callbackId: 'reopen', schema: () => schema, run: reopen })
export const cancelModal: Modal = {
  callbackId: 'cancel',
  async submit(request, form, metadata) {
    const parsed = schema.safeParse(form)
    if (!parsed.success) return { errors: fieldErrors(parsed.error) }
    const incident = await findIncident(request, incidentOf(metadata))
    const { reason } = parsed.data
    return submitEnding(request, incident, { ending: { how: 'cancel', reason }, isAtOnce: isSkipped(form) })
  },
}

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
    submit: 'Preview',
    metadata: incidentMetadata(incident),
    blocks: [
      textInput({
        id: 'reason',
        label: 'Why is it not an incident?',
        multiline: true,
        hint: 'A request, a false alarm, a duplicate: say where it is handled instead.',
      }),
      skipInput(),
    ],
  })
}
