import { type Disclosed, disclose, type Reader } from '../domain/disclosure.ts'
import { addMinutes } from '../domain/duration.ts'
import { type Figures, figuresOf, isLeftOut, type Sample, sampleOf } from '../domain/figures.ts'
import type { Incident } from '../domain/incident.ts'
import type { App } from './app.ts'

/** How far back one looks who does not say. */
export const usualDays = 30
/** More than these take a look at fewer days. */
const mostIncidents = 500

export interface FiguresOver extends Figures {
  readonly days: number
  readonly service: string | undefined
  /** Cancelled or merged. */
  readonly leftOut: number
  /**
   * Private ones that are none of the reader's business, where the policy lets them be counted; 0 under a filter, or
   * over other days than usual, which would tell of which service they are and since when.
   */
  readonly unseen: number
  /** There were more than are counted here. */
  readonly isCutOff: boolean
}

/** The figures of the incidents declared in the last days, as one reader may know of them. */
export async function figuresOver(
  app: App,
  { days, service }: { days: number; service: string | undefined },
  readsAs: (incident: Incident) => Reader,
): Promise<FiguresOver> {
  const { policy } = app
  const now = app.now()
  const found = await app.incidents.declaredSince(addMinutes(now, -days * 1440), mostIncidents + 1)
  const meant = found.slice(0, mostIncidents).filter(one => service === undefined || one.service === service)
  const disclosed = meant.map(incident => ({ incident, as: disclose(incident, readsAs(incident), policy) }))
  const known = disclosed.flatMap(({ incident, as }) => (as?.shows === 'incident' ? [incident] : []))
  const counted = known.filter(incident => !isLeftOut(incident))
  const samples: Sample[] = []
  // One at a time: whoever else waits for an answer gets theirs in between.
  for (const incident of counted)
    samples.push(sampleOf(incident, { feedback: await app.feedback.of(incident.id), policy, now }))
  return {
    ...figuresOf(samples, policy),
    days,
    service,
    leftOut: known.length - counted.length,
    unseen:
      service === undefined && days === usualDays
        ? disclosed.filter(({ incident, as }) => !isLeftOut(incident) && isOnlyCounted(as)).length
        : 0,
    isCutOff: found.length > mostIncidents,
  }
}

function isOnlyCounted(as: Disclosed): boolean {
  return as?.shows === 'count' || as?.shows === 'code-name'
}
