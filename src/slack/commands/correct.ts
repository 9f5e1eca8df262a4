import { openCorrectForm } from '../modals/correct.ts'
import { meantIncident, type Verb } from './verb.ts'

export const correctVerb: Verb = {
  name: 'correct',
  aliases: ['fix-update'],
  usage: 'correct',
  help: 'Corrects the last update where it stands, for everybody who read it, and marks it.',
  async run(request) {
    await openCorrectForm(request, await meantIncident(request))
    return undefined
  },
}
