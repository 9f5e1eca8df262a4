import { ACTIONS } from '../action-ids.ts'
import { openCorrectForm } from '../modals/correct.ts'
import { findIncident } from '../request.ts'
import type { Action } from './action.ts'

export const correctAction: Action = {
  id: ACTIONS.correct,
  async run(request) {
    await openCorrectForm(request, await findIncident(request, request.value))
    return undefined
  },
}
