import { withoutQuestions } from '../../domain/questions.ts'
import { outsideReply } from '../inside-words.ts'
import { mayReadQuestions } from '../question-ref.ts'
import { mayReadInside } from '../request.ts'
import { catchUpView } from '../views/catch-up.ts'
import { meantKnown, type Verb } from './verb.ts'

export const catchupVerb: Verb = {
  name: 'catchup',
  aliases: ['catch-up'],
  usage: 'catchup',
  help: 'Shows you what happened so far: the last update, roles, notes, decisions, what is ruled out, open questions.',
  async run(request) {
    const incident = await meantKnown(request)
    if (!(await mayReadInside(request, incident))) return outsideReply(incident, request.app.policy)
    const seen = (await mayReadQuestions(request, incident)) ? incident : withoutQuestions(incident)
    return catchUpView(seen, request.app.policy)
  },
}
