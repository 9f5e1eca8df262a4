import type { ModalView } from '@slack/types'
import { z } from 'zod'
import type { Incident } from '../../domain/incident.ts'
import { correctMilestone, MILESTONE_LABEL, MILESTONES } from '../../domain/milestones.ts'
import { momentInput, selectInput, textInput } from '../blocks.ts'
import { requiredMoment, requiredText } from './form.ts'
import { decisionModal, incidentMetadata, modalView } from './modal.ts'

const callbackId = 'milestone'
const schema = z.object({
  milestone: z.enum(MILESTONES, 'Choose which one.'),
  at: requiredMoment('Say when it was.'),
  reason: requiredText(300, 'Say how you know. It goes on the timeline.'),
})

export function milestoneModalView(incident: Incident): ModalView {
  return modalView({
    callbackId,
    title: `Times of ${incident.id}`,
    submit: 'Correct',
    metadata: incidentMetadata(incident),
    blocks: [
      selectInput({
        id: 'milestone',
        label: 'Which time',
        choices: MILESTONES.map(id => ({ value: id, text: MILESTONE_LABEL[id] })),
        initial: 'started',
      }),
      momentInput({ id: 'at', label: 'When it really was' }),
      textInput({
        id: 'reason',
        label: 'How do we know?',
        max: 300,
        hint: 'The recorded time stays beside it, and the SLA is measured by that.',
      }),
    ],
  })
}

export const milestoneModal = decisionModal({ callbackId, schema: () => schema, run: correctMilestone })
