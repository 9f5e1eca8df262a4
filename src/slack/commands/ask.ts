import { openAskForm } from '../actions/questions.ts'
import { ask, mostLetters } from '../modals/ask.ts'
import { updateRead } from '../update-read.ts'
import { knownAnswerBlocks } from '../views/answers.ts'
import { requireFits, type Verb } from './verb.ts'

export const askVerb: Verb = {
  name: 'ask',
  aliases: [],
  usage: 'ask [INC-n] [what you need to know]',
  help: 'Sends a question about an incident to those who work on it; the answer comes to you as a direct message.',
  async run(request) {
    const { ref, said } = await updateRead(request)
    if (said === '') {
      await openAskForm(request, ref)
      return undefined
    }
    requireFits(said, mostLetters)
    const asking = { ref, topic: 'other', text: said } as const
    const known = await ask(request, asking)
    if (known) return { text: 'This was asked and answered already.', blocks: knownAnswerBlocks(asking, known) }
    return { text: 'Your question is with the people who work on it. The answer comes to you as a direct message.' }
  },
}
