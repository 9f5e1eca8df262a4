import type { Button, KnownBlock, Overflow } from '@slack/types'
import { RESPONDERS } from '../../domain/audience-ids.ts'
import type { DisclosedIncident } from '../../domain/disclosure.ts'
import { RATINGS, type Rating, REPORTER } from '../../domain/feedback.ts'
import { builtInReaderWords, type ReaderWords } from '../../domain/reader-words.ts'
import type { Fact } from '../../domain/timeline.ts'
import { ACTIONS } from '../action-ids.ts'
import { actions, button, context, header, LIMITS, plain, section, words } from '../blocks.ts'
import { md, when } from '../mrkdwn.ts'
import { forOutside, type OutsideView } from '../outside.ts'
import { type UpdateRef, writeUpdateRef } from '../update-ref.ts'

const RATING_WORD = { helpful: 'helpful', 'not-helpful': 'notHelpful' } as const satisfies Record<
  Rating,
  keyof ReaderWords
>

/** The update of one incident, as one audience reads it. */
interface Answered {
  readonly incident: string
  readonly update: Pick<Fact<'update-written'>, 'seq' | 'kind'>
  readonly audience: string
  /** What its audience calls them. */
  readonly own?: ReaderWords
}

/** What the readers of an update can answer to it; responders talk where they read it. */
export function respondControls(to: Answered): KnownBlock[] {
  if (to.audience === RESPONDERS) return []
  const { own = builtInReaderWords } = to
  const value = writeUpdateRef({ ...to, update: to.update.seq })
  if (to.update.kind === 'final') return actions([...ratingButtons(value, own), stillNeed(value, own)])
  const answers = [button(own.haveWhatINeed, ACTIONS.haveWhatINeed, { value }), stillNeed(value, own)]
  return [{ type: 'actions', elements: [...answers, ratingMenu(value, own)] }]
}

/** What leads from an update that had to be cut to all of it. */
export function wholeButton(to: Answered, about?: string): Button {
  const value = writeUpdateRef({ ...to, update: to.update.seq })
  const { own = builtInReaderWords } = to
  return button(labelled(own.readItAll, about), ACTIONS.readWhole, { value })
}

/** The same below one incident among others: each control says which one it is about. */
export function partControls(to: Answered): (Button | Overflow)[] {
  if (to.audience === RESPONDERS) return []
  const value = writeUpdateRef({ ...to, update: to.update.seq })
  const { own = builtInReaderWords } = to
  const ask = stillNeed(value, own, to.incident)
  return to.update.kind === 'final'
    ? [...ratingButtons(value, own, to.incident), ask]
    : [ask, ratingMenu(value, own, to.incident)]
}

/** What is said of all incidents in one message at once. */
export function digestControls(all: readonly Answered[]): KnownBlock[] {
  const { own = builtInReaderWords } = all[0] ?? {}
  const refs = all
    .filter(({ audience, update }) => audience !== RESPONDERS && update.kind !== 'final')
    .map(to => writeUpdateRef({ ...to, update: to.update.seq }))
  return refs.length === 0 ? [] : actions([button(own.haveWhatINeed, ACTIONS.haveWhatINeed, { value: refs.join(' ') })])
}

function ratingButtons(value: string, own: ReaderWords, about?: string): Button[] {
  return [
    button(labelled(own.helpful, about), ACTIONS.helpful, { value }),
    button(labelled(own.notHelpful, about), ACTIONS.notHelpful, { value }),
  ]
}

function labelled(text: string, about: string | undefined): string {
  return about === undefined ? text : `${about}: ${text}`
}

/** Out of the way while there is something to do. */
function ratingMenu(value: string, own: ReaderWords, about?: string): Overflow {
  return {
    type: 'overflow',
    action_id: ACTIONS.rate,
    options: RATINGS.map(rating => ({
      text: plain(labelled(own[RATING_WORD[rating]], about), LIMITS.optionText),
      value: `${value}/${rating}`,
    })),
  }
}

/** What its reporter can say of how it is handled, below a message that told them of this fact. */
export function reporterRating({ id }: { readonly id: string }, told: number): Overflow {
  return ratingMenu(writeUpdateRef({ incident: id, update: told, audience: REPORTER }), builtInReaderWords)
}

function stillNeed(value: string, own: ReaderWords, about?: string): Button {
  return button(labelled(own.stillNeed, about), ACTIONS.stillNeed, { value })
}

/** To somebody who asked: their own words, and what they were told. `heading` is what their audience reads of it. */
export function answerView(answer: {
  readonly heading: string
  readonly questions: readonly string[]
  readonly said: string
  readonly isDeclined: boolean
  readonly update: UpdateRef
  readonly own?: ReaderWords
}): OutsideView {
  const { heading, questions, said, isDeclined, update, own = builtInReaderWords } = answer
  const ref = writeUpdateRef(update)
  const label = isDeclined ? own.noAnswer : own.answer
  return forOutside({
    text: [heading, ...questions.map(text => `${own.youAsked}: ${text}`), `${label}: ${said}`].join('\n'),
    blocks: [
      header(heading),
      ...questions.map(text => words(own.youAsked, text)),
      words(label, said),
      ...actions([stillNeed(ref, own), button(own.allAnswers, ACTIONS.answers, { value: ref })]),
    ],
  })
}

/** To whoever is to answer: how many wait, and since when. What they ask stands in the channel. */
export function questionsReminderView(
  incident: DisclosedIncident,
  { open, oldest }: { open: number; oldest: Date },
): OutsideView {
  const wait = open === 1 ? '1 question waits for an answer' : `${open} questions wait for an answer`
  return forOutside({
    text: `${incident.id}: ${wait}`,
    blocks: [
      section(md`*${incident.id}* ${incident.title}\n${wait}, the oldest since ${when(oldest)}.`),
      ...actions([button('Answer', ACTIONS.questions, { value: incident.id, style: 'primary' })]),
      context(md`Whoever asked reads the answer in a direct message.`),
    ],
  })
}

/** To the reporter, once it is closed. `closed` is that fact. */
export function ratingView(incident: DisclosedIncident, closed: number): OutsideView {
  const value = writeUpdateRef({ incident: incident.id, update: closed, audience: REPORTER })
  return forOutside({
    text: `${incident.id} is closed: ${incident.title}. How was it handled?`,
    blocks: [
      section(md`*${incident.id}* is closed: ${incident.title}\nYou reported it. How was it handled?`),
      ...actions(ratingButtons(value, builtInReaderWords)),
    ],
  })
}
