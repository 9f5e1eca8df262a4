import { parseSubject } from '../../domain/subscriptions.ts'
import { ACTIONS } from '../action-ids.ts'
import { findKnown } from '../request.ts'
import { followIncident, unsubscribe } from '../subscriptions.ts'
import type { Action } from './action.ts'

/** What people press who want to hear of an incident, or of it no more. */
export const subscriptionActions: readonly Action[] = [
  {
    id: ACTIONS.subscribe,
    run: async request => followIncident(request, await findKnown(request, request.value)),
  },
  {
    id: ACTIONS.unsubscribe,
    async run(request) {
      const subject = parseSubject(request.value)
      return subject && unsubscribe(request, subject)
    },
  },
]
