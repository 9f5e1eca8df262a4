import type { Button, KnownBlock } from '@slack/types'
import { FOLLOWERS } from '../../domain/audience-ids.ts'
import { readerWords } from '../../domain/audiences.ts'
import type { Said } from '../../domain/moments.ts'
import type { Policy } from '../../domain/policy.ts'
import { builtInReaderWords } from '../../domain/reader-words.ts'
import { describeSubject, parseSubject, type Subject, subjectKey } from '../../domain/subscriptions.ts'
import { ACTIONS } from '../action-ids.ts'
import { actions, button, context, section } from '../blocks.ts'
import { md, spoken } from '../mrkdwn.ts'

function unsubscribeButton(subject: Subject, text: string = builtInReaderWords.unsubscribe) {
  return button(text, ACTIONS.unsubscribe, { value: subjectKey(subject) })
}

/** Below an update that somebody reads because they subscribed: why, and how to end it. */
export function subscriptionControls(key: string | undefined, policy: Policy): KnownBlock[] {
  const subject = key === undefined ? undefined : parseSubject(key)
  if (!subject) return []
  const { unsubscribe, subscribedTo } = readerWords(FOLLOWERS, policy)
  return [
    ...actions([unsubscribeButton(subject, unsubscribe)]),
    context(md`${subscribedTo} ${describeSubject(subject, policy)}.`),
  ]
}

/** The same below one incident among others. */
export function unsubscribeFrom(key: string | undefined, policy: Policy): Button[] {
  const subject = key === undefined ? undefined : parseSubject(key)
  if (!subject) return []
  const text = `Unsubscribe from ${describeSubject(subject, policy)}`
  return [button(text, ACTIONS.unsubscribe, { value: subjectKey(subject) })]
}

/** What somebody just subscribed to, with the way back. */
export function subscribedBlocks(said: Said, subject: Subject): KnownBlock[] {
  return [section(spoken(said)), ...actions([unsubscribeButton(subject)])]
}

const shownAtMost = 20

/** Somebody’s subscriptions, each with the button that ends it. */
export function subscriptionBlocks(subjects: readonly Subject[], policy: Policy): KnownBlock[] {
  const shown = subjects.slice(0, shownAtMost)
  const rest = subjects.length - shown.length
  return [
    ...shown.map(
      (subject): KnownBlock => ({
        ...section(md`${describeSubject(subject, policy)}`),
        accessory: unsubscribeButton(subject),
      }),
    ),
    ...(rest > 0 ? [context(md`and ${rest} more`)] : []),
  ]
}
