import type { KnownBlock } from '@slack/types'
import type { DisclosedIncident } from '../../domain/disclosure.ts'
import type { ReviewProgress } from '../../domain/review-state.ts'
import type { ReviewReminder } from '../../domain/review-work.ts'
import { ACTIONS } from '../action-ids.ts'
import { actions, button, context, section } from '../blocks.ts'
import { type Mrkdwn, md, truncate } from '../mrkdwn.ts'
import { forOutside, type OutsideView } from '../outside.ts'
import { reviewLine } from './review-line.ts'

/** A review that somebody is to write, and of which incident. */
export interface OwedReview {
  readonly incident: DisclosedIncident
  readonly progress: ReviewProgress
}

/** Two blocks each, on a page that shows other things too. */
const shownAtMost = 10

const REMINDER: Record<ReviewReminder, string> = {
  given: 'A review is yours to write',
  before: 'A review is due soon',
  due: 'A review is due now',
  overdue: 'A review is overdue',
}

function of(incident: DisclosedIncident): Mrkdwn {
  return md`*${incident.id}* ${truncate(incident.title, 150)}`
}

function buttons({ id: value }: DisclosedIncident) {
  return [
    button('Write it', ACTIONS.writeReview, { value }),
    button('Owner and day…', ACTIONS.assignReview, { value }),
    button('Publish', ACTIONS.publishReview, { value }),
  ]
}

/** To who writes it, or to who leads while that is of no use. */
export function reviewReminderView(
  { incident, progress }: OwedReview,
  { reminder, isOwner }: { readonly reminder: ReviewReminder; readonly isOwner: boolean },
): OutsideView {
  return forOutside({
    text: `${REMINDER[reminder]}: ${incident.id} ${truncate(incident.title, 150)}`,
    blocks: [
      section(md`${REMINDER[reminder]}. ${of(incident)}\n${reviewLine(progress)}`),
      ...actions(buttons(incident)),
      ...(isOwner
        ? []
        : [context(md`You hear of it because you lead the incident: who could write it, and until when?`)]),
    ],
  })
}

/** What one person is to write, over all incidents. */
export function owedReviewBlocks(owed: readonly OwedReview[]): KnownBlock[] {
  return [
    ...owed
      .slice(0, shownAtMost)
      .flatMap(({ incident, progress }) => [
        section(md`${of(incident)}\n${reviewLine(progress)}`),
        ...actions(buttons(incident), `review_of_${incident.id}`),
      ]),
    ...(owed.length > shownAtMost ? [context(md`and ${owed.length - shownAtMost} more`)] : []),
  ]
}
