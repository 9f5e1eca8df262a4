import { decide } from '../../app/incidents.ts'
import { undoAdjustment } from '../../domain/adjust-audience.ts'
import { ACTIONS } from '../action-ids.ts'
import { adjustForm, readAudienceRef, stakeholdersModalView } from '../modals/adjust-audience.ts'
import { findIncident, openModal } from '../request.ts'
import { stakeholderMap } from '../stakeholder-map.ts'
import type { Action } from './action.ts'
import { replaceView } from './replace-view.ts'

/** Who hears what of an incident, and what a person changes about it. */
export const stakeholderActions: readonly Action[] = [
  {
    id: ACTIONS.stakeholders,
    async run(request) {
      const incident = await findIncident(request, request.value)
      await openModal(request, stakeholdersModalView(incident, await stakeholderMap(request, incident)))
      return undefined
    },
  },
  {
    id: ACTIONS.adjustAudience,
    async run(request) {
      const { incident: id, audience } = readAudienceRef(request.value)
      const form = await adjustForm(request, await findIncident(request, id), audience)
      // In place of the map, which would be an old one once the form is sent.
      await (request.view ? replaceView(request, form) : openModal(request, form))
      return undefined
    },
  },
  {
    id: ACTIONS.undoAdjustment,
    async run(request) {
      const { app, actor, value } = request
      const { incident: id, audience } = readAudienceRef(value)
      const incident = await findIncident(request, id)
      const after = await decide(app, incident.id, { by: actor, run: undoAdjustment, input: { audience } })
      const map = await stakeholderMap(request, after)
      if (!request.view) return map
      await replaceView(request, stakeholdersModalView(after, map))
      return undefined
    },
  },
]
