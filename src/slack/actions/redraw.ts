import type { ModalView } from '@slack/types'
import { declareCallback, redrawDeclareView } from '../modals/declare.ts'
import { redrawSeverityView, severityCallback } from '../modals/severity.ts'
import type { Action, ActionRequest } from './action.ts'
import { replaceView } from './replace-view.ts'

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
      if (!view) return undefined
      await replaceView(request, view)
      return undefined
    },
  }
}

const fields = ['severity', 'urgency', 'category', 'private'] as const

export const redrawActions: readonly Action[] = fields.map(redrawOn)
