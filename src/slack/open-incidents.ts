import type { Incident } from '../domain/incident.ts'
import { PRIORITIES } from '../domain/priority.ts'
import { isActive } from '../domain/status.ts'
import { maySee, type Request } from './request.ts'

/** The open incidents this person may know of, the most pressing first. */
export async function openIncidentsFor(request: Request): Promise<Incident[]> {
  const open = await request.app.incidents.listOpen()
  const visible = await Promise.all(open.map(incident => maySee(request, incident)))
  return open.filter((_, index) => visible[index]).sort(byPressure)
}

function byPressure(a: Incident, b: Incident): number {
  if (isActive(a.status) !== isActive(b.status)) return isActive(a.status) ? -1 : 1
  return PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority) || a.number - b.number
}
