import { snooze, snoozeChoices } from '../../domain/snooze.ts'
import { ACTIONS } from '../action-ids.ts'
import { snoozeModalView } from '../modals/snooze.ts'
import { findIncident, openModal } from '../request.ts'
import type { Action } from './action.ts'

export const snoozeAction: Action = {
  id: ACTIONS.snooze,
  async run(request) {
    const { app, actor, value } = request
    const incident = await findIncident(request, value)
    const { policy } = app
    // Tried without saving it: who cannot put it off is told before filling in a form.
    const [minutes = 1] = snoozeChoices(policy)
    snooze(incident, { minutes, reason: 'not said yet', policy }, { ...actor, at: app.now() })
    await openModal(request, snoozeModalView(incident, policy))
    return undefined
  },
}
