import { decide } from '../../app/incidents.ts'
import type { Incident } from '../../domain/incident.ts'
import { answerQuestion, declineQuestion, openQuestions, questionGroups } from '../../domain/questions.ts'
import { UserError } from '../../errors.ts'
import { openAnswers } from '../actions/questions.ts'
import { answerModalView, declineModalView, questionListBlocks } from '../modals/questions.ts'
import { mayReadQuestions, requireResponder } from '../question-ref.ts'
import { openModal } from '../request.ts'
import { updateRead } from '../update-read.ts'
import { type CommandRequest, meantIncident, type Verb } from './verb.ts'

export const questionsVerb: Verb = {
  name: 'questions',
  aliases: ['faq'],
  usage: 'questions',
  help: 'Shows what the readers of updates asked, and what they were told; to a reader, what those who read the same were told.',
  async run(request) {
    const incident = await ownIncident(request)
    if (!incident) {
      await openAnswers(request, (await updateRead(request)).ref)
      return undefined
    }
    const { length } = openQuestions(incident)
    return {
      text: `${incident.id}: ${length === 1 ? '1 question is' : `${length} questions are`} open.`,
      blocks: questionListBlocks(incident, request.app.policy),
    }
  },
}

/** The incident that is meant, for somebody who works on it. */
async function ownIncident(request: CommandRequest): Promise<Incident | undefined> {
  const { app, channel, incidentId } = request
  const meant = incidentId
    ? await app.incidents.get(incidentId.toUpperCase())
    : channel === undefined
      ? undefined
      : await app.incidents.getByChannel(channel)
  return (await mayReadQuestions(request, meant)) ? meant : undefined
}

/** “Q3 at noon” is question 3 and what to say to it; where only one is open, its label may be left out. */
function meantQuestion(incident: Incident, text: string): { question: number; said: string } {
  const [, number, rest = ''] = /^q(\d+)\b[\s:]*(.*)$/is.exec(text) ?? []
  const open = openQuestions(incident)
  const [only] = open
  if (number === undefined) {
    if (only && open.length === 1) return { question: only.id, said: text }
    const list = open.map(({ label }) => label).join(', ')
    throw new UserError(
      'which-question',
      open.length === 0
        ? `No question on ${incident.id} is open.`
        : `Say which question: ${list} are open. \`/incident questions\` shows them.`,
    )
  }
  const group = questionGroups(incident).find(({ label }) => label === `Q${Number(number)}`)
  if (!group)
    throw new UserError('no-such-question', `${incident.id} has no Q${Number(number)}: \`/incident questions\`.`)
  // One that was moved is answered where it went.
  return { question: group.questions[0]?.seq ?? group.id, said: rest.trim() }
}

async function onQuestion(request: CommandRequest) {
  const incident = await requireResponder(request, await meantIncident(request))
  return { incident, ...meantQuestion(incident, request.text) }
}

export const answerVerb: Verb = {
  name: 'answer',
  aliases: [],
  usage: 'answer [Q1] [text]',
  help: 'Answers a question of the readers of updates, once for all who asked it.',
  async run(request) {
    const { incident, question, said } = await onQuestion(request)
    if (said === '') {
      await openModal(request, answerModalView(incident, question, request.app.policy))
      return undefined
    }
    const input = { question, text: said, inUpdate: false }
    await decide(request.app, incident.id, { by: request.actor, run: answerQuestion, input })
    return { text: 'Answered: everybody who asked it reads it in a direct message.' }
  },
}

export const declineVerb: Verb = {
  name: 'decline',
  aliases: [],
  usage: 'decline [Q1] [reason]',
  help: 'Says to the readers of updates why their question gets no answer.',
  async run(request) {
    const { incident, question, said } = await onQuestion(request)
    if (said === '') {
      await openModal(request, declineModalView(incident, question, request.app.policy))
      return undefined
    }
    const input = { question, reason: said }
    await decide(request.app, incident.id, { by: request.actor, run: declineQuestion, input })
    return { text: 'Declined: everybody who asked it reads why in a direct message.' }
  },
}
