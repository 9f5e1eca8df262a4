import type { ModalView } from '@slack/types'
import { z } from 'zod'
import { assignRole, changeDetails, type Incident } from '../../domain/incident.ts'
import { close, missingToClose } from '../../domain/lifecycle.ts'
import type { CloseField, Policy } from '../../domain/policy.ts'
import type { Stamp } from '../../domain/timeline.ts'
import { context, selectInput, userInput } from '../blocks.ts'
import { md } from '../mrkdwn.ts'
import { optionalChoice } from './form.ts'
import { decisionModal, incidentMetadata, modalView } from './modal.ts'

const callbackId = 'close'

/** Asks for what is missing and can be given now. */
export function closeModalView(incident: Incident, policy: Policy): ModalView {
  const missing = missingToClose(incident, policy)
  const asked = missing.flatMap(field => input(field, policy))
  return modalView({
    callbackId,
    title: `Close ${incident.id}`,
    submit: 'Close',
    metadata: incidentMetadata(incident),
    blocks: [
      context(
        asked.length > 0
          ? md`Before ${incident.id} is closed, say what is still missing.`
          : md`${incident.id} has all it needs. Nothing more is posted after closing.`,
      ),
      ...asked,
    ],
  })
}

function input(field: CloseField, policy: Policy): ModalView['blocks'] {
  const options = (list: readonly { id: string; label: string }[]) =>
    list.map(one => ({ value: one.id, text: one.label }))
  switch (field) {
    case 'service':
      return [selectInput({ id: 'service', label: 'Service', choices: options(policy.services) })]
    case 'category':
      return [selectInput({ id: 'category', label: 'Category', choices: options(policy.categories) })]
    case 'commander':
      return [userInput({ id: 'commander', label: 'Who was the incident commander?' })]
    case 'resolution':
      // Resolving asks for it, so a resolved incident has one.
      return []
  }
}

/** Fills in what was given and closes, as one decision: either all of it is recorded or nothing. */
function completeAndClose(
  incident: Incident,
  input: {
    service?: string | undefined
    category?: string | undefined
    commander?: string | undefined
    policy: Policy
  },
  stamp: Stamp,
): Incident {
  const { commander, policy, ...details } = input
  const detailed = changeDetails(incident, details, stamp)
  const led = commander ? assignRole(detailed, { role: 'commander', user: commander }, stamp) : detailed
  return close(led, { policy }, stamp)
}

export const closeModal = decisionModal({
  callbackId,
  schema: policy =>
    z.object({
      service: optionalChoice(policy.services.map(one => one.id)),
      category: optionalChoice(policy.categories.map(one => one.id)),
      commander: z.string().optional(),
    }),
  run: completeAndClose,
})
