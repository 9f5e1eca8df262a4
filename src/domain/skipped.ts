import type { AudienceId } from './audience-ids.ts'
import { placesOf } from './audiences.ts'
import { type Incident, record } from './incident.ts'
import type { Policy } from './policy.ts'
import type { Fact, Stamp } from './timeline.ts'

/** Why somebody reads an update elsewhere or not at all. */
export type SkipReason =
  | 'in-channel'
  | 'reads-in-channel'
  | 'reads-already'
  | 'unsubscribed'
  | 'left-group'
  | 'not-named'
  | 'not-cleared'

/** The same, to go after “not told:”. */
export const SKIPPED: Record<SkipReason, string> = {
  'in-channel': 'reads it in the incident’s channel',
  'reads-in-channel': 'reads it in a channel that has as much of it',
  'reads-already': 'reads it elsewhere',
  unsubscribed: 'unsubscribed before it went out',
  'left-group': 'left the user group before it went out',
  'not-named': 'not among its readers any more when it went out',
  'not-cleared': 'not allowed to hear of it any more when it went out',
}

interface Place {
  readonly audience: AudienceId
  readonly channel: string
}

/**
 * Whether a channel or a person still reads as this audience, by the policy and what was changed for this incident as
 * they are now. By the priority of the update: who was told of a worse one hears that it is none any more.
 */
export function isStillNamed(
  update: Pick<Fact<'update-written'>, 'priority'>,
  { audience, channel }: Place,
  { incident, policy }: { incident: Incident; policy: Policy },
): boolean {
  const { priority } = update
  // Whether it may be told there although it became private is for the gate to say, aloud.
  return [false, true].some(isPrivate =>
    placesOf(audience, { ...incident, isPrivate, priority }, policy).includes(channel),
  )
}

/** Puts on the record that a reader was left out at the last moment, and why. */
export function skipReader(
  incident: Incident,
  input: Place & { readonly update: number; readonly reason: SkipReason },
  stamp: Stamp,
): Incident {
  const { update, audience, channel, reason } = input
  return record(incident, stamp, { type: 'reader-skipped', update, audience, channel, reason })
}
