import { decide } from '../../app/incidents.ts'
import { publishReview } from '../../domain/follow-ups.ts'
import { requestReview } from '../../domain/incident.ts'
import { UserError } from '../../errors.ts'
import { formatCalled } from '../review-formats.ts'
import { meantIncident, type Verb } from './verb.ts'

export const reviewVerb: Verb = {
  name: 'review',
  aliases: ['pir', 'postmortem', 'post-mortem', 'retro', 'retrospective'],
  usage: 'review [html|pdf|picture|markdown|json|transcript|jsonl|publish]',
  help: 'Builds the post-incident review from the facts and the channel’s messages, as HTML unless you say otherwise; `transcript` is what was said as CSV; `publish` tells who asked to hear of it.',
  async run(request) {
    const incident = await meantIncident(request)
    const { app, actor, text } = request
    if (text.toLowerCase() === 'publish') {
      await decide(app, incident.id, { by: actor, run: publishReview, input: { policy: app.policy } })
      return { text: `The review of ${incident.id} is published; whoever asked to hear of it is told.` }
    }
    const format = formatCalled(text, app.formats)
    if (!format)
      throw new UserError(
        'no-such-format',
        'A review can be `html`, `pdf`, `markdown` or `json`, or only its `picture` or its `transcript` (CSV; `jsonl` for programs). Say `/incident review` and one of these.',
      )
    await decide(app, incident.id, { by: actor, run: requestReview, input: { format: format.id } })
    return {
      text: `Building the review of ${incident.id} (${format.label}). It will be in its channel as a file in a moment.`,
    }
  },
}
