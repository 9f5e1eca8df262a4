import type { AudienceId } from './audience-ids.ts'
import { addMinutes, earliest } from './duration.ts'
import type { Incident } from './incident.ts'
import type { Fact } from './timeline.ts'
import type { WorkBase } from './work-base.ts'

type Update = Fact<'update-written'>

/** One place that an update is still to be posted to. */
export interface Unposted {
  readonly key: string
  readonly dueAt: Date
  readonly fact: Update
  readonly audience: AudienceId
  readonly channel: string
}

/** What Sitrep has to do so that nobody believes an update to be read that is still on its way. */
export interface UndeliveredWork extends WorkBase {
  readonly kind: 'tell-undelivered'
  readonly fact: Update
  readonly missing: readonly Unposted[]
}

/** An ordinary delivery takes seconds, and a short fault of Slack’s is over by then. */
const patienceMinutes = 5

/**
 * Whoever sent an update hears, once, that it is not there. Five minutes after it could have been read and not at the
 * time that was promised: until then there is time to bring it there another way, and to be punctual.
 */
export function undeliveredWork({ id, settled }: Incident, unposted: readonly Unposted[]): UndeliveredWork[] {
  const missing = unposted.filter(({ key }) => !settled.includes(key))
  const updates = new Map(missing.map(({ fact }) => [fact.seq, fact]))
  return [...updates.values()].flatMap(fact => {
    const own = missing.filter(one => one.fact.seq === fact.seq)
    const first = earliest(own.map(({ dueAt }) => dueAt))
    const key = `${id}#${fact.seq}/tell-undelivered`
    return first
      ? [
          {
            kind: 'tell-undelivered' as const,
            key,
            lane: key,
            dueAt: addMinutes(first, patienceMinutes),
            fact,
            missing: own.filter(one => one.dueAt <= addMinutes(first, patienceMinutes)),
          },
        ]
      : []
  })
}
