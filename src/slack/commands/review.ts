import { decide } from '../../app/incidents.ts'
import type { AudienceId } from '../../domain/audience-ids.ts'
import { audienceIds, audienceLabel, concerns } from '../../domain/audiences.ts'
import { publishReview } from '../../domain/follow-ups.ts'
import { type Incident, requestReview } from '../../domain/incident.ts'
import type { Policy } from '../../domain/policy.ts'
import { UserError } from '../../errors.ts'
import { defaultFormat, formatCalled } from '../review-formats.ts'
import { isWritingWord, runWriting } from './review-writing.ts'
import { meantIncident, type Verb } from './verb.ts'

/** An audience by its id or its name, that may hear of this incident. */
function audienceFor(word: string, { incident, policy }: { incident: Incident; policy: Policy }): AudienceId {
  const ids = audienceIds(policy)
  const audience = ids.find(id => [id, audienceLabel(id, policy)].some(name => name.toLowerCase() === word))
  if (!audience)
    throw new UserError('no-such-audience', `There is no audience “${word}”. Name one of these: ${ids.join(', ')}.`)
  if (!concerns(audience, incident, policy))
    throw new UserError(
      'not-for-them',
      `${audienceLabel(audience, policy)} do not hear of ${incident.id}, so there is no review of it for them.`,
    )
  return audience
}

export const reviewVerb: Verb = {
  name: 'review',
  aliases: ['pir', 'postmortem', 'post-mortem', 'retro', 'retrospective'],
  usage:
    'review [html|pdf|picture|markdown|json|transcript|jsonl] | review write [section] | review assign @user | review due 2026-03-10 | review publish | review sanitised [audience]',
  help: 'Builds the post-incident review from the facts and the channel’s messages, as HTML unless you say otherwise; `transcript` is what was said as CSV; `sanitised` leaves out what an audience, or else customers, may not see; `write` is for what only people can say; `assign` and `due` say who writes it until when; `publish` tells who asked to hear of it.',
  async run(request) {
    const incident = await meantIncident(request)
    const { app, actor, text } = request
    if (text.toLowerCase() === 'publish') {
      await decide(app, incident.id, { by: actor, run: publishReview, input: { policy: app.policy } })
      return { text: `The review of ${incident.id} is published; whoever asked to hear of it is told.` }
    }
    const [first = '', ...rest] = text.toLowerCase().split(/\s+/)
    if (isWritingWord(first)) return runWriting(request, { incident, word: first })
    if (/^saniti[sz]ed$/.test(first)) {
      const audience = audienceFor(rest.join(' ') || 'customers', { incident, policy: app.policy })
      const input = { format: defaultFormat, audience }
      await decide(app, incident.id, { by: actor, run: requestReview, input })
      return {
        text: `Building the review of ${incident.id} as ${audienceLabel(audience, app.policy)} may read it. It will be in its channel as a file in a moment.`,
      }
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
