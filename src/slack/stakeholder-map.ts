import { mayAdjust } from '../domain/adjust-audience.ts'
import type { Incident } from '../domain/incident.ts'
import { stakeholdersOf } from '../domain/stakeholders.ts'
import { oncePerPerson, subjectsOf } from '../domain/subscriptions.ts'
import type { MessageView } from './blocks.ts'
import type { Request } from './request.ts'
import { stakeholdersView } from './views/stakeholders.ts'

/** Who hears what of an incident, as the person who asks may read and change it. */
export async function stakeholderMap({ app, actor }: Request, incident: Incident): Promise<MessageView> {
  const { policy, subscriptions } = app
  const followers = oncePerPerson(await subscriptions.matching(subjectsOf(incident)))
  const all = stakeholdersOf(incident, policy, followers.length)
  return stakeholdersView(incident, all, { canChange: mayAdjust(incident, actor.by) })
}
