import type { KnownBlock, ModalView } from '@slack/types'
import type { App } from '../app/app.ts'
import { notFound } from '../app/app.ts'
import type { Actor } from '../app/incidents.ts'
import type { Incident } from '../domain/incident.ts'
import { hasPrivateChannel } from '../domain/privacy.ts'
import { mayKnow } from './clearance.ts'
import type { Workspace } from './workspace.ts'

/** What every listener works with. */
export interface Edge {
  readonly app: App
  readonly workspace: Workspace
}

/** One gesture of a person in Slack. */
export interface Request extends Edge {
  readonly actor: Actor
  /** The conversation it was made in; modals and the Home tab have none. */
  readonly channel: string | undefined
  /** Lives three seconds and opens one modal. */
  readonly triggerId: string
  /** The modal it was made in, if it was. */
  readonly viewId?: string
}

/** What only the person who asked will read. */
export interface Reply {
  readonly text: string
  readonly blocks?: KnownBlock[]
}

/** Opens a modal, on top of the one the person is in. */
export async function openModal({ workspace, triggerId, viewId }: Request, view: ModalView): Promise<void> {
  await workspace.client.call(viewId ? 'views.push' : 'views.open', { trigger_id: triggerId, view })
}

/** The incident with this id, if this person may know of it; otherwise a refusal that does not tell which it is. */
export async function findIncident(request: Request, id: string): Promise<Incident> {
  const wanted = id.toUpperCase()
  const incident = await request.app.incidents.get(wanted)
  const isKnown = await maySee(request, incident)
  if (!incident || !isKnown) throw notFound(wanted)
  return incident
}

/** Whether the person may know of this incident, asked of Slack each time; of none, the same is asked for nothing. */
export async function maySee({ workspace, actor, channel }: Request, incident: Incident | undefined): Promise<boolean> {
  // Slack signs the channel of a request, and lets nobody act in a private channel who is not in it.
  const isThere = incident?.channel !== undefined && incident.channel.id === channel
  if (isThere && (!incident.isPrivate || hasPrivateChannel(incident))) return true
  return mayKnow(workspace, actor.by, incident)
}

const idPattern = /^inc-\d{1,9}$/i

export function isIncidentId(word: string): boolean {
  return idPattern.test(word)
}
