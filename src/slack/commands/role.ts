import { decide } from '../../app/incidents.ts'
import { assignRole } from '../../domain/incident.ts'
import { parseRole, ROLE, ROLES } from '../../domain/roles.ts'
import { UserError } from '../../errors.ts'
import { roleModalView } from '../modals/role.ts'
import { openModal } from '../request.ts'
import { meantIncident, type Verb } from './verb.ts'

/** `<@U123|ana>`, as Slack writes a person into a command's text. */
const personPattern = /<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/

export const roleVerb: Verb = {
  name: 'role',
  aliases: ['roles', 'assign'],
  usage: 'role [role] [@user]',
  help: 'Gives a role to somebody, or to you when you name nobody.',
  async run(request) {
    const incident = await meantIncident(request)
    if (request.text === '') {
      await openModal(request, roleModalView(incident, request.actor.by))
      return undefined
    }
    const person = personPattern.exec(request.escaped)
    const words = request.escaped.replace(personPattern, ' ').trim().split(/\s+/).filter(Boolean)
    const name = words.filter(word => !['me', 'to', 'is'].includes(word.toLowerCase())).join('-')
    const role = parseRole(name)
    if (!role) {
      const known = ROLES.map(one => `\`${one}\``).join(', ')
      throw new UserError(
        'unknown-role',
        name.includes('@')
          ? 'I cannot tell who that is. Pick the person from Slack’s list while you type: `/incident role commander @ana`.'
          : `There is no such role. Roles are ${known}: \`/incident role commander @ana\`.`,
      )
    }
    const user = person?.[1] ?? request.actor.by
    await decide(request.app, incident.id, { by: request.actor, run: assignRole, input: { role, user } })
    const who = user === request.actor.by ? 'You are' : `@${await request.workspace.nameOf(user)} is`
    return { text: `${who} now ${ROLE[role].label} of ${incident.id}. ${ROLE[role].duty}` }
  },
}
