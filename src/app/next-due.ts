import { upcomingWork } from '../domain/work.ts'
import type { App } from './app.ts'

/** The first thing that Sitrep will do by itself after now, over all open incidents. */
export async function nextDue(app: App): Promise<{ at: Date; label: string } | null> {
  const now = app.now()
  const open = await app.incidents.listOpen()
  const [next] = open
    .flatMap(incident => {
      const work = upcomingWork(incident, app.policy, now)
      return work ? [{ at: work.at, label: `${incident.id}: ${work.what}` }] : []
    })
    .sort((a, b) => a.at.getTime() - b.at.getTime())
  return next ?? null
}
