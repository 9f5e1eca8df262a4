import { askForReview, reviewAskedBy } from '../ask-review.ts'
import { publish } from '../publish-review.ts'
import { listReviews, openReadingForm } from '../read-review.ts'
import { isWritingWord, runWriting } from './review-writing.ts'
import { meantIncident, type Verb } from './verb.ts'

export const reviewVerb: Verb = {
  name: 'review',
  aliases: ['pir', 'postmortem', 'post-mortem', 'retro', 'retrospective'],
  usage:
    'review [html|pdf|picture|markdown|canvas|json|transcript|jsonl] | review write [section] | review assign @user | review due 2026-03-10 | review publish | review list | review sanitised [audience] [format]',
  help: 'Builds the post-incident review from the facts and the channel’s messages, as HTML unless you say otherwise; `canvas` writes it into the channel’s canvas, or else pins a file; `transcript` is what was said as CSV; `sanitised` leaves out what an audience, or else customers, may not see; `write` is for what only people can say; `assign` and `due` say who writes it until when; `publish` tells who asked to hear of it; `list` shows the latest reviews that you may read.',
  async run(request) {
    if (/^(list|ls)$/i.test(request.text)) return listReviews(request)
    const incident = await meantIncident(request)
    const { app, text } = request
    if (text.toLowerCase() === 'publish') return (await publish(request, incident)).reply
    const [first = ''] = text.toLowerCase().split(/\s+/)
    if (isWritingWord(first)) return runWriting(request, { incident, word: first })
    return askForReview(request, incident, reviewAskedBy(text, app))
  },
}

export const exportVerb: Verb = {
  name: 'export',
  aliases: ['download'],
  usage: 'export [html|pdf|picture|markdown|canvas|json|transcript|jsonl]',
  help: 'Opens a window to take the review or the transcript along: as what, and for whom; with a format, builds that at once.',
  async run(request) {
    const incident = await meantIncident(request)
    if (request.text !== '') return askForReview(request, incident, reviewAskedBy(request.text, request.app))
    await openReadingForm(request, incident)
    return undefined
  },
}
