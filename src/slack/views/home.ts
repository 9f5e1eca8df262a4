import type { HomeView } from '@slack/types'
import type { ListedReview } from '../../app/review-shelf.ts'
import type { Policy } from '../../domain/policy.ts'
import { ROLE, ROLES } from '../../domain/roles.ts'
import type { Subject } from '../../domain/subscriptions.ts'
import { ACTIONS } from '../action-ids.ts'
import { actions, button, context, header, section } from '../blocks.ts'
import { md } from '../mrkdwn.ts'
import type { OwnedItem } from '../my-items.ts'
import type { OpenIncidents } from '../open-incidents.ts'
import { hiddenLines, incidentLine } from './incident-line.ts'
import { myItemBlocks } from './my-items.ts'
import { type OwedReview, owedReviewBlocks } from './review-reminder.ts'
import { homeReviewBlocks } from './reviews.ts'
import { subscriptionBlocks } from './subscriptions.ts'

const shownAtMost = 20

/** The Home tab: the open incidents this person may know of, the most pressing first, and their roles. */
export function homeView(
  {
    known,
    subscriptions = [],
    items = [],
    reviews = [],
    toRead = [],
    ...hidden
  }: OpenIncidents & {
    readonly subscriptions?: readonly Subject[]
    readonly items?: readonly OwnedItem[]
    readonly reviews?: readonly OwedReview[]
    readonly toRead?: readonly ListedReview[]
  },
  me: string,
  policy: Policy,
): HomeView {
  const mine = known.flatMap(incident =>
    ROLES.filter(role => incident.roles[role] === me).map(role => `${ROLE[role].label} of ${incident.id}`),
  )
  const others = hiddenLines(hidden)
  return {
    type: 'home',
    blocks: [
      ...actions(
        [button('Declare an incident', ACTIONS.declare, { style: 'danger' }), button('Figures', ACTIONS.metrics)],
        'home_actions',
      ),
      header('Open incidents'),
      ...(known.length + others.length === 0 ? [section(md`Nothing is open. Enjoy the quiet.`)] : []),
      ...known.slice(0, shownAtMost).map(incident => section(incidentLine(incident, policy))),
      ...(known.length > shownAtMost ? [context(md`and ${known.length - shownAtMost} more`)] : []),
      ...(others.length > 0 ? [context(md`${others.join('\n')}`)] : []),
      header('Your roles'),
      section(mine.length > 0 ? md`${mine.join('\n')}` : md`You hold no role in an open incident.`),
      ...(reviews.length > 0 ? [header('Reviews to write'), ...owedReviewBlocks(reviews)] : []),
      ...(toRead.length > 0 ? [header('Reviews to read'), ...homeReviewBlocks(toRead)] : []),
      ...(items.length > 0 ? [header('Your follow-ups'), ...myItemBlocks(items)] : []),
      ...(subscriptions.length > 0 ? [header('Your subscriptions'), ...subscriptionBlocks(subscriptions, policy)] : []),
    ],
  }
}
