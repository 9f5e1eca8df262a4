import type { ModalView } from '@slack/types'
import { z } from 'zod'
import { FINDING_KINDS, type FindingKind, stateFinding } from '../../domain/findings.ts'
import type { Incident } from '../../domain/incident.ts'
import { selectInput, textInput } from '../blocks.ts'
import { optionalText, requiredText } from './form.ts'
import { decisionModal, incidentMetadata, modalView } from './modal.ts'

const callbackId = 'finding'
const schema = z.object({
  kind: z.enum(FINDING_KINDS),
  text: requiredText(1000, 'Say what it is.'),
  why: optionalText(1000),
})

export function findingModalView(incident: Incident, kind: FindingKind): ModalView {
  return modalView({
    callbackId,
    title: `Board of ${incident.id}`,
    submit: 'Add',
    metadata: incidentMetadata(incident),
    blocks: [
      selectInput({
        id: 'kind',
        label: 'What is it?',
        choices: [
          { value: 'decision', text: 'A decision' },
          { value: 'hypothesis', text: 'A possible cause' },
        ],
        initial: kind,
      }),
      textInput({ id: 'text', label: 'In a sentence', multiline: true, max: 1000 }),
      textInput({ id: 'why', label: 'Why', multiline: true, max: 1000, optional: true }),
    ],
  })
}

export const findingModal = decisionModal({ callbackId, schema: () => schema, run: stateFinding })
