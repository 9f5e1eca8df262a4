import { RATINGS, type Rating, verdicts } from '../../domain/feedback.ts'
import { ACTIONS } from '../action-ids.ts'
import { actions, button, section } from '../blocks.ts'
import { feedbackModalView, ratingLineModalView } from '../modals/feedback.ts'
import { md } from '../mrkdwn.ts'
import { requireResponder } from '../question-ref.ts'
import { findIncident, openModal, type Reply, type Request } from '../request.ts'
import { answeredUpdate, writeUpdateRef } from '../update-ref.ts'
import type { Action } from './action.ts'

export async function rate(request: Request, under: string, rating: Rating): Promise<Reply> {
  const { app, actor } = request
  const { incident, update, audience } = await answeredUpdate(request, under)
  await app.feedback.note({ incident, update, audience, by: actor.by, at: app.now() }, { rating })
  const text =
    rating === 'helpful'
      ? 'Thank you: noted as helpful. Press again to change your mind.'
      : 'Thank you: noted as not helpful. A line on what was missing helps to do better.'
  const ref = writeUpdateRef({ incident, update, audience })
  return {
    text,
    blocks: [section(md`${text}`), ...actions([button('Add a line…', ACTIONS.ratingLine, { value: ref })])],
  }
}

/** What the readers of updates make of them, and where that is read. */
export const feedbackActions: readonly Action[] = [
  { id: ACTIONS.helpful, run: request => rate(request, request.value, 'helpful') },
  { id: ACTIONS.notHelpful, run: request => rate(request, request.value, 'not-helpful') },
  {
    id: ACTIONS.rate,
    async run(request) {
      const rating = RATINGS.find(one => request.value.endsWith(`/${one}`))
      return rating && rate(request, request.value, rating)
    },
  },
  {
    id: ACTIONS.ratingLine,
    async run(request) {
      await answeredUpdate(request, request.value)
      await openModal(request, ratingLineModalView(request.value))
      return undefined
    },
  },
  {
    id: ACTIONS.feedback,
    async run(request) {
      const { app } = request
      const incident = await requireResponder(request, await findIncident(request, request.value))
      const all = verdicts(await app.feedback.of(incident.id), app.policy)
      await openModal(request, feedbackModalView(incident, all))
      return undefined
    },
  },
]
