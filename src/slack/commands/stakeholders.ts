import { audienceNamed } from '../../domain/adjust-audience.ts'
import { adjustForm } from '../modals/adjust-audience.ts'
import { openModal } from '../request.ts'
import { stakeholderMap } from '../stakeholder-map.ts'
import { meantIncident, type Verb } from './verb.ts'

export const stakeholdersVerb: Verb = {
  name: 'stakeholders',
  aliases: ['audiences'],
  usage: 'stakeholders [audience]',
  help: 'Shows who hears of the incident: what they see, when they heard last and hear next, and why; with an audience, changes that.',
  async run(request) {
    const incident = await meantIncident(request)
    if (request.text === '') return stakeholderMap(request, incident)
    await openModal(request, await adjustForm(request, incident, audienceNamed(request.text, request.app.policy)))
    return undefined
  },
}
