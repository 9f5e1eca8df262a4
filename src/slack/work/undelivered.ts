import type { Performer } from '../../app/app.ts'
import { numberOf } from '../../domain/delivery-work.ts'
import { disclose } from '../../domain/disclosure.ts'
import { updateOwner } from '../../domain/updates.ts'
import { directTo } from '../clearance.ts'
import { lookBackTo, post } from '../messages.ts'
import { undeliveredView } from '../views/undelivered.ts'
import type { Workspace } from '../workspace.ts'

/** Says directly to whoever sent an update where it is not yet; of an automatic one to whoever owes the next. */
export function tellUndelivered(workspace: Workspace): Performer<'tell-undelivered'> {
  return async ({ incident, work, claim }, app) => {
    const { fact: update, missing, key } = work
    const user = update.by === 'sitrep' ? updateOwner(incident) : update.by
    const to = await directTo(workspace, incident, user)
    if (!to) return undefined
    const { policy } = app
    const number = numberOf(incident, update)
    const shown = disclose(incident, 'insider', policy)
    const message = undeliveredView(shown, { number, writtenAt: update.at, missing, policy })
    await post(workspace.client, { to, message, key, lookBackTo: lookBackTo(claim) })
    return undefined
  }
}
