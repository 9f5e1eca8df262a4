import { snooze, snoozeChoices } from '../../domain/snooze.ts'
import { ACTIONS } from '../action-ids.ts'
import { snoozeModalView } from '../modals/snooze.ts'
import { findIncident, openModal } from '../request.ts'
import { readSlotRef } from '../slot-ref.ts'
import type { Action } from './action.ts'

export const snoozeAction: Action = {
  id: ACTIONS.snooze,
  async run(request) {
    const { app, actor, value } = request
    const { incident: id, slot } = readSlotRef(value)
    const incident = await findIncident(request, id)
    const { policy } = app
    // Tried without saving it: who cannot put it off is told before filling in a form.
    const [minutes = 1] = snoozeChoices(policy)
    snooze(incident, { minutes, reason: 'not said yet', dueAt: slot, policy }, { ...actor, at: app.now() })
    await openModal(request, snoozeModalView(incident, policy))
    return undefined
  },
}
