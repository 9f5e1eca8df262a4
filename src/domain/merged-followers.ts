import { FOLLOWERS } from './audience-ids.ts'
import { audienceOf } from './audiences.ts'
import { type Incident, record } from './incident.ts'
import type { Policy } from './policy.ts'
import { afterQuiet } from './quiet-hours.ts'
import { isFollowed } from './subscriptions.ts'
import { type Fact, isFact, type Stamp } from './timeline.ts'
import type { WorkBase } from './work-base.ts'

/** What Sitrep has to do so that who subscribed to an incident goes on with the one that it was merged into. */
export type MergedWork = WorkBase &
  (
    | { readonly kind: 'carry-followers'; readonly into: string }
    | { readonly kind: 'tell-merged'; readonly into: string; readonly user: string }
  )

export function mergedWork({ id, status, priority, timeline }: Incident, policy: Policy): MergedWork[] {
  const merged = timeline.findLast(isFact('merged'))
  if (status !== 'merged' || !merged) return []
  const { into, seq } = merged
  const key = `${id}#${seq}/carry-followers`
  const carried = timeline.filter(isFact('followers-carried')).filter(fact => fact.seq > seq)
  return [
    { kind: 'carry-followers', key, lane: key, dueAt: merged.recordedAt, into },
    ...carried.flatMap(fact =>
      fact.to.map(user => {
        const own = `${id}#${seq}/tell-merged/${user}`
        const dueAt = afterQuiet(audienceOf(FOLLOWERS, policy), priority, fact.recordedAt)
        return { kind: 'tell-merged' as const, key: own, lane: own, dueAt, into, user }
      }),
    ),
  ]
}

/** Whether those who subscribed to an incident may hear that it is handled as another, and of that one, over or not. */
export function goesOnIn(merged: Incident, into: Incident, policy: Policy): boolean {
  return !merged.isPrivate && isFollowed(into, policy)
}

/** Puts on the record who goes on with the other incident. */
export function carryFollowers(
  incident: Incident,
  input: Pick<Fact<'followers-carried'>, 'into' | 'to'>,
  stamp: Stamp,
): Incident {
  const merged = incident.timeline.findLast(isFact('merged'))
  const isDone = incident.timeline.some(fact => fact.type === 'followers-carried' && fact.seq > (merged?.seq ?? 0))
  return isDone || input.to.length === 0 ? incident : record(incident, stamp, { type: 'followers-carried', ...input })
}
