import { ACTIONS } from '../action-ids.ts'
import { askForReview } from '../ask-review.ts'
import { openReadingForm, openReviewList } from '../read-review.ts'
import { findIncident } from '../request.ts'
import { defaultFormat } from '../review-formats.ts'
import type { Action } from './action.ts'

/** One press on the card; whoever is in a window has the time to choose. */
export const buildReviewAction: Action = {
  id: ACTIONS.review,
  async run(request) {
    const incident = await findIncident(request, request.value)
    if (!request.viewId) return askForReview(request, incident, { format: defaultFormat })
    await openReadingForm(request, incident)
    return undefined
  },
}

/** Reading, and what is near to it. */
export const readReviewActions: readonly Action[] = [
  {
    id: ACTIONS.readReview,
    async run(request) {
      await openReadingForm(request, await findIncident(request, request.value))
      return undefined
    },
  },
  {
    id: ACTIONS.listReviews,
    async run(request) {
      await openReviewList(request)
      return undefined
    },
  },
]
