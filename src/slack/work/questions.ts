import type { Performer } from '../../app/app.ts'
import { readerWords } from '../../domain/audiences.ts'
import { compose } from '../../domain/compose.ts'
import { disclose } from '../../domain/disclosure.ts'
import { record } from '../../domain/incident.ts'
import { remindedOf } from '../../domain/question-work.ts'
import { openQuestions, questionGroups, questionText } from '../../domain/questions.ts'
import { isFact } from '../../domain/timeline.ts'
import { updatesOf } from '../../domain/updates.ts'
import { directTo, directToAsker, ownChannel } from '../clearance.ts'
import { edit, lookBackTo, post } from '../messages.ts'
import { questionsView, questionView } from '../views/questions.ts'
import { answerView, questionsReminderView } from '../views/respond.ts'
import type { Workspace } from '../workspace.ts'

/** Posts the first message of the thread once and edits it in place; one that somebody deleted is posted anew. */
export function showQuestions(workspace: Workspace): Performer<'show-questions'> {
  const { client } = workspace
  return async ({ incident, claim }, app) => {
    const to = await ownChannel(workspace, incident)
    const message = questionsView(incident, app.now())
    const shown = incident.timeline.filter(isFact('questions-shown'))
    const thread = shown.at(-1)?.ts
    if (thread && (await edit(client, { to, ts: thread, message }))) return undefined
    const { ts } = await post(client, {
      to,
      message,
      key: `${incident.id}/questions/${shown.length + 1}`,
      lookBackTo: lookBackTo(claim),
    })
    return (latest, stamp) => record(latest, stamp, { type: 'questions-shown', ts })
  }
}

/** One group of questions as a reply in the thread, edited in place. */
export function showQuestion(workspace: Workspace): Performer<'show-question'> {
  const { client } = workspace
  return async ({ incident, work, claim }, app) => {
    const group = questionGroups(incident).find(({ id }) => id === work.group)
    const thread = incident.timeline.findLast(isFact('questions-shown'))?.ts
    if (!group || !thread) return undefined
    const to = await ownChannel(workspace, incident)
    const message = questionView(incident, group, app.policy)
    const posted = incident.timeline.filter(isFact('question-posted')).filter(fact => fact.question === group.id)
    const last = posted.at(-1)
    if (last && (await edit(client, { to, ts: last.ts, message }))) return undefined
    const { ts } = await post(client, {
      to,
      message,
      thread,
      key: `${incident.id}/question/${group.id}/${posted.length + 1}`,
      lookBackTo: lookBackTo(claim),
    })
    return (latest, stamp) => record(latest, stamp, { type: 'question-posted', question: group.id, ts })
  }
}

/** What somebody asked and was told, in their direct messages, with no word of who else asked. */
export function sendAnswer(workspace: Workspace): Performer<'send-answer'> {
  return async ({ incident, work: { key, fact, user } }, app) => {
    const own = incident.timeline
      .filter(isFact('question-asked'))
      .filter(({ seq, by }) => by === user && fact.questions.includes(seq))
    const last = own.at(-1)
    const update = last && updatesOf(incident).find(({ seq }) => seq === last.update)
    if (!last || !update) return undefined
    const { audience } = last
    const to = await directToAsker(workspace, user, { incident, audience, policy: app.policy })
    if (!to) return undefined
    const words = readerWords(audience, app.policy)
    const isDeclined = fact.type === 'questions-declined'
    const message = answerView({
      heading: compose(audience, update, { incident, policy: app.policy }).heading,
      questions: own.map(one => questionText(one, words)),
      own: words,
      said: isDeclined ? fact.reason : fact.text,
      isDeclined,
      update: { incident: incident.id, update: update.seq, audience },
    })
    const { channel: conversation, ts } = await post(workspace.client, { to, message, key })
    return (latest, stamp) => record(latest, stamp, { type: 'person-told', user, audience, conversation, ts })
  }
}

/** Reminds one person of everything that is open, once and privately, if they may still hear of the incident. */
export function remindOfQuestions(workspace: Workspace): Performer<'remind-questions'> {
  return async ({ incident, work: { key, step } }, app) => {
    const open = openQuestions(incident)
    const user = remindedOf(incident, step)
    const [oldest] = open.flatMap(({ questions }) => questions.slice(0, 1))
    const to = user && oldest && (await directTo(workspace, incident, user))
    if (!to || !user || !oldest) return undefined
    const message = questionsReminderView(disclose(incident, 'insider', app.policy), {
      open: open.length,
      oldest: oldest.at,
    })
    await post(workspace.client, { to, message, key })
    const questions = open.map(({ id }) => id)
    return (latest, stamp) => record(latest, stamp, { type: 'questions-reminded', user, step, questions })
  }
}
