import { type Incident, record } from './incident.ts'
import type { Fact, Stamp } from './timeline.ts'

/** How somebody put a message on the timeline. */
export const KEEPING_WAYS = ['reaction', 'pin', 'button'] as const
export type KeepingWay = (typeof KEEPING_WAYS)[number]

interface Keeping {
  readonly message: string
  readonly way: KeepingWay
}

export interface KeptMessage {
  /** Slack’s `ts` in the incident’s channel. */
  readonly message: string
  /** When it was first put there, and by whom. */
  readonly kept: Fact<'message-kept'>
}

/** The messages that are on the timeline now, in the order in which they were sent. */
export function keptMessages({ timeline }: Pick<Incident, 'timeline'>): KeptMessage[] {
  const now = new Map<string, Map<string, Fact<'message-kept'>>>()
  for (const fact of timeline) {
    if (fact.type !== 'message-kept' && fact.type !== 'message-dropped') continue
    const ways = now.get(fact.message) ?? new Map<string, Fact<'message-kept'>>()
    now.set(fact.message, ways)
    if (fact.type === 'message-kept') ways.set(wayKey(fact), fact)
    else ways.delete(wayKey(fact))
  }
  return [...now]
    .flatMap(([message, ways]) => {
      const [kept] = ways.values()
      return kept ? [{ message, kept }] : []
    })
    .sort((a, b) => (a.message < b.message ? -1 : 1))
}

/** Puts a message on the timeline. Each person’s reaction counts; a pin is everybody’s. */
export function keepMessage(incident: Incident, { message, way }: Keeping, stamp: Stamp): Incident {
  return isKeptThus(incident, { message, way, by: stamp.by })
    ? incident
    : record(incident, stamp, { type: 'message-kept', message, way })
}

/** Takes back what this person, or anybody’s pin, put there; it stays while somebody else keeps it. */
export function dropMessage(incident: Incident, { message, way }: Keeping, stamp: Stamp): Incident {
  return isKeptThus(incident, { message, way, by: stamp.by })
    ? record(incident, stamp, { type: 'message-dropped', message, way })
    : incident
}

type Way = { readonly way: KeepingWay; readonly by: string }

function wayKey({ way, by }: Way): string {
  return way === 'reaction' ? `${way} ${by}` : way
}

function isKeptThus({ timeline }: Incident, { message, ...own }: Keeping & Way): boolean {
  const last = timeline.findLast(
    fact =>
      (fact.type === 'message-kept' || fact.type === 'message-dropped') &&
      fact.message === message &&
      wayKey(fact) === wayKey(own),
  )
  return last?.type === 'message-kept'
}
