import { ACTIONS } from '../action-ids.ts'
import { openCorrectForm } from '../modals/correct.ts'
import { findIncident } from '../request.ts'
import { readUpdateRef } from '../update-ref.ts'
import type { Action } from './action.ts'

export const correctAction: Action = {
  id: ACTIONS.correct,
  async run(request) {
    const { incident, update } = readUpdateRef(request.value)
    await openCorrectForm(request, await findIncident(request, incident), update)
    return undefined
  },
}
