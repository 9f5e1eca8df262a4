import type { ModalView } from '@slack/types'
import { z } from 'zod'
import { decide } from '../../app/incidents.ts'
import { explainFinding, type Finding, reasonOf } from '../../domain/findings.ts'
import type { Incident } from '../../domain/incident.ts'
import { textInput, words } from '../blocks.ts'
import { findIncident } from '../request.ts'
import { fieldErrors, requiredText } from './form.ts'
import { type Modal, modalView } from './modal.ts'

const callbackId = 'explain_finding'
const whyAtMost = 1000
const schema = z.object({ why: requiredText(whyAtMost, 'Say why, in a sentence.') })
const metadataSchema = z.object({ incident: z.string(), number: z.number().int() })

/** What a reaction could not say: why. */
export function explainFindingView(incident: Incident, finding: Finding): ModalView {
  const { number, text } = finding
  return modalView({
    callbackId,
    title: `Board of ${incident.id}`,
    submit: 'Save',
    metadata: JSON.stringify({ incident: incident.id, number }),
    blocks: [
      words(`Number ${number}`, text),
      textInput({ id: 'why', label: 'Why?', multiline: true, max: whyAtMost, initial: reasonOf(finding) }),
    ],
  })
}

export const explainFindingModal: Modal = {
  callbackId,
  async submit(request, form, metadata) {
    const parsed = schema.safeParse(form)
    if (!parsed.success) return { errors: fieldErrors(parsed.error) }
    const { incident: id, number } = metadataSchema.parse(JSON.parse(metadata))
    const incident = await findIncident(request, id)
    const input = { number, why: parsed.data.why }
    await decide(request.app, incident.id, { by: request.actor, run: explainFinding, input })
    return undefined
  },
}
