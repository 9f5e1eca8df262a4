import type { ModalView } from '@slack/types'
import { WRITTEN_SECTIONS } from '../../domain/review-written.ts'
import { ACTIONS } from '../action-ids.ts'
import { reviewOwnerView } from '../modals/review-owner.ts'
import { restoreView, sectionHistoryView } from '../modals/section-history.ts'
import { trayCallback } from '../modals/tray.ts'
import { reviewModalView, sectionModalView, withWhyFields } from '../modals/write-review.ts'
import { findIncident, openModal } from '../request.ts'
import type { Action, ActionRequest } from './action.ts'
import { replaceView } from './replace-view.ts'

/** The incident and the section that a button is about, for somebody who may read what is written there. */
async function meant(request: ActionRequest) {
  const [id = '', name, version] = request.value.split('#')
  const incident = await findIncident(request, id)
  return { incident, section: WRITTEN_SECTIONS.find(one => one === name), version: Number(version) }
}

/** Slack stacks no more than three windows, so one of the review takes the place of the other. */
async function show(request: ActionRequest, view: ModalView): Promise<undefined> {
  if (request.viewId && request.view?.callbackId !== trayCallback) await replaceView(request, view)
  else await openModal(request, view)
}

/** What people write in the review, who writes it, and until when. */
export const reviewActions: readonly Action[] = [
  {
    id: ACTIONS.writeReview,
    async run(request) {
      const { incident } = await meant(request)
      return show(request, reviewModalView(incident, request.app.policy))
    },
  },
  {
    id: ACTIONS.writeSection,
    async run(request) {
      const { incident, section } = await meant(request)
      return section && show(request, sectionModalView(incident, { id: section }))
    },
  },
  {
    id: ACTIONS.sectionHistory,
    async run(request) {
      const { incident, section } = await meant(request)
      return section && show(request, sectionHistoryView(incident, section))
    },
  },
  {
    id: ACTIONS.restoreVersion,
    async run(request) {
      const { incident, section, version } = await meant(request)
      const view = section && restoreView(incident, { id: section, seq: version })
      return view && show(request, view)
    },
  },
  {
    id: ACTIONS.fiveWhys,
    async run(request) {
      const { incident } = await meant(request)
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
