import { adjustmentOf } from './adjustments.ts'
import { type AudienceId, RESPONDERS } from './audience-ids.ts'
import type { AudienceField, AudiencePolicy } from './audience-policy.ts'
import type { Incident } from './incident.ts'
import type { Policy } from './policy.ts'
import { builtInReaderWords, type ReaderWords } from './reader-words.ts'

type Configured = Pick<Policy, 'audiences'>

/** The audiences of a policy, those that win first. */
export function audienceIds(policy: Configured): AudienceId[] {
  return Object.keys(policy.audiences)
}

/** What is known of an audience that facts speak of and the policy has no more: nothing may be told to it. */
const gone: Omit<AudiencePolicy, 'label'> = { channels: [], fields: [], cadence: {} }

/** One audience; one that the policy does not have may see nothing. */
export function audienceOf(audience: AudienceId, policy: Configured): AudiencePolicy {
  const own = Object.hasOwn(policy.audiences, audience) ? policy.audiences[audience] : undefined
  return own ?? { ...gone, label: audience }
}

/** The words of the buttons and answers that an audience reads. */
export function readerWords(audience: AudienceId, policy: Configured): ReaderWords {
  return { ...builtInReaderWords, ...audienceOf(audience, policy).readerWords }
}

export function audienceLabel(audience: AudienceId, policy: Configured): string {
  return audienceOf(audience, policy).label
}

/** These audiences in the policy's order, those that it has no more last. */
export function inOrder(audiences: readonly AudienceId[], policy: Configured): AudienceId[] {
  const known = audienceIds(policy)
  return [
    ...known.filter(audience => audiences.includes(audience)),
    ...audiences.filter(audience => !known.includes(audience)),
  ]
}

/** Whether an audience is only told of this incident, or asked for its view as well. */
export function involvementOf(
  audience: AudienceId,
  incident: Pick<Concern, 'timeline'>,
  policy: Configured,
): 'informed' | 'consulted' {
  const adjusted = audience === RESPONDERS ? undefined : adjustmentOf(audience, incident)?.involvement
  return adjusted ?? audienceOf(audience, policy).involvement ?? 'informed'
}

/** Whether an audience is asked for its view. Responders say theirs where they work. */
export function isConsulted(audience: AudienceId, incident: Pick<Concern, 'timeline'>, policy: Configured): boolean {
  return audience !== RESPONDERS && involvementOf(audience, incident, policy) === 'consulted'
}

/** What an audience may see of this incident, in its order. */
export function allowedFields(
  audience: AudienceId,
  incident: Pick<Incident, 'category'>,
  policy: Configured,
): readonly AudienceField[] {
  const { fields, categoryFields = {} } = audienceOf(audience, policy)
  const { category } = incident
  return (category !== undefined && Object.hasOwn(categoryFields, category) && categoryFields[category]) || fields
}

/** What decides whether an incident is an audience's business. */
export type Concern = Pick<Incident, 'priority' | 'isPrivate'> & {
  readonly service?: string | undefined
  readonly category?: string | undefined
  /** With what somebody changed for this incident alone. */
  readonly timeline?: Incident['timeline']
}

/** Whether an audience hears of such an incident, if there is somewhere to tell it. */
export function concerns(audience: AudienceId, incident: Concern, policy: Configured): boolean {
  const { priorities, services, categories, private: clearance } = audienceOf(audience, policy).incidents ?? {}
  const { hears } = (audience !== RESPONDERS && adjustmentOf(audience, incident)) || {}
  if (hears === false) return false
  if (!hears) {
    if (priorities && !priorities.includes(incident.priority)) return false
    if (services && !(incident.service && services.includes(incident.service))) return false
    if (categories && !(incident.category && categories.includes(incident.category))) return false
  }
  // Nothing that was adjusted tells of a private incident.
  return !incident.isPrivate || audience === RESPONDERS || clearance === 'cleared'
}

/** Everywhere that an audience reads of such an incident: channels, people and user groups by their ids. */
export function placesOf(
  audience: AudienceId,
  incident: Concern & Pick<Incident, 'channel'>,
  policy: Configured,
): string[] {
  const own = audience === RESPONDERS && incident.channel ? [incident.channel.id] : []
  if (!concerns(audience, incident, policy)) return own
  const { channels, people = [], userGroups = [], incidents = {} } = audienceOf(audience, policy)
  if (incident.isPrivate) return [...own, ...(incidents.clearedPeople ?? [])]
  return [...own, ...channels, ...people, ...userGroups, ...(adjustmentOf(audience, incident)?.added ?? [])]
}

/**
 * Each place where somebody reads of this incident, once, with the audience whose words stand there: whoever belongs
 * to two reads those of the one that stands first in the policy.
 */
export function destinations(
  incident: Concern & Pick<Incident, 'channel'>,
  policy: Configured,
): { readonly audience: AudienceId; readonly to: string }[] {
  const taken = new Set<string>()
  return audienceIds(policy).flatMap(audience =>
    placesOf(audience, incident, policy).flatMap(to => {
      if (taken.has(to)) return []
      taken.add(to)
      return [{ audience, to }]
    }),
  )
}

/** Where an audience reads about this incident. Private incidents stay in their own channel, but for who is cleared. */
export function audienceChannels(audience: AudienceId, incident: Incident, policy: Configured): readonly string[] {
  return destinations(incident, policy).flatMap(one => (one.audience === audience ? [one.to] : []))
}

/** The audiences that can be reached for this incident. */
export function reachableAudiences(incident: Incident, policy: Configured): AudienceId[] {
  return [...new Set(destinations(incident, policy).map(one => one.audience))]
}
