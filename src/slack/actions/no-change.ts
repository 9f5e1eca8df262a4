import { decide } from '../../app/incidents.ts'
import { reportNoChange } from '../../domain/no-change.ts'
import { ACTIONS } from '../action-ids.ts'
import { findIncident } from '../request.ts'
import { readSlotRef } from '../slot-ref.ts'
import type { Action } from './action.ts'

export const noChangeAction: Action = {
  id: ACTIONS.noChange,
  async run(request) {
    const { app, actor, value } = request
    const { incident, slot } = readSlotRef(value)
    const { id } = await findIncident(request, incident)
    await decide(app, id, { by: actor, run: reportNoChange, input: { policy: app.policy, slot } })
    return { text: `Told everybody that ${id} goes on without a change.` }
  },
}
