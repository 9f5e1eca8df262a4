import { decide } from '../app/incidents.ts'
import { publishReview } from '../domain/follow-ups.ts'
import type { Incident } from '../domain/incident.ts'
import { reviewStage } from '../domain/review-state.ts'
import type { Reply, Request } from './request.ts'

/** Publishes the review and says who hears of it. */
export async function publish(request: Request, incident: Incident): Promise<{ reply: Reply; after: Incident }> {
  const { app, actor } = request
  const stage = reviewStage(incident)
  const after = await decide(app, incident.id, { by: actor, run: publishReview, input: { policy: app.policy } })
  const told =
    stage === 'edited-since'
      ? 'is published as it stands now; whoever was told of it is not told again.'
      : 'is published; whoever asked to hear of it is told.'
  return { reply: { text: `The review of ${incident.id} ${told}` }, after }
}
