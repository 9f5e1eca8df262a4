import type { ModalView } from '@slack/types'
import { z } from 'zod'
import { allowedFields, audienceLabel, reachableAudiences } from '../../domain/audiences.ts'
import type { Incident } from '../../domain/incident.ts'
import { resolve } from '../../domain/lifecycle.ts'
import type { Policy } from '../../domain/policy.ts'
import { context, textInput } from '../blocks.ts'
import { md } from '../mrkdwn.ts'
import { requiredText } from './form.ts'
import { decisionModal, incidentMetadata, modalView } from './modal.ts'

const callbackId = 'resolve'
const schema = z.object({ resolution: requiredText(3000, 'Say what fixed it, or how people get by.') })

export function resolveModalView(incident: Incident, policy: Policy): ModalView {
  const readers = reachableAudiences(incident, policy)
    .filter(audience => allowedFields(audience, incident, policy).includes('resolution'))
    .map(audience => audienceLabel(audience, policy))
  return modalView({
    callbackId,
    title: `Resolve ${incident.id}`,
    submit: 'Resolve',
    metadata: incidentMetadata(incident),
    blocks: [
      textInput({
        id: 'resolution',
        label: 'What fixed it',
        multiline: true,
        hint: 'A fix, or the workaround that holds.',
      }),
      context(md`Every audience gets a closing update. This text is read by ${readers.join(', ')}.`),
    ],
  })
}

export const resolveModal = decisionModal({ callbackId, schema: () => schema, run: resolve })
