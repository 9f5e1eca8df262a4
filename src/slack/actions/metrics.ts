import { usualDays } from '../../app/figures.ts'
import { ACTIONS } from '../action-ids.ts'
import { context } from '../blocks.ts'
import { figuresFor } from '../figures.ts'
import { metricsModalView } from '../modals/metrics.ts'
import { md } from '../mrkdwn.ts'
import { figuresBlocks } from '../views/figures.ts'
import type { Action } from './action.ts'

/** The figures of the last month. The trigger lives three seconds, so the modal opens before there is anything in it. */
export const metricsAction: Action = {
  id: ACTIONS.metrics,
  async run(request) {
    const { client } = request.workspace
    const opened = await client.call('views.open', {
      trigger_id: request.triggerId,
      view: metricsModalView([context(md`Counting…`)]),
    })
    const figures = await figuresFor(request, { days: usualDays, service: undefined })
    const view = metricsModalView(figuresBlocks(figures, request.app.policy))
    if (opened.view?.id) await client.call('views.update', { view_id: opened.view.id, view })
    return undefined
  },
}
