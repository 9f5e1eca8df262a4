import type { Performer } from '../../app/app.ts'
import { disclose } from '../../domain/disclosure.ts'
import { isReviewOwed, reviewState } from '../../domain/review-state.ts'
import { directTo } from '../clearance.ts'
import { lookBackTo, post } from '../messages.ts'
import { reviewReminderView } from '../views/review-reminder.ts'
import type { Workspace } from '../workspace.ts'

/** Reminds privately of a review: its owner, else or besides whoever leads the incident, if they may hear of it. */
export function remindOfReview(workspace: Workspace): Performer<'remind-review'> {
  return async ({ incident, work, claim }, app) => {
    const isGiven = work.reminder === 'given'
    if (!isGiven && !isReviewOwed(incident, app.policy)) return undefined
    const progress = reviewState(incident, app.policy)
    const { owner } = progress
    const { deputy, commander } = incident.roles
    const leads = [deputy, commander].filter(user => user !== owner)
    const whom = isGiven ? [owner] : work.to === 'owner' ? [owner, commander, deputy] : leads
    for (const user of whom) {
      const to = user !== undefined && (await directTo(workspace, incident, user))
      if (!to) continue
      const owed = { incident: disclose(incident, 'insider', app.policy), progress }
      const message = reviewReminderView(owed, { reminder: work.reminder, isOwner: user === owner })
      await post(workspace.client, { to, message, key: work.key, lookBackTo: lookBackTo(claim) })
      return undefined
    }
    return undefined
  }
}
