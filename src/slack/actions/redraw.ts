import type { ModalView } from '@slack/types'
import { ServiceError } from '../../errors.ts'
import { declareCallback, redrawDeclareView } from '../modals/declare.ts'
import { redrawSeverityView, severityCallback } from '../modals/severity.ts'
import type { Action, ActionRequest } from './action.ts'

function redrawn({ app, view }: ActionRequest): ModalView | undefined {
  switch (view?.callbackId) {
    case declareCallback:
      return redrawDeclareView(app.policy, view.form)
    case severityCallback:
      return redrawSeverityView(app.policy, view.form, view.metadata)
    default:
      return undefined
  }
}

/** The choices that change what a form says: the priority follows them, with no database in between. */
function redrawOn(id: string): Action {
  return {
    id,
    async run(request) {
      const view = redrawn(request)
      if (!view || !request.view) return undefined
      try {
        // Without the hash: a choice made right after this one carries an older hash, and must still be shown.
        await request.workspace.client.call('views.update', { view_id: request.view.id, view })
      } catch (error) {
        // Sent or closed meanwhile: there is nothing left to redraw.
        if (!(error instanceof ServiceError && error.code === 'not_found')) throw error
      }
      return undefined
    },
  }
}

const fields = ['severity', 'urgency', 'category', 'private'] as const

export const redrawActions: readonly Action[] = fields.map(redrawOn)
