import type { ModalView } from '@slack/types'
import { z } from 'zod'
import { decide } from '../../app/incidents.ts'
import { describeMinutes } from '../../domain/duration.ts'
import type { Incident } from '../../domain/incident.ts'
import type { Policy } from '../../domain/policy.ts'
import { snooze, snoozeChoices } from '../../domain/snooze.ts'
import { nextUpdateAt } from '../../domain/updates.ts'
import { section, selectInput, textInput } from '../blocks.ts'
import { md, when } from '../mrkdwn.ts'
import { findIncident } from '../request.ts'
import { fieldErrors, requiredText } from './form.ts'
import { incidentOf, type Modal, modalView } from './modal.ts'

const callbackId = 'snooze'
const maxReason = 500

/** Asks how much longer the next update takes, and why. */
export function snoozeModalView(incident: Incident, policy: Policy): ModalView {
  const dueAt = nextUpdateAt(incident, policy)
  const minutes = snoozeChoices(policy)
  return modalView({
    callbackId,
    title: `Snooze ${incident.id}`,
    submit: 'Put it off',
    metadata: JSON.stringify({ incident: incident.id, ...(dueAt ? { dueAt: dueAt.toISOString() } : {}) }),
    blocks: [
      section(
        dueAt
          ? md`The next update is due ${when(dueAt)}. Whoever waits for it is told at once that it comes later.`
          : md`No update is due.`,
      ),
      selectInput({
        id: 'minutes',
        label: 'How much later',
        choices: minutes.map(value => ({ value: String(value), text: describeMinutes(value) })),
        initial: String(minutes[0]),
      }),
      textInput({
        id: 'reason',
        label: 'Why',
        multiline: true,
        max: maxReason,
        hint: 'Stands on the card and on the timeline, with your name. No audience reads it.',
      }),
    ],
  })
}

const schema = z.object({
  minutes: z.coerce.number('Choose how much later.'),
  reason: requiredText(maxReason, 'Say why it takes longer. The reason goes on the timeline.'),
})
const slotSchema = z.object({ dueAt: z.coerce.date().optional() })

export const snoozeModal: Modal = {
  callbackId,
  async submit(request, form, metadata) {
    const parsed = schema.safeParse(form)
    if (!parsed.success) return { errors: fieldErrors(parsed.error) }
    const { id } = await findIncident(request, incidentOf(metadata))
    const { dueAt } = slotSchema.parse(JSON.parse(metadata))
    const input = { ...parsed.data, dueAt, policy: request.app.policy }
    await decide(request.app, id, { by: request.actor, run: snooze, input })
    return undefined
  },
}
