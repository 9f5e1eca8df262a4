import type { Performer } from '../../app/app.ts'
import { ServiceError } from '../../errors.ts'
import { mayKnow, ownChannel } from '../clearance.ts'
import { showOnly } from '../messages.ts'
import { catchUpView } from '../views/catch-up.ts'
import type { Workspace } from '../workspace.ts'

/** Shows somebody who came to the channel, and nobody else there, what happened so far. */
export function tellNewcomer(workspace: Workspace): Performer<'catch-up'> {
  return async ({ incident, work: { user } }, app) => {
    if (!(await mayKnow(workspace, user, incident))) return undefined
    const to = await ownChannel(workspace, incident)
    await showOnly(workspace.client, { to, user, message: catchUpView(incident, app.policy) }).catch(error => {
      // They left again.
      if (!(error instanceof ServiceError && error.outcome === 'permanent-target')) throw error
    })
    return undefined
  }
}
