import { withoutQuestions } from '../../domain/questions.ts'
import { mayReadQuestions } from '../question-ref.ts'
import { catchUpView } from '../views/catch-up.ts'
import { meantIncident, type Verb } from './verb.ts'

export const catchupVerb: Verb = {
  name: 'catchup',
  aliases: ['catch-up'],
  usage: 'catchup',
  help: 'Shows you what happened so far: the last update, roles, notes, what is ruled out, open questions.',
  async run(request) {
    const incident = await meantIncident(request)
    const seen = (await mayReadQuestions(request, incident)) ? incident : withoutQuestions(incident)
    return catchUpView(seen, request.app.policy)
  },
}
