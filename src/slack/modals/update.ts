import type { ModalView } from '@slack/types'
import { z } from 'zod'
import { audiences, reachableAudiences } from '../../domain/audiences.ts'
import { describeMinutes } from '../../domain/duration.ts'
import { type Incident, requireActive } from '../../domain/incident.ts'
import type { Policy } from '../../domain/policy.ts'
import type { UpdateFields } from '../../domain/timeline.ts'
import { lastReport, suggestedNextMinutes, writeUpdate } from '../../domain/updates.ts'
import { context, selectInput, textInput } from '../blocks.ts'
import { md } from '../mrkdwn.ts'
import { optionalText, requiredText } from './form.ts'
import { decisionModal, incidentMetadata, modalView } from './modal.ts'

const callbackId = 'update'
const nextChoices = [15, 30, 60, 120, 240, 480, 1440] as const
/** Five of these fit into one message; Slack refuses blocks of about 13,000 characters and more. */
const maxLength = 1800

const fields: readonly { id: keyof UpdateFields; label: string; hint?: string }[] = [
  { id: 'state', label: 'Where things stand' },
  { id: 'impact', label: 'Impact', hint: 'What people notice. Customers read this: no names of systems.' },
  { id: 'actions', label: 'What we are doing' },
  { id: 'workaround', label: 'Workaround', hint: 'Customers and support read this too, word for word.' },
  { id: 'needs', label: 'What we need' },
]

/** The update form, filled with what the last update said. */
export function updateModalView(incident: Incident, policy: Policy): ModalView {
  requireActive(incident, 'post an update')
  const last = lastReport(incident)?.fields
  const suggested = suggestedNextMinutes(incident, policy)
  const minutes = [...new Set([...nextChoices, suggested])].sort((a, b) => a - b)
  const readers = reachableAudiences(incident, policy).map(audience => audiences[audience].label)
  return modalView({
    callbackId,
    title: `Update ${incident.id}`,
    submit: 'Send',
    metadata: incidentMetadata(incident),
    blocks: [
      ...fields.map(({ id, label, hint }) =>
        textInput({
          id,
          label,
          multiline: true,
          optional: id !== 'state',
          initial: last?.[id],
          max: maxLength,
          ...(hint ? { hint } : {}),
        }),
      ),
      selectInput({
        id: 'next',
        label: 'Next update in',
        choices: minutes.map(value => ({ value: String(value), text: describeMinutes(value) })),
        initial: String(suggested),
      }),
      context(md`Goes to ${readers.join(', ') || 'nobody yet'}, each with what it may see.`),
    ],
  })
}

const schema = z.object({
  state: requiredText(maxLength, 'Say in a sentence where things stand.'),
  impact: optionalText(maxLength),
  actions: optionalText(maxLength),
  workaround: optionalText(maxLength),
  needs: optionalText(maxLength),
  next: z.coerce.number('Choose when the next update comes.').int().min(5).max(10_080),
})

export const updateModal = decisionModal({
  callbackId,
  schema: () => schema,
  run: (incident, { next, policy, state, ...rest }, stamp) => {
    const given = Object.fromEntries(Object.entries(rest).filter(([, text]) => text !== undefined))
    return writeUpdate(incident, { fields: { state, ...given }, nextInMinutes: next, policy }, stamp)
  },
})
