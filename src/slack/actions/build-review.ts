import { ACTIONS } from '../action-ids.ts'
import { askForReview } from '../ask-review.ts'
import { buildReviewView } from '../modals/build-review.ts'
import { findIncident, openModal } from '../request.ts'
import { defaultFormat } from '../review-formats.ts'
import type { Action } from './action.ts'

/** One press on the card; whoever is in a window has the time to choose. */
export const buildReviewAction: Action = {
  id: ACTIONS.review,
  async run(request) {
    const incident = await findIncident(request, request.value)
    if (!request.viewId) return askForReview(request, incident, { format: defaultFormat })
    await openModal(request, buildReviewView(incident, request.app))
    return undefined
  },
}
