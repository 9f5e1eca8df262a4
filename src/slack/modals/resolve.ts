import type { KnownBlock, ModalView } from '@slack/types'
import { z } from 'zod'
import type { AudienceField } from '../../domain/audience-policy.ts'
import { allowedFields, audienceLabel, reachableAudiences } from '../../domain/audiences.ts'
import { type Closing, closingFields, linesOf } from '../../domain/closing.ts'
import type { Incident } from '../../domain/incident.ts'
import type { Policy } from '../../domain/policy.ts'
import { wordsToStartFrom } from '../../domain/updates.ts'
import { context, textInput } from '../blocks.ts'
import { md } from '../mrkdwn.ts'
import { findIncident, openModal, type Request } from '../request.ts'
import { openQuestionsNote } from '../views/questions.ts'
import { endingDraft, isSkipped, skipInput, submitEnding } from './ending.ts'
import { fieldErrors, optionalText, requiredText } from './form.ts'
import { incidentMetadata, incidentOf, type Modal, modalView } from './modal.ts'

const callbackId = 'resolve'
const maxPromises = 10

/** What fixed it, for the form with which it is written and the one with which it is corrected. */
export const closingSchema = z.object({
  resolution: requiredText(3000, 'Say what fixed it, or how people get by.'),
  happened: optionalText(3000),
  impact: optionalText(3000),
  prevention: optionalText(3000),
})

const schema = closingSchema.extend({
  promises: optionalText(3000)
    .transform(text => (text === undefined ? undefined : linesOf(text)))
    .refine(list => (list ?? []).length <= maxPromises, `At most ${maxPromises} promises: keep those that matter.`),
})

type Words = { readonly [F in 'resolution' | (typeof optional)[number]['id']]?: string | undefined }

const optional = [
  { id: 'happened', label: 'What happened', hint: 'In plain words, without names of systems or people.' },
  { id: 'impact', label: 'Impact', hint: 'In numbers: who could not do what, how many, for how long.' },
  { id: 'prevention', label: 'So that it does not happen again', hint: 'What is done about it, now and later.' },
] as const satisfies readonly { id: AudienceField; label: string; hint: string }[]

function readersOf(field: AudienceField, { incident, policy }: { incident: Incident; policy: Policy }): string {
  const readers = reachableAudiences(incident, policy)
    .filter(audience => allowedFields(audience, incident, policy).includes(field))
    .map(audience => audienceLabel(audience, policy))
    .join(', ')
  return readers ? `Read by ${readers}.` : 'Kept for the review.'
}

/** The fields of a closing notice, each with who reads it. */
export function closingInputs(incident: Incident, policy: Policy, given: Words): KnownBlock[] {
  const readBy = (field: AudienceField) => readersOf(field, { incident, policy })
  return [
    textInput({
      id: 'resolution',
      label: 'What fixed it',
      multiline: true,
      hint: `A fix, or the workaround that holds. ${readBy('resolution')}`,
      initial: given.resolution,
    }),
    ...optional.map(({ id, label, hint }) =>
      textInput({
        id,
        label,
        multiline: true,
        optional: true,
        hint: `${hint} ${readBy(id)}`,
        initial: given[id],
      }),
    ),
  ]
}

/** The form with which an incident is resolved, filled with what this person has not sent yet. */
export function resolveModalView(incident: Incident, policy: Policy, draft?: Closing): ModalView {
  const { promises, ...given } = draft ?? { impact: wordsToStartFrom(incident)?.impact }
  return modalView({
    callbackId,
    title: `Resolve ${incident.id}`,
    submit: 'Preview',
    metadata: incidentMetadata(incident),
    blocks: [
      ...openQuestionsNote(incident),
      ...closingInputs(incident, policy, given),
      textInput({
        id: 'promises',
        label: 'What we promise',
        multiline: true,
        optional: true,
        hint: `Follow-ups, one a line. Whoever reads this hears when one is done. ${readersOf('promises', { incident, policy })}`,
        initial: promises?.join('\n'),
      }),
      skipInput(),
      context(md`Every audience gets a closing update with what it may see; what is left empty is left out.`),
    ],
  })
}

/** The form, with what this person wrote of the end and left. */
export async function openResolveForm(request: Request, incident: Incident): Promise<void> {
  const { ends } = (await endingDraft(request, incident)) ?? {}
  const closing = ends?.how === 'resolve' ? ends.closing : undefined
  await openModal(request, resolveModalView(incident, request.app.policy, closing))
}

export const resolveModal: Modal = {
  callbackId,
  async submit(request, form, metadata) {
    const parsed = schema.safeParse(form)
    if (!parsed.success) return { errors: fieldErrors(parsed.error) }
    const incident = await findIncident(request, incidentOf(metadata))
    const { resolution, promises = [], ...more } = parsed.data
    const { promises: _, ...told } = closingFields(more)
    const closing = { resolution, ...told, ...(promises.length > 0 ? { promises } : {}) }
    return submitEnding(request, incident, { ending: { how: 'resolve', closing }, isAtOnce: isSkipped(form) })
  },
}
