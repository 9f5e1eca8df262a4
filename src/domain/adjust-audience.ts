import { UserError } from '../errors.ts'
import { type Adjustment, adjustmentOf, adjustmentsOf, isSameAdjustment } from './adjustments.ts'
import { type AudienceId, FOLLOWERS, RESPONDERS } from './audience-ids.ts'
import { audienceIds, audienceLabel, audienceOf, concerns, destinations, reachableAudiences } from './audiences.ts'
import { type Incident, record } from './incident.ts'
import { nearest } from './nearest.ts'
import type { Policy } from './policy.ts'
import { ROLE } from './roles.ts'
import { type Status, statusLabel } from './status.ts'
import type { Fact, Stamp } from './timeline.ts'

const ended: readonly Status[] = ['closed', 'cancelled', 'merged']
const leading = ['commander', 'communications'] as const

/** Whether this person may change who hears of the incident now. */
export function mayAdjust({ roles, status }: Pick<Incident, 'roles' | 'status'>, user: string): boolean {
  return !ended.includes(status) && leading.some(role => roles[role] === user)
}

/** The audience that is meant, by its id or its name. Throws UserError. */
export function audienceNamed(name: string, policy: Policy): AudienceId {
  const wanted = name.trim().toLowerCase()
  const ids = audienceIds(policy)
  const found = ids.find(id => id.toLowerCase() === wanted || audienceLabel(id, policy).toLowerCase() === wanted)
  if (found) return found
  const near = nearest(wanted, ids)
  throw new UserError(
    'which-audience',
    `There is no audience ${name.trim()}. ${near ? `Did you mean \`${near}\`?` : `There are ${ids.join(', ')}.`}`,
  )
}

/** Refuses who may not change who hears of this incident, and what cannot be changed. Throws UserError. */
export function requireAdjustable(incident: Incident, audience: AudienceId, user: string): void {
  if (audience === RESPONDERS)
    throw new UserError(
      'responders-stay',
      'Whoever works on the incident hears everything in its channel. Use `/incident invite @person` to add somebody.',
    )
  if (ended.includes(incident.status))
    throw new UserError(
      'is-over',
      `${incident.id} is ${statusLabel(incident.status).toLowerCase()}, so nobody will be told anything more.`,
    )
  if (!mayAdjust(incident, user))
    throw new UserError(
      'not-leading',
      `Only the ${ROLE.commander.label.toLowerCase()} and the ${ROLE.communications.label.toLowerCase()} change who hears of ${incident.id}. Ask them, or take the role first: \`/incident role comms\`.`,
    )
}

interface Input extends Adjustment {
  readonly audience: AudienceId
  readonly reason: string
  readonly policy: Policy
}

/** What there is to change; how an audience is told that is left out, is nothing to keep. */
function wantedBy({ hears, added, cadence, involvement }: Adjustment): Adjustment {
  if (hears === false) return { hears, added: [] }
  return {
    ...(hears === undefined ? {} : { hears }),
    added: [...new Set(added)],
    ...(cadence === undefined ? {} : { cadence }),
    ...(involvement === undefined ? {} : { involvement }),
  }
}

/** Changes, for this incident alone, whether an audience hears of it, how, and who else reads as it. Throws UserError. */
export function adjustAudience(incident: Incident, input: Input, stamp: Stamp): Incident {
  const { audience, policy } = input
  requireAdjustable(incident, audience, stamp.by)
  const wanted = wantedBy(input)
  if (isSameAdjustment(wanted, adjustmentOf(audience, incident))) return incident
  const reason = input.reason.trim()
  if (reason.length < 3)
    throw new UserError('reason-needed', 'Say why. The reason stands on the map and the timeline.', { field: 'reason' })
  const after = record(incident, stamp, { type: 'audience-adjusted', audience, ...wanted, reason })
  requireClearance(incident, wanted, { audience, policy })
  requireNew(incident, wanted, { audience, policy })
  requireReaders(after, wanted, { audience, policy })
  return after
}

/** Back to what the policy says of this audience. */
export function undoAdjustment(incident: Incident, input: { audience: AudienceId }, stamp: Stamp): Incident {
  const { audience } = input
  requireAdjustable(incident, audience, stamp.by)
  if (!adjustmentOf(audience, incident)) return incident
  return record(incident, stamp, { type: 'audience-adjusted', audience, added: [] })
}

interface About {
  readonly audience: AudienceId
  readonly policy: Policy
}

/** Who hears of a private incident is for the policy alone to say. */
function requireClearance({ isPrivate }: Incident, { hears, added }: Adjustment, { audience, policy }: About): void {
  if (!isPrivate) return
  if (added.length > 0)
    throw new UserError(
      'is-private',
      'A private incident is told to nobody but those whom the policy clears. Use `/incident invite @person` to let somebody into its channel.',
      { field: 'people' },
    )
  if (hears && audienceOf(audience, policy).incidents?.private !== 'cleared')
    throw new UserError('not-cleared', 'The policy does not clear this audience for private incidents.', {
      field: 'hears',
    })
}

function requireNew(before: Incident, { added }: Adjustment, { audience, policy }: About): void {
  const other = destinations(before, policy).find(one => added.includes(one.to) && one.audience !== audience)
  if (!other) return
  throw new UserError(
    'reads-already',
    `One of them reads it as ${audienceLabel(other.audience, policy)} already, and nobody reads it twice.`,
    { field: /^[UW]/.test(other.to) ? 'people' : 'channels' },
  )
}

function requireReaders(after: Incident, wanted: Adjustment, { audience, policy }: About): void {
  const { hears, added, cadence, involvement } = wanted
  const isTold = added.length > 0 || cadence !== undefined || involvement !== undefined
  if (isTold && !concerns(audience, after, policy))
    throw new UserError('not-told', 'By its rule this audience hears nothing of the incident. Choose *Told* as well.', {
      field: 'hears',
    })
  if (hears && audience !== FOLLOWERS && !reachableAudiences(after, policy).includes(audience))
    throw new UserError(
      'no-readers',
      'The policy names nobody who reads as this audience: add a channel or a person.',
      {
        field: 'people',
      },
    )
}

/** Since when an audience hears of the incident that did not before, because somebody decided so. */
export function heardSince(
  audience: AudienceId,
  incident: Incident,
  policy: Policy,
): Fact<'audience-adjusted'> | undefined {
  const hearsWith = (isPart: (seq: number) => boolean) =>
    concerns(audience, { ...incident, timeline: incident.timeline.filter(({ seq }) => isPart(seq)) }, policy)
  return adjustmentsOf(audience, incident.timeline).findLast(
    fact => !hearsWith(seq => seq < fact.seq) && hearsWith(seq => seq <= fact.seq),
  )
}
