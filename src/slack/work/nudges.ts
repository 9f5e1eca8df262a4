import type { Performer } from '../../app/app.ts'
import { disclose } from '../../domain/disclosure.ts'
import { record } from '../../domain/incident.ts'
import { nudgedFor, nudgedPerson } from '../../domain/nudges.ts'
import { directTo } from '../clearance.ts'
import { post } from '../messages.ts'
import { nudgeView } from '../views/direct.ts'
import type { Workspace } from '../workspace.ts'

/** Reminds one person of the next update, privately, if they may still hear of the incident. */
export function nudgeOwner(workspace: Workspace): Performer<'nudge-owner'> {
  const { client } = workspace
  return async ({ incident, work }, app) => {
    const user = nudgedPerson(work.to, incident)
    const to = user !== undefined && (await directTo(workspace, incident, user))
    if (!to) return undefined
    const before = nudgedFor(incident, work.slot)
    const message = nudgeView(disclose(incident, 'insider', app.policy), { dueAt: work.slot, before })
    await post(client, { to, message, key: work.key })
    return (latest, stamp) => record(latest, stamp, { type: 'nudged', user, dueAt: work.slot })
  }
}
