import { updateModalView } from '../modals/update.ts'
import { openModal } from '../request.ts'
import { meantIncident, type Verb } from './verb.ts'

export const updateVerb: Verb = {
  name: 'update',
  aliases: ['up'],
  usage: 'update',
  help: 'Opens the update form; one update reaches every audience in its own words.',
  async run(request) {
    const incident = await meantIncident(request)
    await openModal(request, updateModalView(incident, request.app.policy))
    return undefined
  },
}
