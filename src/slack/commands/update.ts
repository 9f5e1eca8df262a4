import { openUpdateForm } from '../modals/update.ts'
import { meantIncident, type Verb } from './verb.ts'

export const updateVerb: Verb = {
  name: 'update',
  aliases: ['up'],
  usage: 'update',
  help: 'Opens the update form; one update reaches every audience in its own words.',
  async run(request) {
    const incident = await meantIncident(request)
    await openUpdateForm(request, incident)
    return undefined
  },
}
