import { decide } from '../../app/incidents.ts'
import { requestRecord } from '../../domain/compose-record.ts'
import { verdicts } from '../../domain/feedback.ts'
import { ACTIONS } from '../action-ids.ts'
import { section } from '../blocks.ts'
import { commsModalView } from '../modals/comms.ts'
import { md } from '../mrkdwn.ts'
import { requireResponder } from '../question-ref.ts'
import { findIncident, openModal } from '../request.ts'
import { commsBlocks } from '../views/comms.ts'
import type { Action } from './action.ts'
import { replaceView } from './replace-view.ts'

/** The record of who was told what, and all of it as a file. */
export const commsActions: readonly Action[] = [
  {
    id: ACTIONS.comms,
    async run(request) {
      const { app } = request
      const { policy } = app
      const incident = await requireResponder(request, await findIncident(request, request.value))
      const said = verdicts(await app.feedback.of(incident.id), policy)
      const blocks = commsBlocks(incident, { policy, verdicts: said, now: app.now() })
      await openModal(request, commsModalView(incident, blocks))
      return undefined
    },
  },
  {
    id: ACTIONS.commsFile,
    async run(request) {
      const incident = await requireResponder(request, await findIncident(request, request.value))
      await decide(request.app, incident.id, { by: request.actor, run: requestRecord, input: undefined })
      const text = `The record of ${incident.id} will be in its channel as a file in a moment.`
      if (!request.view) return { text }
      await replaceView(request, commsModalView(incident, [section(md`${text}`)]))
      return undefined
    },
  },
]
