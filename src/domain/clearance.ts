import type { AudienceId } from './audience-ids.ts'
import { audienceOf } from './audiences.ts'
import type { Reader } from './disclosure.ts'
import type { Incident } from './incident.ts'
import type { Policy } from './policy.ts'

/** What Slack says of a person at this moment. */
export interface Person {
  /** In the incident’s channel. */
  readonly isMember: boolean
  /** Named by an audience as somebody to be told. */
  readonly isCleared: boolean
  readonly isDeactivated: boolean
  /** Sees only the channels that somebody put them into. */
  readonly isGuest: boolean
  /** Of another company. */
  readonly isStranger: boolean
}

/**
 * Whether this person may hear of this incident now. Asked when something is delivered and not when it is decided:
 * people leave channels, companies and accounts in between.
 */
export function mayHear(incident: Pick<Incident, 'isPrivate'>, person: Person): boolean {
  if (person.isDeactivated || person.isStranger) return false
  return person.isMember || person.isCleared || !(incident.isPrivate || person.isGuest)
}

/** As what this person reads of this incident. */
export function readerOf(incident: Pick<Incident, 'isPrivate'>, person: Person): Reader {
  if (mayHear(incident, person)) return 'insider'
  return person.isGuest || person.isStranger || person.isDeactivated ? 'guest' : 'outsider'
}

/** Whether the policy, as it is now, names this person to be told of such an incident. */
export function isCleared(
  user: string,
  audience: AudienceId,
  { incident, policy }: { incident: Pick<Incident, 'isPrivate'>; policy: Policy },
): boolean {
  const { people = [], incidents = {} } = audienceOf(audience, policy)
  if (!incident.isPrivate) return people.includes(user)
  return incidents.private === 'cleared' && (incidents.clearedPeople ?? []).includes(user)
}

/** What Slack says of a channel at this moment. */
export interface Place {
  /** The incident’s own. */
  readonly isOwn: boolean
  /** Shared with another company, or about to be. */
  readonly isShared: boolean
}

/** Whether this channel may hear of this incident now. A channel shared with others is as public as can be. */
export function mayBeSaidIn(incident: Pick<Incident, 'isPrivate'>, place: Place): boolean {
  if (!incident.isPrivate) return true
  return place.isOwn && !place.isShared
}
