import type { ModalView } from '@slack/types'
import { z } from 'zod'
import { decide } from '../../app/incidents.ts'
import type { DisclosedIncident } from '../../domain/disclosure.ts'
import { type Incident, requireActive } from '../../domain/incident.ts'
import { merge } from '../../domain/lifecycle.ts'
import { isActive } from '../../domain/status.ts'
import { UserError } from '../../errors.ts'
import { selectInput } from '../blocks.ts'
import { findIncident, type Request } from '../request.ts'
import { isSkipped, skipInput, submitEnding } from './ending.ts'
import { fieldErrors } from './form.ts'
import { requireMergeTarget } from './merge-target.ts'
import { incidentMetadata, incidentOf, type Modal, modalView } from './modal.ts'

const callbackId = 'merge'
const schema = z.object({ into: z.string('Choose the incident to go on with.') })

/** Asks which of the other open incidents it is the same as. */
export function mergeModalView(incident: Incident, open: readonly DisclosedIncident[]): ModalView {
  requireActive(incident, 'merge it')
  const others = open.filter(
    other => other.id !== incident.id && isActive(other.status) && (incident.isPrivate || !other.isPrivate),
  )
  if (others.length === 0)
    throw new UserError(
      'nothing-to-merge-into',
      'No other incident is open that you can see. If it is not one, use `/incident cancel <reason>`.',
    )
  return modalView({
    callbackId,
    title: `Merge ${incident.id}`,
    submit: 'Preview',
    metadata: incidentMetadata(incident),
    blocks: [
      selectInput({
        id: 'into',
        label: 'Go on with',
        hint: 'The work on this one ends; its channel and timeline stay.',
        choices: others.map(other => ({ value: other.id, text: `${other.id} ${other.title}` })),
      }),
      skipInput(),
    ],
  })
}

/** Merges after looking at both incidents with the eyes of the person who asks. */
export async function mergeInto(request: Request, incident: Incident, id: string): Promise<Incident> {
  const into = await requireMergeTarget(request, incident, id)
  return decide(request.app, incident.id, {
    by: request.actor,
    run: merge,
    input: { into: into.id, policy: request.app.policy },
  })
}

export const mergeModal: Modal = {
  callbackId,
  async submit(request, form, metadata) {
    const parsed = schema.safeParse(form)
    if (!parsed.success) return { errors: fieldErrors(parsed.error) }
    const incident = await findIncident(request, incidentOf(metadata))
    const { id } = await requireMergeTarget(request, incident, parsed.data.into)
    return submitEnding(request, incident, { ending: { how: 'merge', into: id }, isAtOnce: isSkipped(form) })
  },
}
