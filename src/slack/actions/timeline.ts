import { ACTIONS } from '../action-ids.ts'
import { dropFrom, keepOn } from '../keep-message.ts'
import { timelineCallback } from '../modals/timeline.ts'
import { readTimeline } from '../read-timeline.ts'
import { findIncident, openModal, type Reply } from '../request.ts'
import { readMessageRef, readPlaceRef } from '../timeline-ref.ts'
import type { Action, ActionRequest } from './action.ts'
import { replaceView } from './replace-view.ts'

/** Turns to another page of it. */
async function turnTo(request: ActionRequest): Promise<undefined> {
  const { incident: id, place } = readPlaceRef(request.value)
  await replaceView(request, await readTimeline(request, await findIncident(request, id), { place }))
}

/** Does it, and shows what became of it: in the modal, or below the message. */
async function decideOn(request: ActionRequest, run: typeof keepOn): Promise<Reply | undefined> {
  const { incident: id, ts, side } = readMessageRef(request.value)
  const { incident, reply } = await run(request, await findIncident(request, id), ts)
  if (request.view?.callbackId !== timelineCallback) return reply
  const { place } = readPlaceRef(request.view.metadata)
  await replaceView(request, await readTimeline(request, incident, { place, just: { ts, side, notice: reply.text } }))
  return undefined
}

/** Reading the timeline, and choosing what of the conversation is on it. */
export const timelineActions: readonly Action[] = [
  {
    id: ACTIONS.timeline,
    async run(request) {
      await openModal(request, await readTimeline(request, await findIncident(request, request.value)))
      return undefined
    },
  },
  { id: ACTIONS.timelineNewer, run: turnTo },
  { id: ACTIONS.timelineOlder, run: turnTo },
  { id: ACTIONS.keepMessage, run: request => decideOn(request, keepOn) },
  { id: ACTIONS.dropMessage, run: request => decideOn(request, dropFrom) },
]
