import type { Incident } from '../../domain/incident.ts'
import { type ActiveStatus, statusLabel } from '../../domain/status.ts'
import { ACTIONS } from '../action-ids.ts'
import { actions, button, section } from '../blocks.ts'
import { md } from '../mrkdwn.ts'
import type { Reply } from '../request.ts'

export function movedTo({ id, status }: Incident, to: ActiveStatus): string {
  return `${id} moved from ${statusLabel(status)} to ${statusLabel(to)}.`
}

/** Says that the status changed, and asks the one who changed it, and nobody else, what led to it. */
export function whatLedReply(incident: Incident, said: string): Reply {
  const last = incident.timeline.findLast(fact => fact.type === 'status-changed')
  if (!last) return { text: said }
  return {
    text: said,
    blocks: [
      section(md`${said} What led to it? A line helps the review.`),
      ...actions([button('Add a line', ACTIONS.whatLed, { value: `${incident.id}#${last.seq}` })], 'what_led'),
    ],
  }
}
