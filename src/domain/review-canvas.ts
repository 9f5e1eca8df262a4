import { type Incident, record } from './incident.ts'
import { isFact, type Stamp } from './timeline.ts'

/** The canvas that Sitrep writes the review into. */
export function canvasOf({ timeline }: Pick<Incident, 'timeline'>): string | undefined {
  return timeline.findLast(isFact('review-canvas'))?.canvas
}

/** Remembers it, once. */
export function keepCanvas(incident: Incident, canvas: string, stamp: Stamp): Incident {
  return canvasOf(incident) === canvas ? incident : record(incident, stamp, { type: 'review-canvas', canvas })
}
