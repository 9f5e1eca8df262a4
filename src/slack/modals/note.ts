import type { ModalView } from '@slack/types'
import { z } from 'zod'
import { decide } from '../../app/incidents.ts'
import { describeEvent } from '../../domain/describe-event.ts'
import { addNote, type Incident } from '../../domain/incident.ts'
import { withoutCopies } from '../../domain/withheld.ts'
import { context, momentInput, textInput } from '../blocks.ts'
import { md } from '../mrkdwn.ts'
import { findIncident } from '../request.ts'
import { fieldErrors, optionalMoment, requiredText } from './form.ts'
import { type Modal, modalView } from './modal.ts'

const callbackId = 'note'
const schema = z.object({ text: requiredText(2000, 'Write what happened.'), at: optionalMoment })
const metadataSchema = z.object({ incident: z.string(), about: z.number().int().optional() })

/** `about` is the fact that the note is to explain. */
export function noteModalView(incident: Incident, { about }: { about?: number } = {}): ModalView {
  const explained = withoutCopies(incident).timeline.find(({ seq }) => seq === about)
  // Nobody but who made the change is asked about it.
  const names = { user: () => 'You', channel: () => 'a channel' }
  return modalView({
    callbackId,
    title: `Note on ${incident.id}`,
    submit: 'Add to timeline',
    metadata: JSON.stringify({ incident: incident.id, ...(explained ? { about } : {}) }),
    blocks: [
      ...(explained ? [context(md`${describeEvent(explained, names)}.`)] : []),
      textInput({
        id: 'text',
        label: explained ? 'What led to it' : 'What happened',
        multiline: true,
        max: 2000,
      }),
      ...(explained ? [] : [momentInput({ id: 'at', label: 'When, if it was earlier', optional: true })]),
    ],
  })
}

export const noteModal: Modal = {
  callbackId,
  async submit(request, form, metadata) {
    const parsed = schema.safeParse(form)
    if (!parsed.success) return { errors: fieldErrors(parsed.error) }
    const { incident: id, about } = metadataSchema.parse(JSON.parse(metadata))
    const incident = await findIncident(request, id)
    const input = { ...parsed.data, about }
    await decide(request.app, incident.id, { by: request.actor, run: addNote, input })
    return undefined
  },
}
