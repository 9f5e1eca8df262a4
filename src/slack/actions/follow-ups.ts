import { decide } from '../../app/incidents.ts'
import { keepPromise } from '../../domain/follow-ups.ts'
import { ACTIONS } from '../action-ids.ts'
import { followUpsModalView } from '../modals/follow-ups.ts'
import { reviewCallback, reviewModalView } from '../modals/write-review.ts'
import { publish } from '../publish-review.ts'
import { findIncident, openModal } from '../request.ts'
import type { Action } from './action.ts'
import { replaceView } from './replace-view.ts'

/** What is told after the end: promises that are kept, and the review. */
export const followUpActions: readonly Action[] = [
  {
    id: ACTIONS.followUps,
    async run(request) {
      await openModal(request, followUpsModalView(await findIncident(request, request.value)))
      return undefined
    },
  },
  {
    id: ACTIONS.followUpDone,
    async run(request) {
      const { app, actor } = request
      const [id = '', number] = request.value.split('#')
      const incident = await findIncident(request, id)
      const input = { number: Number(number), policy: app.policy }
      const after = await decide(app, incident.id, { by: actor, run: keepPromise, input })
      if (!request.view)
        return { text: `Follow-up ${number} of ${incident.id} is done; whoever read the promise hears it.` }
      await replaceView(request, followUpsModalView(after))
      return undefined
    },
  },
  {
    id: ACTIONS.publishReview,
    async run(request) {
      const { view } = request
      const incident = await findIncident(request, request.value)
      const { reply, after } = await publish(request, incident)
      if (view?.callbackId !== reviewCallback) return reply
      await replaceView(request, reviewModalView(after, request.app.policy, reply.text))
      return undefined
    },
  },
]
