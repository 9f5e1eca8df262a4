import { decide } from '../../app/incidents.ts'
import { snooze, snoozedNow } from '../../domain/snooze.ts'
import { UserError } from '../../errors.ts'
import { snoozeModalView } from '../modals/snooze.ts'
import { utc } from '../mrkdwn.ts'
import { openModal } from '../request.ts'
import { meantIncident, type Verb } from './verb.ts'

/** `20 waiting for the vendor`, `20 min: waiting for the vendor`. */
const pattern = /^(\d{1,3})(?:\s*(?:m|min|minutes)\b)?[\s:,]*(.*)$/is

export const snoozeVerb: Verb = {
  name: 'snooze',
  aliases: ['postpone'],
  usage: 'snooze [minutes] [reason]',
  help: 'Puts the next update off and tells those who wait for it; needs a reason.',
  async run(request) {
    const incident = await meantIncident(request)
    const { policy } = request.app
    if (request.text === '') {
      await openModal(request, snoozeModalView(incident, policy))
      return undefined
    }
    const [, minutes, reason = ''] = pattern.exec(request.text) ?? []
    if (minutes === undefined)
      throw new UserError(
        'unclear',
        'Say by how many minutes, and then why: `/incident snooze 20 waiting for the vendor`.',
      )
    const input = { minutes: Number(minutes), reason, policy }
    const after = await decide(request.app, incident.id, { by: request.actor, run: snooze, input })
    const until = snoozedNow(after)?.until
    return {
      text: `The next update of ${incident.id} comes ${until ? `at ${utc(until)}` : 'later'}. Everybody is told.`,
    }
  },
}
