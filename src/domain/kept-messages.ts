import { type Incident, record } from './incident.ts'
import type { Stamp } from './timeline.ts'

/** The messages that somebody put on the timeline by hand, by `ts`; those with a reaction or a pin say so themselves. */
export function keptMessages({ timeline }: Pick<Incident, 'timeline'>): ReadonlySet<string> {
  const kept = new Set<string>()
  for (const fact of timeline) {
    if (fact.type === 'message-kept') kept.add(fact.message)
    if (fact.type === 'message-dropped') kept.delete(fact.message)
  }
  return kept
}

/** Puts a message of the incident's channel on its timeline. */
export function keepMessage(incident: Incident, { message }: { message: string }, stamp: Stamp): Incident {
  return keptMessages(incident).has(message) ? incident : record(incident, stamp, { type: 'message-kept', message })
}

/** Takes it off again. */
export function dropMessage(incident: Incident, { message }: { message: string }, stamp: Stamp): Incident {
  return keptMessages(incident).has(message) ? record(incident, stamp, { type: 'message-dropped', message }) : incident
}
