import type { ModalView } from '@slack/types'
import { z } from 'zod'
import { addNote, type Incident } from '../../domain/incident.ts'
import { textInput } from '../blocks.ts'
import { requiredText } from './form.ts'
import { decisionModal, incidentMetadata, modalView } from './modal.ts'

const callbackId = 'note'
const schema = z.object({ text: requiredText(2000, 'Write what happened.') })

export function noteModalView(incident: Incident): ModalView {
  return modalView({
    callbackId,
    title: `Note on ${incident.id}`,
    submit: 'Add to timeline',
    metadata: incidentMetadata(incident),
    blocks: [textInput({ id: 'text', label: 'What happened', multiline: true, max: 2000 })],
  })
}

export const noteModal = decisionModal({ callbackId, schema: () => schema, run: addNote })
