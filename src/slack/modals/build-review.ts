import type { KnownBlock, ModalView } from '@slack/types'
import { z } from 'zod'
import { audienceLabel } from '../../domain/audiences.ts'
import type { Incident } from '../../domain/incident.ts'
import type { Policy } from '../../domain/policy.ts'
import type { ReviewFormat } from '../../domain/review.ts'
import { askForReview, reviewAudiences } from '../ask-review.ts'
import { selectInput } from '../blocks.ts'
import { findIncident } from '../request.ts'
import { defaultFormat } from '../review-formats.ts'
import { fieldErrors, optionalChoice } from './form.ts'
import { incidentMetadata, incidentOf, type Modal, modalView } from './modal.ts'

const callbackId = 'build_review'
/** No audience: the whole of it. */
const everything = 'everything'

/** As what the review is to be built, and for whom; above it, what there is to read already. */
export function buildReviewView(
  incident: Incident,
  { policy, formats }: { policy: Policy; formats: readonly Pick<ReviewFormat, 'id' | 'label'>[] },
  reading: readonly KnownBlock[] = [],
): ModalView {
  const audiences = reviewAudiences(incident, policy)
  return modalView({
    callbackId,
    title: `Review of ${incident.id}`,
    submit: 'Build',
    metadata: incidentMetadata(incident),
    blocks: [
      ...reading,
      selectInput({
        id: 'format',
        label: 'As what?',
        choices: formats.map(({ id, label }) => ({ value: id, text: label })),
        initial: defaultFormat,
        hint: 'It arrives in the incident’s channel. Transcripts hold what was said there, and nothing else.',
      }),
      ...(audiences.length > 0
        ? [
            selectInput({
              id: 'audience',
              label: 'For whom?',
              choices: [
                { value: everything, text: 'The channel: everything' },
                ...audiences.map(id => ({ value: id, text: `${audienceLabel(id, policy)}: what they may read` })),
              ],
              initial: everything,
              hint: 'What an audience may read has no names, no messages and no notes in it. You pass it on.',
            }),
          ]
        : []),
    ],
  })
}

export const buildReviewModal: Modal = {
  callbackId,
  async submit(request, form, metadata) {
    const { app } = request
    const incident = await findIncident(request, incidentOf(metadata))
    const ids = app.formats.map(({ id }) => id)
    const audiences = reviewAudiences(incident, app.policy)
    const schema = z.object({ format: optionalChoice(ids), audience: optionalChoice([everything, ...audiences]) })
    const parsed = schema.safeParse(form)
    if (!parsed.success) return { errors: fieldErrors(parsed.error) }
    const { format = defaultFormat, audience } = parsed.data
    await askForReview(request, incident, { format, audience: audience === everything ? undefined : audience })
    return undefined
  },
}
