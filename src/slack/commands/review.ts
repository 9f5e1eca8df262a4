import { decide } from '../../app/incidents.ts'
import { requestReview } from '../../domain/incident.ts'
import { meantIncident, type Verb } from './verb.ts'

export const reviewVerb: Verb = {
  name: 'review',
  aliases: ['pir', 'postmortem', 'post-mortem', 'retro', 'retrospective'],
  usage: 'review',
  help: 'Builds the post-incident review from the facts and the channel’s messages.',
  async run(request) {
    const incident = await meantIncident(request)
    await decide(request.app, incident.id, { by: request.actor, run: requestReview, input: undefined })
    return { text: `Building the review of ${incident.id}. It will be in its channel as a file in a moment.` }
  },
}
