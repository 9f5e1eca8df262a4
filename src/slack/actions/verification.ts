import { decide } from '../../app/incidents.ts'
import { answerDispute, confirmFix, disputeFix } from '../../domain/verification.ts'
import { ACTIONS } from '../action-ids.ts'
import { answerDisputeModalView, disputeModalView } from '../modals/verification.ts'
import { findIncident, findKnown, openModal } from '../request.ts'
import type { Action } from './action.ts'

/** What who reported an incident, and who leads it, can press about whether it is fixed. */
export const verificationActions: readonly Action[] = [
  {
    id: ACTIONS.fixConfirm,
    async run(request) {
      const incident = await findKnown(request, request.value)
      await decide(request.app, incident.id, { by: request.actor, run: confirmFix, input: undefined })
      return { text: `Thank you. It is on the record that ${incident.id} is fixed for you.` }
    },
  },
  {
    id: ACTIONS.fixDispute,
    async run(request) {
      const incident = await findKnown(request, request.value)
      // Tried without saving it: who cannot say so is told before filling in a form.
      disputeFix(incident, { text: '-' }, { ...request.actor, at: request.app.now() })
      await openModal(request, disputeModalView(incident))
      return undefined
    },
  },
  {
    id: ACTIONS.answerDispute,
    async run(request) {
      const incident = await findIncident(request, request.value)
      answerDispute(incident, { reason: '-' }, { ...request.actor, at: request.app.now() })
      await openModal(request, answerDisputeModalView(incident))
      return undefined
    },
  },
]
