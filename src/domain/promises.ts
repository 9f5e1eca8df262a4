import { adjustmentOf } from './adjustments.ts'
import { type AudienceId, FOLLOWERS } from './audience-ids.ts'
import { audienceLabel, audienceOf, reachableAudiences } from './audiences.ts'
import { describeMinutes } from './duration.ts'
import type { Incident } from './incident.ts'
import type { Policy } from './policy.ts'
import { promisedAt } from './quiet-hours.ts'
import { isFollowed } from './subscriptions.ts'
import type { Fact } from './timeline.ts'

type Update = Fact<'update-written'>

/** Minutes after an update until each audience hears next; null = nothing is promised to it. */
export type Promises = NonNullable<Update['nextIn']>

/** Minutes between the updates that an audience is owed now; null = none is owed. */
export function cadenceOf(
  audience: AudienceId,
  incident: Pick<Incident, 'priority'> & { readonly timeline?: Incident['timeline'] },
  policy: Pick<Policy, 'audiences'>,
): number | null {
  const adjusted = adjustmentOf(audience, incident)?.cadence
  return adjusted === undefined ? (audienceOf(audience, policy).cadence[incident.priority] ?? null) : adjusted
}

/** “every 30 min”, or that nothing is owed. */
export function describeCadence(minutes: number | null): string {
  return minutes === null ? 'without a promised time' : `every ${describeMinutes(minutes)}`
}

/** Whoever reads of an incident: the audiences that can be reached, and those who subscribed. */
export function readingAudiences(incident: Incident, policy: Policy): AudienceId[] {
  const reached = reachableAudiences(incident, policy)
  return isFollowed(incident, policy) && !reached.includes(FOLLOWERS) ? [...reached, FOLLOWERS] : reached
}

/** The shortest time between updates that an audience which is reached is owed; undefined where none is owed any. */
export function shortestCadence(incident: Incident, policy: Policy): number | undefined {
  const all = reachableAudiences(incident, policy).flatMap(audience => cadenceOf(audience, incident, policy) ?? [])
  return all.length > 0 ? Math.min(...all) : undefined
}

/** “every 30 min”, or “every 30 min to Responders and Support, every 2 h to Leadership”; undefined where none is owed. */
export function describeCadences(
  incident: Incident,
  policy: Policy,
  audiences: readonly AudienceId[] = reachableAudiences(incident, policy),
): string | undefined {
  const byCadence = new Map<number, string[]>()
  for (const audience of audiences) {
    const minutes = cadenceOf(audience, incident, policy)
    if (minutes !== null) byCadence.set(minutes, [...(byCadence.get(minutes) ?? []), audienceLabel(audience, policy)])
  }
  const [first, ...others] = [...byCadence].sort(([one], [other]) => one - other)
  if (!first) return undefined
  if (others.length === 0) return describeCadence(first[0])
  return [first, ...others].map(([minutes, names]) => `${describeCadence(minutes)} to ${enumerate(names)}`).join(', ')
}

/** “A, B and C”. */
export function enumerate(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/**
 * What an update promises to each of its audiences. By itself each keeps its own cadence. What its writer chooses is for
 * those who are told most often; the others keep their cadence, unless what was chosen is later still. Whoever is owed
 * nothing is promised nothing.
 */
export function promisesTo(
  audiences: readonly AudienceId[],
  { incident, policy, chosen }: { incident: Incident; policy: Policy; chosen?: number | undefined },
): Promises {
  const shortest = shortestCadence(incident, policy) ?? 0
  const promise = (cadence: number | null) => {
    if (cadence === null || chosen === undefined) return cadence
    return cadence <= shortest ? chosen : Math.max(cadence, chosen)
  }
  return Object.fromEntries(
    audiences.map(audience => [audience, promise(cadenceOf(audience, incident, policy))]),
  ) as Promises
}

/** Minutes after an update until this audience hears next; undefined when none is promised. */
function minutesTo(audience: AudienceId, { nextIn, nextInMinutes }: Pick<Update, 'nextIn' | 'nextInMinutes'>) {
  if (!nextIn) return nextInMinutes
  return (Object.hasOwn(nextIn, audience) ? nextIn[audience] : undefined) ?? undefined
}

/** That the writer promises some audiences the next update later than they are owed one; undefined where nobody. */
export function laterThanOwed(
  update: Update,
  { incident, policy }: { incident: Incident; policy: Policy },
): string | undefined {
  const late = update.audiences.filter(audience => isLate(audience, update, { incident, policy }))
  const owed = describeCadences(incident, policy, late)
  return update.nextInMinutes !== undefined && owed
    ? `You promise the next update in ${describeMinutes(update.nextInMinutes)}. ${update.priority} owes one ${owed}.`
    : undefined
}

function isLate(audience: AudienceId, update: Update, { incident, policy }: { incident: Incident; policy: Policy }) {
  const [promised, owed] = [minutesTo(audience, update), cadenceOf(audience, incident, policy)]
  return promised !== undefined && owed !== null && promised > owed
}

/** When this audience is promised the next update by this one; undefined when none is promised. */
export function promisedTo(
  audience: AudienceId,
  update: Pick<Update, 'at' | 'priority' | 'nextIn' | 'nextInMinutes'>,
  policy: Pick<Policy, 'audiences'>,
): Date | undefined {
  const { at, priority } = update
  const minutes = minutesTo(audience, update)
  return promisedAt(audienceOf(audience, policy), {
    at,
    priority,
    ...(minutes === undefined ? {} : { nextInMinutes: minutes }),
  })
}

/** Minutes until the first of the updates that are promised; undefined when none is. */
export function firstPromised({ nextIn, nextInMinutes }: Pick<Update, 'nextIn' | 'nextInMinutes'>): number | undefined {
  if (!nextIn) return nextInMinutes
  const all = Object.values(nextIn).flatMap(minutes => minutes ?? [])
  return all.length > 0 ? Math.min(...all) : undefined
}
