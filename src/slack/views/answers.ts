import type { KnownBlock } from '@slack/types'
import type { Answer } from '../../domain/answers.ts'
import { questionText } from '../../domain/questions.ts'
import { ACTIONS } from '../action-ids.ts'
import { type Asking, writeAsking } from '../asking.ts'
import { actions, button, context, words } from '../blocks.ts'
import { md, when } from '../mrkdwn.ts'

/** A modal holds a hundred blocks. */
const mostShown = 30

/** What the readers of an audience asked and were told, the newest first. */
export function answersBlocks({ id }: { readonly id: string }, answers: readonly Answer[]): KnownBlock[] {
  const newest = answers.toReversed()
  const more = newest.length - mostShown
  return [
    ...newest.slice(0, mostShown).flatMap(answerBlocks),
    ...(newest.length === 0
      ? [context(md`Nobody who reads the updates of ${id} as you do has asked and been answered.`)]
      : []),
    ...(more > 0 ? [context(md`${more} earlier ones are not shown.`)] : []),
  ]
}

function answerBlocks({ questions: [first], given }: Answer): KnownBlock[] {
  return [
    words('Asked', first ? questionText(first) : ''),
    words('Answer', given.text),
    context(md`Given ${when(given.at)}.`),
  ]
}

/** To somebody who asks what was answered already: the answer, before the question is put once more. */
export function knownAnswerBlocks(asking: Asking, answer: Answer): KnownBlock[] {
  return [
    ...answerBlocks(answer),
    ...actions([
      button('That answers it', ACTIONS.answersIt, { value: asking.ref, style: 'primary' }),
      button('Ask anyway', ACTIONS.askAnyway, { value: writeAsking(asking) }),
    ]),
  ]
}
