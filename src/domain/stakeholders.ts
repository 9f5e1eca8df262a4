import { adjustmentOf } from './adjustments.ts'
import { type AudienceId, FOLLOWERS, RESPONDERS } from './audience-ids.ts'
import { allowedFields, audienceChannels, audienceIds, audienceOf, concerns, involvementOf } from './audiences.ts'
import { fieldLabel } from './compose.ts'
import type { Incident } from './incident.ts'
import type { Policy } from './policy.ts'
import { cadenceOf } from './promises.ts'
import { isFollowed } from './subscriptions.ts'
import { type Fact, isFact } from './timeline.ts'
import { nextUpdateFor } from './updates.ts'

/** One audience of an incident: who hears what of it, when, and why. */
export interface Stakeholder {
  readonly audience: AudienceId
  readonly label: string
  readonly involvement: 'informed' | 'consulted'
  /** Channels and people by id; of those who subscribed, how many there are. */
  readonly places: readonly string[]
  readonly followers: number
  /** What it may see, as it reads it. */
  readonly fields: readonly string[]
  /** Which rule of the policy makes it hear of this incident, or keeps it from that. */
  readonly why: string
  readonly hears: boolean
  readonly lastAt?: Date
  readonly nextAt?: Date
  /** Minutes between the updates that it is owed; null = none is owed. */
  readonly cadence: number | null
  /** What somebody changed for this incident alone. */
  readonly adjusted?: Fact<'audience-adjusted'>
}

/** Every audience of the policy as it stands to this incident, in its order. `followers` counts those who subscribed. */
export function stakeholdersOf(incident: Incident, policy: Policy, followers: number): Stakeholder[] {
  const posted = incident.timeline.filter(isFact('update-posted'))
  return audienceIds(policy).map(audience => {
    const own = audienceOf(audience, policy)
    const places = audienceChannels(audience, incident, policy)
    const count = audience === FOLLOWERS && isFollowed(incident, policy) ? followers : 0
    const hears = places.length + count > 0
    const nextAt = nextUpdateFor(audience, incident, policy)
    const lastAt = posted.findLast(fact => fact.audience === audience)?.at
    const adjusted = adjustmentOf(audience, incident)
    return {
      audience,
      label: own.label,
      involvement: involvementOf(audience, incident, policy),
      places,
      followers: count,
      fields: allowedFields(audience, incident, policy).map(field => fieldLabel(own, field)),
      why: reason(audience, { incident, policy, hears }),
      hears,
      cadence: cadenceOf(audience, incident, policy),
      ...(lastAt ? { lastAt } : {}),
      ...(nextAt && hears ? { nextAt } : {}),
      ...(adjusted ? { adjusted } : {}),
    }
  })
}

function reason(
  audience: AudienceId,
  { incident, policy, hears }: { incident: Incident; policy: Policy; hears: boolean },
): string {
  if (audience === RESPONDERS) return 'works on it, in its channel'
  const rule = ruleOf(audience, policy)
  const adjusted = adjustmentOf(audience, incident)?.hears
  if (adjusted === false) return 'left out of this incident'
  if (adjusted && hears) return 'brought in for this incident'
  if (!concerns(audience, { ...incident, isPrivate: false }, policy)) return `hears of ${rule} only`
  if (audience === FOLLOWERS) {
    if (incident.isPrivate) return 'a private incident is not sent to those who subscribed'
    return hears ? 'subscribed to it, to its service or to such a priority' : 'nobody has subscribed'
  }
  if (incident.isPrivate) return hears ? 'cleared for private incidents' : 'not cleared for private incidents'
  return hears ? `hears of ${rule}` : 'the policy names no channel, person or user group for it'
}

/** “every incident”, or “P1, P2 incidents of checkout (security)”. */
function ruleOf(audience: AudienceId, policy: Policy): string {
  const { priorities, services, categories } = audienceOf(audience, policy).incidents ?? {}
  if (!priorities && !services && !categories) return 'every incident'
  const labels = (ids: readonly string[], from: readonly { readonly id: string; readonly label: string }[]) =>
    ids.map(id => from.find(one => one.id === id)?.label ?? id).join(', ')
  return [
    ...(priorities ? [priorities.join(', ')] : []),
    'incidents',
    ...(services ? [`of ${labels(services, policy.services)}`] : []),
    ...(categories ? [`(${labels(categories, policy.categories)})`] : []),
  ].join(' ')
}
