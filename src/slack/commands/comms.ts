import { decide } from '../../app/incidents.ts'
import { requestRecord } from '../../domain/compose-record.ts'
import { verdicts } from '../../domain/feedback.ts'
import { UserError } from '../../errors.ts'
import { requireResponder } from '../question-ref.ts'
import { commsBlocks } from '../views/comms.ts'
import { meantIncident, type Verb } from './verb.ts'

export const commsVerb: Verb = {
  name: 'comms',
  aliases: ['communications'],
  usage: 'comms [file]',
  help: 'Shows who was told what, whether it was in time, and the longest silence; `file` puts all of it into the channel.',
  async run(request) {
    const { app, actor } = request
    const incident = await requireResponder(request, await meantIncident(request))
    const { policy } = app
    switch (request.text.toLowerCase()) {
      case 'file':
        await decide(app, incident.id, { by: actor, run: requestRecord, input: undefined })
        return { text: `The record of ${incident.id} will be in its channel as a file in a moment.` }
      case '': {
        const said = verdicts(await app.feedback.of(incident.id), policy)
        const blocks = commsBlocks(incident, { policy, verdicts: said, now: app.now() })
        return { text: `Communications of ${incident.id}`, blocks }
      }
      default:
        throw new UserError('comms-or-file', 'Say `/incident comms`, or `/incident comms file` for all of it.')
    }
  },
}
