import type { Incident } from '../domain/incident.ts'
import { type Similar, similarTo } from '../domain/similar.ts'
import type { App } from './app.ts'

/** A service with more unfinished incidents than that has another problem than which are alike. */
const lookedAt = 50

/** Earlier incidents of the same service with unfinished follow-ups, as everybody may know of them now. */
export async function similarIncidents(app: App, incident: Incident): Promise<Similar[]> {
  if (incident.service === undefined) return []
  return similarTo(incident, await app.incidents.withOpenItems(incident.service, lookedAt), app.policy)
}
