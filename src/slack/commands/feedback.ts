import { verdicts } from '../../domain/feedback.ts'
import { UserError } from '../../errors.ts'
import { rate } from '../actions/feedback.ts'
import { haveEnough } from '../actions/questions.ts'
import { mostLetters } from '../modals/feedback.ts'
import { requireResponder } from '../question-ref.ts'
import type { Reply } from '../request.ts'
import { updateRead } from '../update-read.ts'
import { answeredUpdate } from '../update-ref.ts'
import { feedbackBlocks } from '../views/feedback.ts'
import { type CommandRequest, meantIncident, requireFits, type Verb } from './verb.ts'

const pattern = /^(enough|helpful|not[\s-]+helpful)\b[\s:,]*(.*)$/is

/** What a reader of updates makes of the last one, as their buttons say it. */
async function say(request: CommandRequest): Promise<Reply> {
  const { ref, said } = await updateRead(request)
  const [, word, line = ''] = pattern.exec(said) ?? []
  if (word === undefined)
    throw new UserError(
      'feedback-what',
      'Say `/incident feedback INC-42 enough`, `helpful` or `not helpful`, with a line if you like.',
    )
  if (word.toLowerCase() === 'enough') return haveEnough(request, ref)
  requireFits(line, mostLetters)
  const reply = await rate(request, ref, /^not/i.test(word) ? 'not-helpful' : 'helpful')
  if (line === '') return reply
  const { incident, update, audience } = await answeredUpdate(request, ref)
  const { app, actor } = request
  await app.feedback.note({ incident, update, audience, by: actor.by, at: app.now() }, { line })
  return { text: 'Thank you: noted, with your line. It is read without your name.' }
}

export const feedbackVerb: Verb = {
  name: 'feedback',
  aliases: ['ratings'],
  usage: 'feedback [INC-n] [enough | helpful [line] | not helpful [line]]',
  help: 'Shows how readers rated the updates; with `helpful` or `not helpful`, rates the last one you got; with `enough`, says that you have what you need.',
  async run(request) {
    const { app } = request
    if (request.text !== '') return say(request)
    const incident = await requireResponder(request, await meantIncident(request))
    const all = verdicts(await app.feedback.of(incident.id), app.policy)
    return { text: `What people made of the updates of ${incident.id}`, blocks: feedbackBlocks(incident, all) }
  },
}
