import { addMinutes } from './duration.ts'
import { type Incident, record } from './incident.ts'
import type { Policy } from './policy.ts'
import { canBeFollowed, isFollowed } from './subscriptions.ts'
import { type Fact, isFact, type Stamp } from './timeline.ts'

/** That an incident was merged longer ago is no news. */
const newsForMinutes = 60

interface Base {
  readonly key: string
  readonly lane: string
  readonly dueAt: Date
  readonly expiresAt: Date
}

/** What Sitrep has to do so that who subscribed to an incident goes on with the one that it was merged into. */
export type MergedWork = Base &
  (
    | { readonly kind: 'carry-followers'; readonly into: string }
    | { readonly kind: 'tell-merged'; readonly into: string; readonly user: string }
  )

export function mergedWork({ id, status, timeline }: Incident): MergedWork[] {
  const merged = timeline.findLast(isFact('merged'))
  if (status !== 'merged' || !merged) return []
  const { into, seq } = merged
  const expiresAt = addMinutes(merged.recordedAt, newsForMinutes)
  const key = `${id}#${seq}/carry-followers`
  const carried = timeline.filter(isFact('followers-carried')).filter(fact => fact.seq > seq)
  return [
    { kind: 'carry-followers', key, lane: key, dueAt: merged.recordedAt, expiresAt, into },
    ...carried.flatMap(fact =>
      fact.to.map(user => {
        const own = `${id}#${seq}/tell-merged/${user}`
        return { kind: 'tell-merged' as const, key: own, lane: own, dueAt: fact.recordedAt, expiresAt, into, user }
      }),
    ),
  ]
}

/** Whether those who subscribed to an incident may hear that it goes on as another, and of that one. */
export function goesOnIn(merged: Incident, into: Incident, policy: Policy): boolean {
  return !merged.isPrivate && isFollowed(into, policy) && canBeFollowed(into)
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
