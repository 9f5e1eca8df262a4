import type { ModalView } from '@slack/types'
import { z } from 'zod'
import { changeSeverity, changeUrgency, type Incident } from '../../domain/incident.ts'
import type { Policy } from '../../domain/policy.ts'
import { previewPriority } from '../../domain/preview.ts'
import { SEVERITIES, SEVERITY_MEANING, URGENCIES, URGENCY_MEANING } from '../../domain/priority.ts'
import type { Stamp } from '../../domain/timeline.ts'
import { section, selectInput } from '../blocks.ts'
import { md } from '../mrkdwn.ts'
import type { FormValues } from './form.ts'
import { decisionModal, incidentMetadata, incidentOf, modalView } from './modal.ts'

export const severityCallback = 'severity'
const schema = z.object({
  severity: z.enum(SEVERITIES, 'Choose a severity.'),
  urgency: z.enum(URGENCIES, 'Choose an urgency.'),
})

type Choices = Pick<Incident, 'id' | 'severity' | 'urgency' | 'category' | 'isPrivate'>

export function severityModalView(incident: Choices, policy: Policy): ModalView {
  const { priority, meaning } = previewPriority(policy, incident)
  return modalView({
    callbackId: severityCallback,
    title: `Priority of ${incident.id}`,
    submit: 'Change',
    metadata: JSON.stringify({ ...JSON.parse(incidentMetadata(incident)), ...kept(incident) }),
    blocks: [
      selectInput({
        id: 'severity',
        label: 'Severity: how bad is it now?',
        choices: SEVERITIES.map(value => ({ value, text: `${value} ${SEVERITY_MEANING[value]}` })),
        initial: incident.severity,
        dispatches: true,
      }),
      selectInput({
        id: 'urgency',
        label: 'Urgency: how long can it wait?',
        choices: URGENCIES.map(value => ({ value, text: URGENCY_MEANING[value] })),
        initial: incident.urgency,
        dispatches: true,
      }),
      section(md`*${priority}*: ${meaning}.`, { id: 'priority' }),
    ],
  })
}

/** What the preview needs besides the choices, carried along so that redrawing asks no database. */
function kept({ category, isPrivate }: Choices) {
  return { isPrivate, ...(category ? { category } : {}) }
}
const keptSchema = z.object({ isPrivate: z.boolean(), category: z.string().optional() })

export function redrawSeverityView(policy: Policy, form: FormValues, metadata: string): ModalView {
  const { category, isPrivate } = keptSchema.parse(JSON.parse(metadata))
  const choices = schema.parse(form)
  return severityModalView(
    { id: incidentOf(metadata), ...choices, isPrivate, ...(category ? { category } : {}) },
    policy,
  )
}

function change(
  incident: Incident,
  { severity, urgency, policy }: z.infer<typeof schema> & { policy: Policy },
  stamp: Stamp,
): Incident {
  return changeUrgency(changeSeverity(incident, { severity, policy }, stamp), { urgency, policy }, stamp)
}

export const severityModal = decisionModal({ callbackId: severityCallback, schema: () => schema, run: change })
