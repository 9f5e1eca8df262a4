import { decide } from '../../app/incidents.ts'
import { removePerson } from '../../domain/found-people.ts'
import { UserError } from '../../errors.ts'
import { personMeant } from './invite.ts'
import { meantIncident, type Verb } from './verb.ts'

export const uninviteVerb: Verb = {
  name: 'uninvite',
  aliases: ['kick'],
  usage: 'uninvite @user',
  help: 'Removes somebody from a private incident’s channel, and puts on the record who did.',
  async run(request) {
    const incident = await meantIncident(request)
    const user = personMeant(request)
    if (user === undefined)
      throw new UserError(
        'uninvite-whom',
        'Say whom: `/incident uninvite @ana`. Pick the person from Slack’s list while you type.',
      )
    await decide(request.app, incident.id, { by: request.actor, run: removePerson, input: { user } })
    return { text: `Removing @${await request.workspace.nameOf(user)} from the channel of ${incident.id}.` }
  },
}
