import type { Performer } from '../../app/app.ts'
import { disclose } from '../../domain/disclosure.ts'
import { directTo } from '../clearance.ts'
import { post } from '../messages.ts'
import { ratingView } from '../views/respond.ts'
import type { Workspace } from '../workspace.ts'

/** Asks the reporter, once it is closed, how it was handled; if they may still hear of it. */
export function askRating(workspace: Workspace): Performer<'ask-rating'> {
  return async ({ incident, work: { key, fact } }, app) => {
    const to = await directTo(workspace, incident, incident.reporter)
    if (!to) return undefined
    const message = ratingView(disclose(incident, 'insider', app.policy), fact.seq)
    await post(workspace.client, { to, message, key })
    return undefined
  }
}
