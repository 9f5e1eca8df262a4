import type { Button, KnownBlock } from '@slack/types'
import { RESPONDERS } from '../../domain/audience-ids.ts'
import type { DisclosedIncident } from '../../domain/disclosure.ts'
import type { Fact } from '../../domain/timeline.ts'
import { ACTIONS } from '../action-ids.ts'
import { actions, button, context, header, section, words } from '../blocks.ts'
import { md, when } from '../mrkdwn.ts'
import { forOutside, type OutsideView } from '../outside.ts'
import { type UpdateRef, writeUpdateRef } from '../update-ref.ts'

/** What the readers of an update can answer to it; responders talk where they read it. */
export function respondControls(to: {
  readonly incident: string
  readonly update: Pick<Fact<'update-written'>, 'seq' | 'kind'>
  readonly audience: string
}): KnownBlock[] {
  if (to.audience === RESPONDERS) return []
  const value = writeUpdateRef({ ...to, update: to.update.seq })
  return actions([button('I have what I need', ACTIONS.haveWhatINeed, { value }), stillNeed(value)])
}

function stillNeed(value: string): Button {
  return button('I still need…', ACTIONS.stillNeed, { value })
}

/** To somebody who asked: their own words, and what they were told. `heading` is what their audience reads of it. */
export function answerView(answer: {
  readonly heading: string
  readonly questions: readonly string[]
  readonly said: string
  readonly isDeclined: boolean
  readonly update: UpdateRef
}): OutsideView {
  const { heading, questions, said, isDeclined, update } = answer
  const label = isDeclined ? 'There is no answer, because' : 'Answer'
  return forOutside({
    text: [heading, ...questions.map(text => `You asked: ${text}`), `${label}: ${said}`].join('\n'),
    blocks: [
      header(heading),
      ...questions.map(text => words('You asked', text)),
      words(label, said),
      ...actions([stillNeed(writeUpdateRef(update))]),
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
