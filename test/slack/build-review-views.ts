import type { Incident } from '../../src/domain/incident.ts'
import type { Policy } from '../../src/domain/policy.ts'
import { formats } from '../../src/exports/index.ts'
import { buildReviewView } from '../../src/slack/modals/build-review.ts'
import { readingBlocks } from '../../src/slack/views/reviews.ts'
import { at } from '../helpers/incidents.ts'
import type { View } from './views-of.ts'

/** As what the review can be built, and for whom. */
export function buildReviewViews(
  { open, hidden }: { open: Incident; hidden: Incident },
  policy: Policy,
): Record<string, View> {
  return {
    'modal-build-review': buildReviewView(open, { policy, formats }),
    'modal-build-review-private': buildReviewView(hidden, { policy, formats }),
    'modal-read-review': buildReviewView(
      hidden,
      { policy, formats },
      readingBlocks({
        links: [
          { label: 'HTML', address: 'https://sitrep.example/people/U0ANA/reviews/INC-43/review.html?expires=1' },
          { label: 'PDF', address: 'https://sitrep.example/people/U0ANA/reviews/INC-43/review.pdf?expires=1' },
        ],
        files: { count: 3, address: 'https://sitrep.example/people/U0ANA/reviews/INC-43/files?expires=1' },
        readers: [{ user: 'U0BEN', at: at(90) }],
        isPrivate: true,
      }),
    ),
  }
}
