import { decide } from '../../app/incidents.ts'
import { addNote } from '../../domain/incident.ts'
import { readPastTime } from '../../domain/past-time.ts'
import { utcMinute } from '../../domain/utc.ts'
import { section } from '../blocks.ts'
import { noteModalView } from '../modals/note.ts'
import { md, when } from '../mrkdwn.ts'
import { openModal } from '../request.ts'
import { meantIncident, type Verb } from './verb.ts'

export const noteVerb: Verb = {
  name: 'note',
  aliases: [],
  usage: 'note [time] [text]',
  help: 'Puts a line on the timeline; a time in front, such as `14:05` or `yesterday 14:05`, says when it was.',
  async run(request) {
    const { app, actor, workspace } = request
    const incident = await meantIncident(request)
    if (request.text === '') {
      await openModal(request, noteModalView(incident))
      return undefined
    }
    // Only a time needs the writer's zone, and asking for it costs a call.
    const isTimed = readPastTime(request.text, { now: app.now(), zone: undefined }).at !== undefined
    const zone = isTimed ? (await workspace.accountOf(actor.by)).timeZone : undefined
    const timed = readPastTime(request.text, { now: app.now(), zone })
    const input = timed.text.trim() === '' ? { text: request.text } : { text: timed.text.trim(), at: timed.at }
    await decide(app, incident.id, { by: actor, run: addNote, input })
    const text = `Noted on the timeline of ${incident.id}`
    return 'at' in input && input.at
      ? { text: `${text}, for ${utcMinute(input.at)}.`, blocks: [section(md`${text}, for ${when(input.at)}.`)] }
      : { text: `${text}.` }
  },
}
