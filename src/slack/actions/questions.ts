import type { ModalView } from '@slack/types'
import { decide } from '../../app/incidents.ts'
import { answersFor } from '../../domain/answers.ts'
import { readerWords } from '../../domain/audiences.ts'
import type { Incident } from '../../domain/incident.ts'
import type { Policy } from '../../domain/policy.ts'
import { splitQuestions, takesQuestions } from '../../domain/questions.ts'
import { statusLabel } from '../../domain/status.ts'
import { UserError } from '../../errors.ts'
import { ACTIONS } from '../action-ids.ts'
import { readAsking } from '../asking.ts'
import { answersModalView, doneModalView } from '../modals/answers.ts'
import { ask, askModalView } from '../modals/ask.ts'
import { answerModalView, declineModalView, questionsModalView, sameAsModalView } from '../modals/questions.ts'
import { questionMeant, requireResponder } from '../question-ref.ts'
import { findIncident, openModal, type Reply, type Request } from '../request.ts'
import { answeredUpdate } from '../update-ref.ts'
import type { Action } from './action.ts'
import { replaceView } from './replace-view.ts'

/** A button that asks something more about a question before it is decided. */
function asking(id: string, view: (incident: Incident, question: number, policy: Policy) => ModalView): Action {
  return {
    id,
    async run(request) {
      const { incident, question } = await questionMeant(request, request.value)
      await openModal(request, view(incident, question, request.app.policy))
      return undefined
    },
  }
}

/** Notes that an update told somebody enough. */
export async function haveEnough(request: Request, under: string): Promise<Reply> {
  const { app, actor } = request
  // Of a message about several incidents, all of them are meant that this person may still hear of.
  const read = await Promise.allSettled(under.split(' ').map(one => answeredUpdate(request, one)))
  const known = read.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []))
  const failed = read.find(
    one => one.status === 'rejected' && (known.length === 0 || !(one.reason instanceof UserError)),
  )
  if (failed?.status === 'rejected') throw failed.reason
  for (const { incident, update, audience } of known)
    await app.feedback.note({ incident, update, audience, by: actor.by, at: app.now() }, { has: 'enough' })
  return { text: 'Thank you: noted that you have what you need.' }
}

/** Opens the form in which somebody says what they still need. Throws UserError when nobody would look at it. */
export async function openAskForm(request: Request, ref: string): Promise<void> {
  const { subject, audience } = await answeredUpdate(request, ref)
  if (!takesQuestions(subject))
    throw new UserError(
      'nobody-answers',
      `This is ${statusLabel(subject.status).toLowerCase()}, so nobody looks at its questions any more. If it is not over for you, report it: \`/incident\`.`,
    )
  await openModal(
    request,
    askModalView(ref, answersFor(subject, audience).length, readerWords(audience, request.app.policy)),
  )
}

/** Shows somebody what their like asked about an incident and were told. */
export async function openAnswers(request: Request, ref: string): Promise<void> {
  const { subject, audience } = await answeredUpdate(request, ref)
  await openModal(request, answersModalView(subject, answersFor(subject, audience)))
}

/** What the readers of updates press, and what those press who answer them. */
export const questionActions: readonly Action[] = [
  {
    id: ACTIONS.haveWhatINeed,
    async run(request) {
      return haveEnough(request, request.value)
    },
  },
  {
    id: ACTIONS.stillNeed,
    async run(request) {
      await openAskForm(request, request.value)
      return undefined
    },
  },
  {
    id: ACTIONS.answers,
    async run(request) {
      await openAnswers(request, request.value)
      return undefined
    },
  },
  {
    id: ACTIONS.answersIt,
    async run(request) {
      const reply = await haveEnough(request, request.value)
      await replaceView(request, doneModalView(reply.text))
      return reply
    },
  },
  {
    id: ACTIONS.askAnyway,
    async run(request) {
      const asking = readAsking(request.value)
      if (!asking) return undefined
      await ask(request, asking, { anyway: true })
      const text = 'Your question is with the people who work on it. The answer comes to you as a direct message.'
      await replaceView(request, doneModalView(text))
      return { text }
    },
  },
  {
    id: ACTIONS.questions,
    async run(request) {
      const incident = await requireResponder(request, await findIncident(request, request.value))
      await openModal(request, questionsModalView(incident, request.app.policy))
      return undefined
    },
  },
  asking(ACTIONS.answer, answerModalView),
  asking(ACTIONS.decline, declineModalView),
  asking(ACTIONS.sameAs, sameAsModalView),
  {
    id: ACTIONS.notTheSame,
    async run(request) {
      const { incident, question } = await questionMeant(request, request.value)
      await decide(request.app, incident.id, { by: request.actor, run: splitQuestions, input: { question } })
      return { text: 'The question that was grouped last stands by itself again.' }
    },
  },
]
