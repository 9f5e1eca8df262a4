import type { ModalView } from '@slack/types'
import { z } from 'zod'
import type { Incident } from '../../domain/incident.ts'
import { correctMilestone, MILESTONE_LABEL, MILESTONES, milestone } from '../../domain/milestones.ts'
import { context, momentInput, selectInput, textInput } from '../blocks.ts'
import { join, type Mrkdwn, md, when } from '../mrkdwn.ts'
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
      context(known(incident)),
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

/** What stands there now; of what was corrected, also what was recorded. */
function known(incident: Incident): Mrkdwn {
  const times = MILESTONES.flatMap(id => {
    const { at, correction } = milestone(incident, id)
    if (!at) return []
    const recorded = correction?.recordedAt ? md` (recorded ${when(correction.recordedAt)})` : md``
    return [md`${MILESTONE_LABEL[id].replace(/:.*/, '')} ${when(at)}${recorded}`]
  })
  return join(times, ' · ')
}

export const milestoneModal = decisionModal({ callbackId, schema: () => schema, run: correctMilestone })
