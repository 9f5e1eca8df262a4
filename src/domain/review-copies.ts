import { addMinutes } from './duration.ts'
import type { Incident } from './incident.ts'
import { type Fact, isFact } from './timeline.ts'
import type { WorkBase } from './work-base.ts'

/** A copy that comes later than a day is one that nobody knows what to do with. */
const copyForMinutes = 24 * 60

/** The review as an audience may read it, below the message that told it of the review. */
export interface ReviewCopyWork extends WorkBase {
  readonly kind: 'send-review'
  readonly expiresAt: Date
  readonly posted: Fact<'update-posted'>
}

export function reviewCopyWork({ id, timeline }: Incident): ReviewCopyWork[] {
  const published = timeline.filter(isFact('update-written')).filter(({ kind }) => kind === 'review-published')
  return timeline
    .filter(isFact('update-posted'))
    .filter(posted => published.some(({ seq }) => seq === posted.update))
    .map(posted => {
      const key = `${id}#${posted.seq}/send-review`
      const { recordedAt: dueAt } = posted
      return { kind: 'send-review', key, lane: key, dueAt, expiresAt: addMinutes(dueAt, copyForMinutes), posted }
    })
}
