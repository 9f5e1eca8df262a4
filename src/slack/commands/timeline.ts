import { readTimeline } from '../read-timeline.ts'
import { openModal } from '../request.ts'
import { noteVerb } from './note.ts'
import { meantIncident, type Verb } from './verb.ts'

export const timelineVerb: Verb = {
  name: 'timeline',
  aliases: ['curate'],
  usage: 'timeline [text]',
  help: 'Shows the timeline so far, to put messages of the channel on it and take them off; a text becomes a note on it.',
  async run(request) {
    if (request.text !== '') return noteVerb.run(request)
    await openModal(request, await readTimeline(request, await meantIncident(request)))
    return undefined
  },
}
