import { decide } from '../../app/incidents.ts'
import { acknowledge } from '../../domain/incident.ts'
import { meantIncident, type Verb } from './verb.ts'

export const ackVerb: Verb = {
  name: 'ack',
  aliases: ['acknowledge'],
  usage: 'ack',
  help: 'Acknowledges the incident: somebody is on it.',
  async run(request) {
    const before = await meantIncident(request)
    const incident = await decide(request.app, before.id, { by: request.actor, run: acknowledge, input: undefined })
    const lead = incident.roles.commander ? '' : ' Nobody leads it yet: `/incident role commander` makes it you.'
    return {
      text: before.acknowledgedAt
        ? `${incident.id} was acknowledged before.${lead}`
        : `You acknowledged ${incident.id}.${lead}`,
    }
  },
}
