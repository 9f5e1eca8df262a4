import { disclose } from '../domain/disclosure.ts'
import { isReviewOwed, reviewState } from '../domain/review-state.ts'
import { sightOf } from './clearance.ts'
import type { Request } from './request.ts'
import type { OwedReview } from './views/review-reminder.ts'

/** The reviews that whoever asks is to write, what is due first; of incidents that they may know of now. */
export async function myReviews({ app, workspace, actor }: Request): Promise<OwedReview[]> {
  const found = (await app.incidents.withReviewOf(actor.by)).filter(one => isReviewOwed(one, app.policy))
  if (found.length === 0) return []
  const readsAs = await sightOf(workspace, actor.by)
  return found
    .flatMap(one => {
      const incident = disclose(one, readsAs(one), app.policy)
      return incident?.shows === 'incident' ? [{ incident, progress: reviewState(one, app.policy) }] : []
    })
    .sort((a, b) => (a.progress.dueAt?.getTime() ?? 0) - (b.progress.dueAt?.getTime() ?? 0))
}
