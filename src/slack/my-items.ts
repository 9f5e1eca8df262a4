import { type ActionItem, openItems } from '../domain/action-items.ts'
import { type DisclosedIncident, disclose } from '../domain/disclosure.ts'
import { sightOf } from './clearance.ts'
import type { Request } from './request.ts'

/** A follow-up that is open, and of which incident. */
export interface OwnedItem {
  readonly incident: DisclosedIncident
  readonly item: ActionItem
}

/** The open follow-ups of whoever asks, what is due first; of incidents that they may know of now. */
export async function myItems({ app, workspace, actor }: Request): Promise<OwnedItem[]> {
  const found = await app.incidents.withItemsOf(actor.by)
  // Asked of Slack whatever was found, so that the time it takes tells nothing of what is hidden.
  const readsAs = await sightOf(workspace, actor.by)
  return found
    .flatMap(one => {
      const incident = disclose(one, readsAs(one), app.policy)
      if (incident?.shows !== 'incident') return []
      return openItems(one)
        .filter(({ owner }) => owner === actor.by)
        .map(item => ({ incident, item }))
    })
    .sort((a, b) => a.item.dueAt.getTime() - b.item.dueAt.getTime())
}
