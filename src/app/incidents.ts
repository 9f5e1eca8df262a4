import type { Declaration, Incident } from '../domain/incident.ts'
import { declare } from '../domain/incident.ts'
import { seal } from '../domain/seal.ts'
import type { Stamp } from '../domain/timeline.ts'
import { type App, update } from './app.ts'
import { perform } from './perform.ts'

/** Who acts, and how; the time is the app's. */
export type Actor = Omit<Stamp, 'at'>

/**
 * Stores the incident before it returns. `requestId` is the submission's: the same one again gives the same
 * incident. What follows (channel, card, announcement) goes on in the background.
 */
export async function declareIncident(
  app: App,
  input: Declaration & { requestId: string },
  actor: Actor,
): Promise<Incident> {
  const stamp = { ...actor, at: app.now() }
  const incident = await app.incidents.create(input.requestId, number =>
    seal(declare({ ...input, number }, app.policy, stamp), 0, app.digest),
  )
  carryOn(app, incident.id)
  return incident
}

/** One decision of a person on an incident, and what follows from it in the background. */
export async function decide<Input>(
  app: App,
  id: string,
  decision: { by: Actor; run: (incident: Incident, input: Input, stamp: Stamp) => Incident; input: Input },
): Promise<Incident> {
  const stamp = { ...decision.by, at: app.now() }
  const incident = await update(app, id, current => {
    const isRepeat = stamp.requestId && current.timeline.some(event => event.requestId === stamp.requestId)
    return isRepeat ? current : decision.run(current, decision.input, stamp)
  })
  carryOn(app, id)
  return incident
}

function carryOn(app: App, id: string): void {
  app.background.run(`the work of ${id}`, () => perform(app, id))
}
