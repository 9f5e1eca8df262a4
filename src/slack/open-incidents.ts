import { type DisclosedIncident, type DisclosedName, disclose } from '../domain/disclosure.ts'
import { PRIORITIES } from '../domain/priority.ts'
import { isActive } from '../domain/status.ts'
import { sightOf } from './clearance.ts'
import type { Request } from './request.ts'

/** The open incidents as one person may know of them. */
export interface OpenIncidents {
  /** The most pressing first. */
  readonly known: readonly DisclosedIncident[]
  /** By name, so that the order says nothing of how pressing they are. */
  readonly named: readonly DisclosedName[]
  /** How many more there are. */
  readonly more: number
}

export async function openIncidentsFor({ app, workspace, actor }: Request): Promise<OpenIncidents> {
  const open = await app.incidents.listOpen()
  const readsAs = await sightOf(workspace, actor.by)
  const disclosed = open.map(incident => disclose(incident, readsAs(incident), app.policy))
  return {
    known: disclosed.filter(one => one?.shows === 'incident').sort(byPressure),
    named: disclosed.filter(one => one?.shows === 'code-name').sort((a, b) => a.name.localeCompare(b.name, 'en')),
    more: disclosed.filter(one => one?.shows === 'count').length,
  }
}

function byPressure(a: DisclosedIncident, b: DisclosedIncident): number {
  if (isActive(a.status) !== isActive(b.status)) return isActive(a.status) ? -1 : 1
  return PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority) || a.number - b.number
}
