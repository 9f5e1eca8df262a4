import type { Button, KnownBlock } from '@slack/types'
import type { Verdict } from '../../domain/feedback.ts'
import type { Incident } from '../../domain/incident.ts'
import { updatesOf } from '../../domain/updates.ts'
import { ACTIONS } from '../action-ids.ts'
import { button, context, section, words } from '../blocks.ts'
import { md } from '../mrkdwn.ts'

const mostLines = 20

/** What the readers of updates made of them, for the people in the incident’s channel. */
export function feedbackBlocks(incident: { readonly id: string }, verdicts: readonly Verdict[]): KnownBlock[] {
  if (verdicts.length === 0) return [context(md`Nobody has answered to an update of ${incident.id} yet.`)]
  const lines = verdicts.flatMap(({ label, lines: own }) => own.map(line => ({ label, ...line })))
  const shown = lines.slice(-mostLines)
  return [
    ...verdicts.map(({ label, people, enough, questions, helpful, notHelpful }) =>
      section(
        md`*${label}* (${people === 1 ? '1 person' : `${people} people`}): had what they needed ${enough}×, asked ${questions}×, 👍 ${helpful}, 👎 ${notHelpful}`,
      ),
    ),
    ...shown.map(({ label, rating, text }) =>
      words(`${label}${rating ? (rating === 'helpful' ? ' 👍' : ' 👎') : ''}`, text),
    ),
    ...(lines.length > shown.length
      ? [context(md`The last ${shown.length} of ${lines.length} lines; the review has all.`)]
      : []),
  ]
}

/** Where the feedback is read; there once somebody was told something. */
export function feedbackButton(incident: Incident): Button[] {
  return updatesOf(incident).length > 0 ? [button('Feedback', ACTIONS.feedback, { value: incident.id })] : []
}
