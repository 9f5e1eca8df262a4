import { decide } from '../../app/incidents.ts'
import { compose } from '../../domain/compose.ts'
import { asCorrected } from '../../domain/correction.ts'
import { failedPlace, retryDelivery } from '../../domain/delivery.ts'
import { updateNumbered } from '../../domain/update-preview.ts'
import { UserError } from '../../errors.ts'
import { ACTIONS } from '../action-ids.ts'
import { copyModalView } from '../modals/copy.ts'
import { findIncident, openModal } from '../request.ts'
import type { Action } from './action.ts'

/** The button carries the key of the work that was given up, which begins with the incident. */
function incidentIn(work: string): string {
  return work.split('#')[0] ?? ''
}

const retry: Action = {
  id: ACTIONS.retryUpdate,
  async run(request) {
    const { app, actor, value: work } = request
    const incident = await findIncident(request, incidentIn(work))
    const after = await decide(app, incident.id, { by: actor, run: retryDelivery, input: { work } })
    return {
      text:
        after.version === incident.version
          ? 'It was posted there meanwhile, or is being tried again already.'
          : 'Trying again. If it does not get there, you hear of it here.',
    }
  },
}

const copy: Action = {
  id: ACTIONS.copyUpdate,
  async run(request) {
    const { app, value: work } = request
    const incident = await findIncident(request, incidentIn(work))
    const place = failedPlace(incident, work)
    const update = place && updateNumbered(incident, place.update)
    if (!place || !update) throw new UserError('nothing-to-copy', `${incident.id} has no such update any more.`)
    const rendering = compose(place.audience, asCorrected(update, incident), { incident, policy: app.policy })
    await openModal(request, copyModalView(incident, place, { rendering, policy: app.policy }))
    return undefined
  },
}

export const deliveryActions: readonly Action[] = [retry, copy]
