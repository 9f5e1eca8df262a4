import { decide } from '../../app/incidents.ts'
import { type ActionItem, endItem, itemNumber, reopenItem, requireItem } from '../../domain/action-items.ts'
import type { Incident } from '../../domain/incident.ts'
import { ACTIONS } from '../action-ids.ts'
import { itemModalView } from '../modals/action-item.ts'
import { dropItemView, moveItemView } from '../modals/end-item.ts'
import { followUpsModalView } from '../modals/follow-ups.ts'
import { findIncident, openModal, type Reply } from '../request.ts'
import type { Action, ActionRequest } from './action.ts'
import { replaceView } from './replace-view.ts'

/** The follow-up that a button is about. */
async function meant(request: ActionRequest): Promise<{ incident: Incident; item: ActionItem }> {
  const [id = '', number] = request.value.split('#')
  const incident = await findIncident(request, id)
  return { incident, item: requireItem(incident, Number(number)) }
}

/** The list anew where it was pressed in one; else what was done, below the message. */
async function shownAnew(request: ActionRequest, after: Incident, text: string): Promise<Reply | undefined> {
  if (request.view?.callbackId !== followUpsModalView(after).callback_id) return { text }
  await replaceView(request, followUpsModalView(after))
  return undefined
}

/** What people press to make follow-ups of our own, and to bring them to an end. */
export const itemActions: readonly Action[] = [
  {
    id: ACTIONS.addItem,
    async run(request) {
      const incident = await findIncident(request, request.value)
      const { policy, now } = request.app
      await openModal(request, itemModalView(incident, { policy, now: now() }))
      return undefined
    },
  },
  {
    id: ACTIONS.editItem,
    async run(request) {
      const { incident, item } = await meant(request)
      const { policy, now } = request.app
      await openModal(request, itemModalView(incident, { policy, now: now(), item }))
      return undefined
    },
  },
  {
    id: ACTIONS.itemDone,
    async run(request) {
      const { incident, item } = await meant(request)
      const input = { number: item.number, outcome: 'done' as const }
      const after = await decide(request.app, incident.id, { by: request.actor, run: endItem, input })
      return shownAnew(request, after, `${itemNumber(item)} of ${incident.id} is done: ${item.text}`)
    },
  },
  {
    id: ACTIONS.reopenItem,
    async run(request) {
      const { incident, item } = await meant(request)
      const input = { number: item.number }
      const after = await decide(request.app, incident.id, { by: request.actor, run: reopenItem, input })
      return shownAnew(request, after, `${itemNumber(item)} of ${incident.id} is open again.`)
    },
  },
  {
    id: ACTIONS.moveItem,
    async run(request) {
      const { incident, item } = await meant(request)
      await openModal(request, moveItemView(incident.id, item))
      return undefined
    },
  },
  {
    id: ACTIONS.dropItem,
    async run(request) {
      const { incident, item } = await meant(request)
      await openModal(request, dropItemView(incident.id, item))
      return undefined
    },
  },
]
