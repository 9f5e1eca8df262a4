import type { DisclosedIncident } from '../../domain/disclosure.ts'
import type { Fact } from '../../domain/timeline.ts'
import type { verdictOn } from '../../domain/verification.ts'
import { ACTIONS } from '../action-ids.ts'
import { actions, button, context, section, words } from '../blocks.ts'
import { channelLink, md, mention, when } from '../mrkdwn.ts'
import { forOutside, type OutsideView } from '../outside.ts'
import { reporterRating } from './respond.ts'

/** To who reported it: is it fixed for you? `resolved` is that fact. */
export function verificationView(
  incident: DisclosedIncident,
  { resolved, isReminder }: { resolved: number; isReminder: boolean },
): OutsideView {
  const { id: value, title, resolvedAt } = incident
  const once = isReminder ? 'This is asked once more; no answer is taken as no objection.' : 'You reported it.'
  return forOutside({
    text: `${value} ${title} is resolved. Is it fixed for you?`,
    blocks: [
      section(
        md`*${value}* ${title}\nIt is resolved${resolvedAt ? md` since ${when(resolvedAt)}` : ''}. *Is it fixed for you?*`,
      ),
      ...actions([
        button('Yes', ACTIONS.fixConfirm, { value, style: 'primary' }),
        button('No, still broken…', ACTIONS.fixDispute, { value }),
        reporterRating(incident, resolved),
      ]),
      context(md`${once} Or type \`/incident ${value} fixed\`.`),
    ],
  })
}

/** The same once it is answered, or asks no more: what became of it. */
export function verdictView(
  incident: DisclosedIncident,
  verdict: NonNullable<ReturnType<typeof verdictOn>>,
): OutsideView {
  const { id, title } = incident
  const { what, text, next } = wordsOf(verdict, id)
  return forOutside({
    text: `${id} ${title}: ${what}`,
    blocks: [
      section(md`*${id}* ${title}\nIs it fixed for you? ${what}, ${when(verdict.at)}.`),
      ...(text === undefined ? [] : [words('What you still see', text)]),
      ...(next === undefined ? [] : [context(md`${next}`)]),
    ],
  })
}

function wordsOf(
  verdict: Parameters<typeof verdictView>[1],
  id: string,
): { readonly what: string; readonly text?: string; readonly next?: string } {
  const again = `If you see it again: \`/incident ${id} fixed no <what you still see>\`.`
  switch (verdict.type) {
    case 'reporter-asked':
      return { what: 'You were asked once more, below' }
    case 'fix-confirmed':
      return { what: 'You said yes', next: again }
    case 'fix-disputed':
      return { what: 'You said no', text: verdict.text, next: 'You hear what comes of it here.' }
    case 'silence-taken':
      return { what: 'No answer was taken as no objection', next: again }
    case 'reopened':
      return { what: 'It is open again', next: 'You are asked again once it is resolved.' }
  }
}

/** To who leads the incident: its reporter says that it is not fixed. */
export function disputeView(incident: DisclosedIncident, dispute: Fact<'fix-disputed'>): OutsideView {
  const { id: value, title } = incident
  return forOutside({
    text: `${value} is not fixed, says who reported it: ${dispute.text}`,
    blocks: [
      section(md`*${value}* ${title}\n${mention(dispute.by)}, who reported it, says that it is *not fixed*.`),
      words('What they still see', dispute.text),
      ...actions([
        button('Reopen', ACTIONS.reopen, { value, style: 'primary' }),
        button('It is something else', ACTIONS.answerDispute, { value }),
      ]),
      context(md`Until one of these is done, ${value} can be closed only with a reason. They hear what came of it.`),
    ],
  })
}

/** To who said that it is not fixed: what came of it. */
export function disputeAnswerView(
  incident: DisclosedIncident,
  answer: Fact<'dispute-answered' | 'reopened' | 'closed'>,
): OutsideView {
  const { id: value, title } = incident
  if (answer.type === 'reopened')
    return forOutside({
      text: `${value} is open again.`,
      blocks: [
        section(
          md`*${value}* ${title}\nYou said that it is not fixed: it is open again${
            incident.channel ? md` in ${channelLink(incident.channel.id)}` : ''
          }. You are asked again once it is resolved.`,
        ),
      ],
    })
  const { reason = '' } = answer
  const isClosed = answer.type === 'closed'
  const outcome = isClosed ? 'it is closed all the same' : 'it is something else'
  return forOutside({
    text: `${value}: you said that it is not fixed; ${outcome}: ${reason}`,
    blocks: [
      section(md`*${value}* ${title}\n${mention(answer.by)} looked at what you still see: ${outcome}.`),
      words('Why', reason),
      ...actions([
        button('Fine', ACTIONS.fixConfirm, { value }),
        button('No, still broken…', ACTIONS.fixDispute, { value }),
        button('Declare it', ACTIONS.declare),
      ]),
    ],
  })
}
