import { askModalView, askUnder, mostLetters } from '../modals/ask.ts'
import { openModal } from '../request.ts'
import { updateRead } from '../update-read.ts'
import { requireFits, type Verb } from './verb.ts'

export const askVerb: Verb = {
  name: 'ask',
  aliases: [],
  usage: 'ask [INC-n] [what you need to know]',
  help: 'Sends a question about an incident to those who work on it; the answer comes to you as a direct message.',
  async run(request) {
    const { ref, said } = await updateRead(request)
    if (said === '') {
      await openModal(request, askModalView(ref))
      return undefined
    }
    requireFits(said, mostLetters)
    await askUnder(request, ref, { topic: 'other', text: said })
    return { text: 'Your question is with the people who work on it. The answer comes to you as a direct message.' }
  },
}
