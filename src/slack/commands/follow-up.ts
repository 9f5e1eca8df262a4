import { decide } from '../../app/incidents.ts'
import { keepPromise } from '../../domain/follow-ups.ts'
import { UserError } from '../../errors.ts'
import { followUpBlocks } from '../views/follow-ups.ts'
import { meantIncident, type Verb } from './verb.ts'

export const followUpVerb: Verb = {
  name: 'followup',
  aliases: ['followups', 'follow-up', 'promises'],
  usage: 'followup [done <number>]',
  help: 'Lists what was promised when it was resolved; `done` tells those who read the promise that it is kept.',
  async run(request) {
    const incident = await meantIncident(request)
    if (request.text === '') return { text: `Promises of ${incident.id}`, blocks: followUpBlocks(incident) }
    const number = /^done\s+#?(\d{1,4})$/i.exec(request.text)?.[1]
    if (number === undefined)
      throw new UserError(
        'followup-what',
        'Say `/incident followup` for the list, or `/incident followup done 1` once the first one is done.',
      )
    const { app, actor } = request
    const input = { number: Number(number), policy: app.policy }
    await decide(app, incident.id, { by: actor, run: keepPromise, input })
    return { text: `Follow-up ${number} of ${incident.id} is done; whoever read the promise hears it.` }
  },
}
