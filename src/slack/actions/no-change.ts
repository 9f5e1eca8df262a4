import { decide } from '../../app/incidents.ts'
import type { Incident } from '../../domain/incident.ts'
import { reportNoChange } from '../../domain/no-change.ts'
import { ACTIONS } from '../action-ids.ts'
import { findIncident, type Reply, type Request } from '../request.ts'
import { readSlotRef } from '../slot-ref.ts'
import type { Action } from './action.ts'

/** `slot` is the time of the update that the person was reminded of, where they were. */
export async function sayNoChange({ app, actor }: Request, { id }: Incident, slot?: Date): Promise<Reply> {
  await decide(app, id, { by: actor, run: reportNoChange, input: { policy: app.policy, slot } })
  return { text: `Told everybody that ${id} goes on without a change.` }
}

export const noChangeAction: Action = {
  id: ACTIONS.noChange,
  async run(request) {
    const { incident, slot } = readSlotRef(request.value)
    return sayNoChange(request, await findIncident(request, incident), slot)
  },
}
