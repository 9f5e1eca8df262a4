import type { Performer } from '../../app/app.ts'
import { similarIncidents } from '../../app/similar.ts'
import { openItems } from '../../domain/action-items.ts'
import { disclose } from '../../domain/disclosure.ts'
import { record } from '../../domain/incident.ts'
import { similarFound } from '../../domain/similar.ts'
import { directTo } from '../clearance.ts'
import { lookBackTo, post } from '../messages.ts'
import { itemReminderView } from '../views/my-items.ts'
import type { Workspace } from '../workspace.ts'

/** Reminds the owner of a follow-up privately; the commander where nobody owns it, or the owner may not hear of it. */
export function remindOfItem(workspace: Workspace): Performer<'remind-item'> {
  return async ({ incident, work, claim }, app) => {
    const item = openItems(incident).find(({ number }) => number === work.item)
    if (!item) return undefined
    const whoElse = work.reminder === 'given' ? [] : [incident.roles.commander]
    for (const user of [item.owner, ...whoElse]) {
      const to = user !== undefined && (await directTo(workspace, incident, user))
      if (!to) continue
      const about = { item, reminder: work.reminder, isOwner: user === item.owner }
      const message = itemReminderView(disclose(incident, 'insider', app.policy), about)
      await post(workspace.client, { to, message, key: work.key, lookBackTo: lookBackTo(claim) })
      return undefined
    }
    return undefined
  }
}

/** Looks for what earlier incidents of the service left undone. Only which, and how much: the card asks anew what. */
export const findSimilar: Performer<'find-similar'> = async ({ incident }, app) => {
  const similar = await similarIncidents(app, incident)
  const found = similar.map(one => ({ incident: one.incident.id, open: one.open.length, isAlike: one.isAlike }))
  const known = similarFound(incident)
  const isKnown = known.length === found.length && found.every(one => known.includes(one.incident))
  return isKnown ? undefined : (latest, stamp) => record(latest, stamp, { type: 'similar-found', found })
}
