import { stakeholdersOf } from '../../domain/stakeholders.ts'
import { oncePerPerson, subjectsOf } from '../../domain/subscriptions.ts'
import { stakeholdersView } from '../views/stakeholders.ts'
import { meantIncident, type Verb } from './verb.ts'

export const stakeholdersVerb: Verb = {
  name: 'stakeholders',
  aliases: ['audiences'],
  usage: 'stakeholders',
  help: 'Shows who hears of the incident: what they see, when they heard last and hear next, and why.',
  async run(request) {
    const incident = await meantIncident(request)
    const { policy, subscriptions } = request.app
    const followers = oncePerPerson(await subscriptions.matching(subjectsOf(incident)))
    return stakeholdersView(incident, stakeholdersOf(incident, policy, followers.length))
  },
}
