import { decide } from '../../app/incidents.ts'
import { addPerson } from '../../domain/privacy.ts'
import { UserError } from '../../errors.ts'
import { type CommandRequest, meantIncident, type Verb } from './verb.ts'

/** Whom a command names: `<@U123|ana>`, as Slack writes a person into its text. */
export function personMeant({ escaped }: Pick<CommandRequest, 'escaped'>): string | undefined {
  return /<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/.exec(escaped)?.[1]
}

export const inviteVerb: Verb = {
  name: 'invite',
  aliases: [],
  usage: 'invite @user',
  help: 'Adds somebody to the incident’s channel, and puts on the record who did.',
  async run(request) {
    const incident = await meantIncident(request)
    const user = personMeant(request)
    if (user === undefined)
      throw new UserError(
        'invite-whom',
        'Say whom: `/incident invite @ana`. Pick the person from Slack’s list while you type.',
      )
    await decide(request.app, incident.id, { by: request.actor, run: addPerson, input: { user } })
    return { text: `Adding @${await request.workspace.nameOf(user)} to ${incident.id}.` }
  },
}
