import { declareView } from '../modals/declare.ts'
import { openModal } from '../request.ts'
import type { Verb } from './verb.ts'

export const declareVerb: Verb = {
  name: 'declare',
  aliases: ['new', 'create', 'open', 'start'],
  usage: 'declare [title]',
  help: 'Opens the form to declare an incident, with the title filled in if you give one.',
  async run(request) {
    await openModal(request, declareView(request.app.policy, { title: request.text }))
    return undefined
  },
}
