import type { Incident } from '../../src/domain/incident.ts'
import type { Policy } from '../../src/domain/policy.ts'
import { formats } from '../../src/exports/index.ts'
import { buildReviewView } from '../../src/slack/modals/build-review.ts'
import type { View } from './views-of.ts'

/** As what the review can be built, and for whom. */
export function buildReviewViews(
  { open, hidden }: { open: Incident; hidden: Incident },
  policy: Policy,
): Record<string, View> {
  return {
    'modal-build-review': buildReviewView(open, { policy, formats }),
    'modal-build-review-private': buildReviewView(hidden, { policy, formats }),
  }
}
