import type { Performer } from '../../app/app.ts'
import { followingOf } from '../../domain/delivery-work.ts'
import { record } from '../../domain/incident.ts'
import { ownChannel } from '../clearance.ts'
import { edit, lookBackTo, post } from '../messages.ts'
import { followingView } from '../views/following.ts'
import type { Workspace } from '../workspace.ts'

/**
 * Says below the card where an update got to, once, and edits it in place. There and not directly to the sender:
 * whoever leads sees it too, can try again and can correct it, and nobody else is disturbed by a thread.
 */
export function showDelivery(workspace: Workspace): Performer<'show-delivery'> {
  const { client } = workspace
  return async ({ incident, work, claim }, app) => {
    const update = work.fact
    const to = await ownChannel(workspace, incident)
    const message = followingView(incident, update, app.policy)
    const shown = followingOf(incident, update)
    const ts = shown.at(-1)?.ts
    if (ts && (await edit(client, { to, ts, message }))) return undefined
    const posted = await post(client, {
      to,
      message,
      key: `${incident.id}#${update.seq}/delivery/${shown.length + 1}`,
      thread: incident.cardTs,
      lookBackTo: lookBackTo(claim),
    })
    return (latest, stamp) => record(latest, stamp, { type: 'delivery-shown', update: update.seq, ts: posted.ts })
  }
}
