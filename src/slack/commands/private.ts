import { decide } from '../../app/incidents.ts'
import { hasPrivateChannel, liftPrivacy, makePrivate, openProposal } from '../../domain/privacy.ts'
import { UserError } from '../../errors.ts'
import { liftedNotice, privacyNotice } from '../views/privacy.ts'
import { meantIncident, type Verb } from './verb.ts'

export const privateVerb: Verb = {
  name: 'private',
  aliases: [],
  usage: 'private [off [reason]]',
  help: 'Makes it private at once; `off` proposes to make it public, and somebody else agrees with the same words.',
  async run(request) {
    const { app, actor } = request
    const [word = '', ...rest] = request.text.split(/\s+/).filter(Boolean)
    const wanted = word.toLowerCase()
    if (!['', 'on', 'off'].includes(wanted) || (wanted !== 'off' && rest.length > 0))
      throw new UserError(
        'private-what',
        'Use `/incident private` to make the incident private, or `/incident private off <reason>` to propose making it public. For a title that starts so: `/incident declare private …`.',
      )
    const incident = await meantIncident(request)
    if (wanted !== 'off') {
      const proposal = openProposal(incident, app.now())
      const after = await decide(app, incident.id, { by: actor, run: makePrivate, input: undefined })
      if (!incident.isPrivate) return { text: privacyNotice(after.id, { hasPrivateChannel: hasPrivateChannel(after) }) }
      return {
        text: proposal
          ? `${incident.id} stays private. The proposal to make it public is off the table.`
          : `${incident.id} is private already. To propose making it public: \`/incident private off <reason>\`.`,
      }
    }
    if (!incident.isPrivate) return { text: `${incident.id} is not private.` }
    const input = { reason: rest.join(' ') }
    const after = await decide(app, incident.id, { by: actor, run: liftPrivacy, input })
    return { text: liftedNotice(after) }
  },
}
