import type { ModalView } from '@slack/types'
import { z } from 'zod'
import type { Incident } from '../../domain/incident.ts'
import type { Policy } from '../../domain/policy.ts'
import { assignReview, reviewState } from '../../domain/review-state.ts'
import { momentInput, userInput } from '../blocks.ts'
import { optionalMoment } from './form.ts'
import { decisionModal, incidentMetadata, modalView } from './modal.ts'

const callbackId = 'review_owner'

/** Who writes the review, and until when. */
export function reviewOwnerView(incident: Incident, policy: Policy): ModalView {
  const { owner, dueAt } = reviewState(incident, policy)
  return modalView({
    callbackId,
    title: `Review of ${incident.id}`,
    submit: 'Save',
    metadata: incidentMetadata(incident),
    blocks: [
      userInput({
        id: 'owner',
        label: 'Who writes it?',
        initial: owner,
        optional: true,
        hint: 'Is reminded before it is due. Unless you say otherwise, whoever led the incident when it was resolved.',
      }),
      momentInput({ id: 'dueAt', label: 'Until when?', initial: dueAt, optional: true }),
    ],
  })
}

export const reviewOwnerModal = decisionModal({
  callbackId,
  schema: () => z.object({ owner: z.string().optional(), dueAt: optionalMoment }),
  run: assignReview,
})
