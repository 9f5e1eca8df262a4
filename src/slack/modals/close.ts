import type { ModalView } from '@slack/types'
import { z } from 'zod'
import { decide } from '../../app/incidents.ts'
import { assignRole, changeDetails, type Incident } from '../../domain/incident.ts'
import { type Close, close, missingToClose } from '../../domain/lifecycle.ts'
import type { CloseField, Policy } from '../../domain/policy.ts'
import type { Stamp } from '../../domain/timeline.ts'
import { openDispute } from '../../domain/verification.ts'
import { context, selectInput, textInput, userInput, words } from '../blocks.ts'
import { isInClosersGroup } from '../closers.ts'
import { md } from '../mrkdwn.ts'
import { findIncident } from '../request.ts'
import { fieldErrors, optionalChoice, optionalText } from './form.ts'
import { incidentMetadata, incidentOf, type Modal, modalView } from './modal.ts'

const callbackId = 'close'

/** Asks for what is missing and can be given now. */
export function closeModalView(incident: Incident, policy: Policy): ModalView {
  const missing = missingToClose(incident, policy)
  const asked = missing.flatMap(field => input(field, policy))
  const dispute = openDispute(incident)
  return modalView({
    callbackId,
    title: `Close ${incident.id}`,
    submit: 'Close',
    metadata: incidentMetadata(incident),
    blocks: [
      context(
        dispute
          ? md`Its reporter says that ${incident.id} is not fixed. Say why it is closed all the same.`
          : asked.length > 0
            ? md`Before ${incident.id} is closed, say what is still missing.`
            : md`${incident.id} has all it needs. Nothing more is posted after closing.`,
      ),
      ...(dispute
        ? [
            words('What the reporter still sees', dispute.text),
            textInput({ id: 'reason', label: 'Why is it closed?', multiline: true, hint: 'It goes on the timeline.' }),
          ]
        : []),
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
  } & Close,
  stamp: Stamp,
): Incident {
  const { commander, policy, isInGroup = false, reason, ...details } = input
  const detailed = changeDetails(incident, details, stamp)
  const led = commander ? assignRole(detailed, { role: 'commander', user: commander }, stamp) : detailed
  return close(led, { policy, isInGroup, reason }, stamp)
}

const schema = (policy: Policy) =>
  z.object({
    service: optionalChoice(policy.services.map(one => one.id)),
    category: optionalChoice(policy.categories.map(one => one.id)),
    commander: z.string().optional(),
    reason: optionalText(1000),
  })

export const closeModal: Modal = {
  callbackId,
  async submit(request, form, metadata) {
    const { policy } = request.app
    const parsed = schema(policy).safeParse(form)
    if (!parsed.success) return { errors: fieldErrors(parsed.error) }
    const incident = await findIncident(request, incidentOf(metadata))
    const isInGroup = await isInClosersGroup(request.workspace, request.actor.by, policy)
    const input = { ...parsed.data, policy, isInGroup }
    await decide(request.app, incident.id, { by: request.actor, run: completeAndClose, input })
    return undefined
  },
}
