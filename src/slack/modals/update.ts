import type { ModalView } from '@slack/types'
import { z } from 'zod'
import type { AudienceId } from '../../domain/audience-ids.ts'
import type { AudienceField } from '../../domain/audience-policy.ts'
import { allowedFields, audienceLabel, audienceOf, reachableAudiences } from '../../domain/audiences.ts'
import type { writtenFields } from '../../domain/compose.ts'
import { describeMinutes } from '../../domain/duration.ts'
import { type Incident, requireActive } from '../../domain/incident.ts'
import type { Policy } from '../../domain/policy.ts'
import { lastReport, suggestedNextMinutes, writeUpdate } from '../../domain/updates.ts'
import { context, LIMITS, selectInput, textInput } from '../blocks.ts'
import { md } from '../mrkdwn.ts'
import { optionalText, requiredText } from './form.ts'
import { decisionModal, incidentMetadata, modalView } from './modal.ts'

const callbackId = 'update'
const nextChoices = [15, 30, 60, 120, 240, 480, 1440] as const
const maxLength = LIMITS.inputText

const fields: readonly { id: (typeof writtenFields)[number]; label: string; hint?: string }[] = [
  { id: 'state', label: 'Where things stand' },
  { id: 'impact', label: 'Impact', hint: 'What people notice.' },
  { id: 'actions', label: 'What we are doing' },
  { id: 'workaround', label: 'Workaround', hint: 'How people get by meanwhile.' },
  { id: 'needs', label: 'What we need' },
]

/** The update form, filled with what the last update said. */
export function updateModalView(incident: Incident, policy: Policy): ModalView {
  requireActive(incident, 'post an update')
  const last = lastReport(incident)?.fields
  const suggested = suggestedNextMinutes(incident, policy)
  const minutes = [...new Set([...nextChoices, suggested])].sort((a, b) => a - b)
  const reached = reachableAudiences(incident, policy)
  const names = (some: readonly AudienceId[]) => some.map(audience => audienceLabel(audience, policy)).join(', ')
  const readBy = (field: AudienceField) => {
    const readers = reached.filter(audience => allowedFields(audience, incident, policy).includes(field))
    return readers.length > 0 ? `Read by ${names(readers)}, word for word.` : 'Kept for the review.'
  }
  const tones = reached.flatMap(audience => {
    const { label, tone } = audienceOf(audience, policy)
    return tone ? [md`*${label}:* ${tone}`] : []
  })
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
          hint: [hint, readBy(id)].filter(Boolean).join(' '),
        }),
      ),
      selectInput({
        id: 'next',
        label: 'Next update in',
        choices: minutes.map(value => ({ value: String(value), text: describeMinutes(value) })),
        initial: String(suggested),
      }),
      context(md`Goes to ${names(reached) || 'nobody yet'}, each with what it may see.`, ...tones),
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
