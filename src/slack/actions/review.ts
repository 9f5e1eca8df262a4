import { WRITTEN_SECTIONS } from '../../domain/review-written.ts'
import { ACTIONS } from '../action-ids.ts'
import { reviewOwnerView } from '../modals/review-owner.ts'
import { trayCallback } from '../modals/tray.ts'
import { reviewModalView, sectionModalView, withWhyFields } from '../modals/write-review.ts'
import { findIncident, openModal } from '../request.ts'
import type { Action } from './action.ts'
import { replaceView } from './replace-view.ts'

/** What people write in the review, who writes it, and until when. */
export const reviewActions: readonly Action[] = [
  {
    id: ACTIONS.writeReview,
    async run(request) {
      const incident = await findIncident(request, request.value)
      const view = reviewModalView(incident, request.app.policy)
      // Back from one section: Slack stacks no more than three windows.
      if (request.viewId && request.view?.callbackId !== trayCallback) await replaceView(request, view)
      else await openModal(request, view)
      return undefined
    },
  },
  {
    id: ACTIONS.writeSection,
    async run(request) {
      const [id = '', name] = request.value.split('#')
      const incident = await findIncident(request, id)
      const section = WRITTEN_SECTIONS.find(one => one === name)
      if (!section) return undefined
      const view = sectionModalView(incident, { id: section })
      if (request.viewId) await replaceView(request, view)
      else await openModal(request, view)
      return undefined
    },
  },
  {
    id: ACTIONS.fiveWhys,
    async run(request) {
      const [id = ''] = request.value.split('#')
      const incident = await findIncident(request, id)
      if (request.view) await replaceView(request, withWhyFields(incident, request.view))
      return undefined
    },
  },
  {
    id: ACTIONS.assignReview,
    async run(request) {
      await openModal(request, reviewOwnerView(await findIncident(request, request.value), request.app.policy))
      return undefined
    },
  },
]
