import { decide } from '../../app/incidents.ts'
import { addNote } from '../../domain/incident.ts'
import { noteModalView } from '../modals/note.ts'
import { openModal } from '../request.ts'
import { meantIncident, type Verb } from './verb.ts'

export const noteVerb: Verb = {
  name: 'note',
  aliases: ['timeline'],
  usage: 'note [text]',
  help: 'Puts a line on the timeline.',
  async run(request) {
    const incident = await meantIncident(request)
    if (request.text === '') {
      await openModal(request, noteModalView(incident))
      return undefined
    }
    await decide(request.app, incident.id, { by: request.actor, run: addNote, input: { text: request.text } })
    return { text: `Noted on the timeline of ${incident.id}.` }
  },
}
