import { FOLLOWERS } from './audience-ids.ts'
import { codeNameOf } from './code-name.ts'
import type { Incident } from './incident.ts'
import type { Policy } from './policy.ts'
import { hasPrivateChannel } from './privacy.ts'
import { statusLabel } from './status.ts'
import { isFollowed } from './subscriptions.ts'
import { nextUpdateAt, nextUpdateFor } from './updates.ts'

/** Who reads about an incident outside its channel. */
export type Reader =
  /** Somebody who was just found to be one who may hear of it. */
  | 'insider'
  /** Anybody else of the workspace. */
  | 'outsider'
  /** Whoever comes by: the announcement, and what is under a link. */
  | 'everybody'
  /** A guest, or somebody of another company, who is not in its channel: to them there are no incidents. */
  | 'guest'

declare const gate: unique symbol
/** Made by `disclose` alone: a view that asks for one cannot be handed an incident. */
interface Gated {
  readonly [gate]: true
}

/** What may be read of an incident by name. Its summary, timeline and resolution are not part of it. */
export interface DisclosedIncident
  extends Gated,
    Pick<
      Incident,
      | 'id'
      | 'number'
      | 'title'
      | 'isPrivate'
      | 'severity'
      | 'priority'
      | 'status'
      | 'service'
      | 'reporter'
      | 'roles'
      | 'declaredAt'
      | 'acknowledgedAt'
      | 'resolvedAt'
    > {
  readonly shows: 'incident'
  readonly channel?: { readonly id: string; readonly isPrivate: boolean }
  readonly nextUpdateAt?: Date
  /** When whoever subscribed hears next. */
  readonly followersHearAt?: Date
}

/** That there is a private incident, under a name that says nothing of it. */
export interface DisclosedName extends Gated {
  readonly shows: 'code-name'
  /** “Incident Heron”. */
  readonly name: string
  readonly status?: string
}

/** That there is one more. */
interface DisclosedCount extends Gated {
  readonly shows: 'count'
}

/** What a reader may know of an incident; undefined = nothing, not even that there is one. */
export type Disclosed = DisclosedIncident | DisclosedName | DisclosedCount | undefined

/** The one gate between an incident and everything that is read outside its channel. */
export function disclose(incident: Incident, reader: 'insider', policy: Policy): DisclosedIncident
export function disclose(incident: Incident, reader: 'everybody', policy: Policy): DisclosedIncident | undefined
export function disclose(incident: Incident, reader: Reader, policy: Policy): Disclosed
export function disclose(incident: Incident, reader: Reader, policy: Policy): Disclosed {
  if (reader === 'guest') return undefined
  if (!incident.isPrivate || reader === 'insider') return whole(incident, policy)
  const { outside, showStatus } = policy.privateIncidents
  // A place for everybody would keep a hint after the incident is over, and show when it began.
  if (outside === 'nothing' || reader === 'everybody') return undefined
  if (outside === 'count') return { shows: 'count' } as DisclosedCount
  return {
    shows: 'code-name',
    name: codeNameOf(incident.number),
    ...(showStatus ? { status: statusLabel(incident.status) } : {}),
  } as DisclosedName
}

function whole(incident: Incident, policy: Policy): DisclosedIncident {
  const { id, number, title, isPrivate, severity, priority, status, service, reporter, roles, channel } = incident
  const { declaredAt, acknowledgedAt, resolvedAt } = incident
  const next = nextUpdateAt(incident, policy)
  const followersNext = isFollowed(incident, policy) ? nextUpdateFor(FOLLOWERS, incident, policy) : undefined
  return {
    shows: 'incident',
    ...{ id, number, title, isPrivate, severity, priority, status, reporter, roles, declaredAt },
    ...(service === undefined ? {} : { service }),
    ...(acknowledgedAt ? { acknowledgedAt } : {}),
    ...(resolvedAt ? { resolvedAt } : {}),
    ...(channel ? { channel: { id: channel.id, isPrivate: hasPrivateChannel(incident) } } : {}),
    ...(next ? { nextUpdateAt: next } : {}),
    ...(followersNext ? { followersHearAt: followersNext } : {}),
  } as DisclosedIncident
}
