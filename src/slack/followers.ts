import type { Incident } from '../domain/incident.ts'
import { isFollowed, oncePerPerson, subjectsOf } from '../domain/subscriptions.ts'
import type { Fact } from '../domain/timeline.ts'
import { peopleIn } from './members.ts'
import type { Request } from './request.ts'

/** Who would read an update because they subscribed; whoever is in the incident's channel reads it there. */
export async function followersOf(
  { app, workspace }: Request,
  incident: Incident,
  update: Fact<'update-written'>,
): Promise<string[]> {
  if (!update.isForFollowers || !isFollowed(incident, app.policy)) return []
  const subscriptions = oncePerPerson(await app.subscriptions.matching(subjectsOf(incident)))
  if (subscriptions.length === 0 || !incident.channel) return []
  // A preview that counts some of them twice is better than none.
  const inChannel = await peopleIn(workspace, incident.channel.id).catch(() => new Set<string>())
  return subscriptions.map(({ user }) => user).filter(user => !inChannel.has(user))
}
