import { isLeftOut } from './adjustments.ts'
import type { AudienceId } from './audience-ids.ts'
import { audienceOf } from './audiences.ts'
import { asCorrected } from './correction.ts'
import type { Incident } from './incident.ts'
import type { Policy } from './policy.ts'
import { isQuiet, quietUntil } from './quiet-hours.ts'
import type { Fact } from './timeline.ts'
import { isFor, updatesOf } from './updates.ts'

type Update = Fact<'update-written'>
interface Context {
  readonly incident: Incident
  readonly policy: Policy
}

/** What says where things stand, so that the newest makes the others old news; the rest is news of its own. */
const states: readonly Update['kind'][] = ['report', 'no-change', 'holding', 'postponed', 'final']
const fillers: readonly Update['kind'][] = ['no-change', 'holding', 'postponed']
/** Whether it says nothing new. */
export function isFiller({ kind }: Pick<Update, 'kind'>): boolean {
  return fillers.includes(kind)
}

/** Whether this audience has a newer update by now, read or not, that makes this one old news. */
export function isOutdated(update: Update, audience: AudienceId, incident: Incident): boolean {
  return (
    states.includes(update.kind) &&
    updatesOf(incident).some(later => later.seq > update.seq && states.includes(later.kind) && isFor(later, audience))
  )
}

function isWrittenInQuiet(update: Update, audience: AudienceId, policy: Policy): boolean {
  return isQuiet(audienceOf(audience, policy), update.priority, update.at)
}

function isPosted(update: Update, audience: AudienceId, { timeline }: Incident): boolean {
  return timeline.some(
    fact => fact.type === 'update-posted' && fact.update === update.seq && fact.audience === audience,
  )
}

/**
 * When an audience reads an update: at once, or at the end of its quiet hours. Undefined where it is not read by
 * itself: of what was written while they sleep, they read the last.
 */
export function readAt(update: Update, audience: AudienceId, { incident, policy }: Context): Date | undefined {
  if (!isWrittenInQuiet(update, audience, policy)) return update.recordedAt
  // Whoever was left out meanwhile is not woken up to it.
  if (isOutdated(update, audience, incident) || isLeftOut(audience, incident)) return undefined
  // By the priority of now: once it is one that breaks through, nobody waits for the morning.
  return quietUntil(audienceOf(audience, policy), incident.priority, update.at) ?? update.recordedAt
}

/** Whether it can stand among others': it says nothing new, or has waited for the end of their quiet hours. */
export function mayShare(update: Update, audience: AudienceId, context: Context): boolean {
  if (isFiller(update)) return true
  if (update.kind === 'report' && audienceOf(audience, context.policy).digest === 'all') return true
  const readable = states.includes(update.kind) ? readAt(update, audience, context) : undefined
  return readable !== undefined && readable > update.recordedAt
}

/**
 * What an audience reads as this update. One that says nothing new carries the last report that was written while they
 * slept, so that they wake up to the latest state and not to “no change”.
 */
export function asRead(update: Update, audience: AudienceId, { incident, policy }: Context): Update {
  const asItIs = asCorrected(update, incident)
  if (!isFiller(update)) return asItIs
  const earlier = updatesOf(incident).filter(one => one.seq < update.seq && isFor(one, audience))
  for (const one of earlier.reverse()) {
    if (!isWrittenInQuiet(one, audience, policy) || isPosted(one, audience, incident)) return asItIs
    if (one.kind !== 'report') continue
    const { seq, at, recordedAt, status, priority, nextInMinutes, nextIn } = update
    const { nextInMinutes: _, nextIn: __, ...report } = asCorrected(one, incident)
    return {
      ...report,
      ...{ seq, at, recordedAt, status, priority },
      ...(nextInMinutes === undefined ? {} : { nextInMinutes }),
      ...(nextIn === undefined ? {} : { nextIn }),
    }
  }
  return asItIs
}

/** For whom the last update waits until their quiet hours are over. */
export function waitingFor(incident: Incident, policy: Policy): { audience: AudienceId; until: Date }[] {
  return updatesOf(incident).flatMap(update =>
    update.audiences.flatMap(audience => {
      const isOpen = (update.channels[audience] ?? []).length > 0 && !isPosted(update, audience, incident)
      if (!isOpen || isOutdated(update, audience, incident) || !isWrittenInQuiet(update, audience, policy)) return []
      const until = quietUntil(audienceOf(audience, policy), incident.priority, update.at)
      return until ? [{ audience, until }] : []
    }),
  )
}

/** Whether this post is one that was waited for. */
export function hasWaited(posted: Fact<'update-posted'>, { incident, policy }: Context): boolean {
  const update = updatesOf(incident).find(one => one.seq === posted.update)
  return update !== undefined && isWrittenInQuiet(update, posted.audience, policy)
}
