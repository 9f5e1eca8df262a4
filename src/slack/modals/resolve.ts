import type { ModalView } from '@slack/types'
import { z } from 'zod'
import type { AudienceField } from '../../domain/audience-policy.ts'
import { allowedFields, audienceLabel, reachableAudiences } from '../../domain/audiences.ts'
import { linesOf } from '../../domain/closing.ts'
import type { Incident } from '../../domain/incident.ts'
import { resolve } from '../../domain/lifecycle.ts'
import type { Policy } from '../../domain/policy.ts'
import { lastReport } from '../../domain/updates.ts'
import { context, textInput } from '../blocks.ts'
import { md } from '../mrkdwn.ts'
import { openQuestionsNote } from '../views/questions.ts'
import { optionalText, requiredText } from './form.ts'
import { decisionModal, incidentMetadata, modalView } from './modal.ts'

const callbackId = 'resolve'
const maxPromises = 10

const schema = z.object({
  resolution: requiredText(3000, 'Say what fixed it, or how people get by.'),
  happened: optionalText(3000),
  impact: optionalText(3000),
  prevention: optionalText(3000),
  promises: optionalText(3000)
    .transform(text => (text === undefined ? undefined : linesOf(text)))
    .refine(list => (list ?? []).length <= maxPromises, `At most ${maxPromises} promises: keep those that matter.`),
})

const optional: readonly { id: AudienceField; label: string; hint: string }[] = [
  { id: 'happened', label: 'What happened', hint: 'In plain words, without names of systems or people.' },
  { id: 'impact', label: 'Impact', hint: 'In numbers: who could not do what, how many, for how long.' },
  { id: 'prevention', label: 'What we do about it', hint: 'What is done so that it does not happen again.' },
  {
    id: 'promises',
    label: 'What we promise',
    hint: 'Follow-ups, one a line. Whoever reads this hears when one is done.',
  },
]

export function resolveModalView(incident: Incident, policy: Policy): ModalView {
  const reached = reachableAudiences(incident, policy)
  const readersOf = (field: AudienceField) =>
    reached
      .filter(audience => allowedFields(audience, incident, policy).includes(field))
      .map(audience => audienceLabel(audience, policy))
      .join(', ')
  const readBy = (field: AudienceField) => {
    const readers = readersOf(field)
    return readers ? `Read by ${readers}.` : 'Kept for the review.'
  }
  return modalView({
    callbackId,
    title: `Resolve ${incident.id}`,
    submit: 'Resolve',
    metadata: incidentMetadata(incident),
    blocks: [
      ...openQuestionsNote(incident),
      textInput({
        id: 'resolution',
        label: 'What fixed it',
        multiline: true,
        hint: `A fix, or the workaround that holds. ${readBy('resolution')}`,
      }),
      ...optional.map(({ id, label, hint }) =>
        textInput({
          id,
          label,
          multiline: true,
          optional: true,
          hint: `${hint} ${readBy(id)}`,
          ...(id === 'impact' ? { initial: lastReport(incident)?.fields.impact } : {}),
        }),
      ),
      context(md`Every audience gets a closing update with what it may see; what is left empty is left out.`),
    ],
  })
}

export const resolveModal = decisionModal({ callbackId, schema: () => schema, run: resolve })
