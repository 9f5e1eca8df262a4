import { verdicts } from '../../domain/feedback.ts'
import { requireResponder } from '../question-ref.ts'
import { feedbackBlocks } from '../views/feedback.ts'
import { meantIncident, type Verb } from './verb.ts'

export const feedbackVerb: Verb = {
  name: 'feedback',
  aliases: ['ratings'],
  usage: 'feedback',
  help: 'Shows what the readers of updates made of them.',
  async run(request) {
    const { app } = request
    const incident = await requireResponder(request, await meantIncident(request))
    const all = verdicts(await app.feedback.of(incident.id), app.policy)
    return { text: `What people made of the updates of ${incident.id}`, blocks: feedbackBlocks(incident, all) }
  },
}
