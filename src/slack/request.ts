import type { KnownBlock, ModalView } from '@slack/types'
import type { App } from '../app/app.ts'
import { notFound } from '../app/app.ts'
import type { Actor } from '../app/incidents.ts'
import type { Incident } from '../domain/incident.ts'
import { hasPrivateChannel, wasEverPrivate } from '../domain/privacy.ts'
import { UserError } from '../errors.ts'
import { isResponder, mayKnow } from './clearance.ts'
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

/**
 * The incident with this id, with all that was said in it, for whoever may read that; otherwise a refusal. Of one that
 * the person may not know of, it does not tell whether there is one.
 */
export async function findIncident(request: Request, id: string): Promise<Incident> {
  return requireReadInside(request, await findKnown(request, id))
}

/**
 * The incident with this id, if this person may know of it. Lifting privacy does not open what was said before, so only
 * what takes no words out of it uses this, and test/gate.test.ts names it.
 */
export async function findKnown(request: Request, id: string): Promise<Incident> {
  const wanted = id.toUpperCase()
  const incident = await request.app.incidents.get(wanted)
  const isKnown = await maySee(request, incident)
  if (!incident || !isKnown) throw notFound(wanted)
  return incident
}

/**
 * Whether this person, who may know of the incident, may read what responders say to each other: who is in the channel,
 * and where anybody could always have joined it, everybody.
 */
export async function mayReadInside({ workspace, actor, channel }: Request, incident: Incident): Promise<boolean> {
  // Of a private one, only who is in its channel knows.
  if (incident.isPrivate || !wasEverPrivate(incident)) return true
  // Slack lets nobody act in a private channel who is not in it.
  if (hasPrivateChannel(incident) && channel !== undefined && channel === incident.channel?.id) return true
  return isResponder(workspace, actor.by, incident)
}

/** The incident, for somebody who may read what responders say. Throws UserError. */
export async function requireReadInside(request: Request, incident: Incident): Promise<Incident> {
  if (await mayReadInside(request, incident)) return incident
  throw new UserError(
    'channel-only',
    `${incident.id} was private, so what was said and is done in it is for the people in its channel. \`/incident ${incident.id} show\` tells how to join or subscribe.`,
  )
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
