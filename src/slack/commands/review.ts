import { decide } from '../../app/incidents.ts'
import { publishReview } from '../../domain/follow-ups.ts'
import { requestReview } from '../../domain/incident.ts'
import { meantIncident, type Verb } from './verb.ts'

export const reviewVerb: Verb = {
  name: 'review',
  aliases: ['pir', 'postmortem', 'post-mortem', 'retro', 'retrospective'],
  usage: 'review [publish]',
  help: 'Builds the post-incident review from the facts and the channel’s messages; `publish` tells who asked to hear of it.',
  async run(request) {
    const incident = await meantIncident(request)
    if (request.text.toLowerCase() === 'publish') {
      const { app, actor } = request
      await decide(app, incident.id, { by: actor, run: publishReview, input: { policy: app.policy } })
      return { text: `The review of ${incident.id} is published; whoever asked to hear of it is told.` }
    }
    await decide(request.app, incident.id, { by: request.actor, run: requestReview, input: undefined })
    return { text: `Building the review of ${incident.id}. It will be in its channel as a file in a moment.` }
  },
}
