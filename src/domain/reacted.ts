import { addItem, takeBackItem } from './action-items.ts'
import { confirmMessage, reopenMessage, takeBackMessage } from './finding-messages.ts'
import { ruleOut, stateFinding } from './findings.ts'
import type { Incident } from './incident.ts'
import type { Policy } from './policy.ts'
import { meaningOf, type ReactionMeaning, type ReactionPolicy } from './reaction-policy.ts'
import type { Message } from './review.ts'
import { isFact, type Stamp } from './timeline.ts'

/** What a reaction does to the record; what stands on the timeline because of one is read from the transcript. */
export type Curated = Exclude<ReactionMeaning, 'timeline'>

/** A reaction to a message, by the message's `ts`. */
export interface Reacted {
  readonly meaning: Curated
  readonly message: string
  /** What the message says, as plain text. */
  readonly text: string
  readonly policy: Policy
}

type Run = (incident: Incident, input: Reacted, stamp: Stamp) => Incident

const DO: Record<Curated, Run> = {
  decision: (incident, { message, text }, stamp) => stateFinding(incident, { kind: 'decision', message, text }, stamp),
  hypothesis: (incident, { message, text }, stamp) =>
    stateFinding(incident, { kind: 'hypothesis', message, text }, stamp),
  ruledOut: (incident, { message, text }, stamp) => ruleOut(incident, { message, text }, stamp),
  confirmed: confirmMessage,
  followUp: (incident, { message, text, policy }, stamp) => addItem(incident, { message, text, policy }, stamp),
}

const UNDO: Record<Curated, Run> = {
  decision: (incident, { message }, stamp) => takeBackMessage(incident, { message, kind: 'decision' }, stamp),
  hypothesis: (incident, { message }, stamp) => takeBackMessage(incident, { message, kind: 'hypothesis' }, stamp),
  ruledOut: (incident, { message }, stamp) => reopenMessage(incident, { message, was: 'ruled-out' }, stamp),
  confirmed: (incident, { message }, stamp) => reopenMessage(incident, { message, was: 'confirmed' }, stamp),
  followUp: takeBackItem,
}

/** Does what a reaction means. */
export function react(incident: Incident, input: Reacted, stamp: Stamp): Incident {
  return DO[input.meaning](incident, input, stamp)
}

/** Undoes it, when the same person takes the reaction back. */
export function unreact(incident: Incident, input: Reacted, stamp: Stamp): Incident {
  return UNDO[input.meaning](incident, input, stamp)
}

/** What the reactions that stand below a message mean and no fact tells of: nobody heard when they were added. */
export function unheard(
  incident: Pick<Incident, 'timeline'>,
  message: Message,
  { reactions }: { readonly reactions: ReactionPolicy },
): { meaning: Curated; user: string }[] {
  // The own messages of Sitrep say nothing that somebody found out.
  if (message.isOwn || message.isSystem || message.deletion) return []
  return message.reactions.flatMap(({ name, count, users = [] }) => {
    const meaning = meaningOf(name, reactions)
    const [user] = users
    if (!meaning || meaning === 'timeline' || count === 0 || user === undefined) return []
    return isTold(incident, message.ts, meaning) ? [] : [{ meaning, user }]
  })
}

/** Whether a fact tells of it, also one that was taken back by hand since. */
function isTold({ timeline }: Pick<Incident, 'timeline'>, message: string, meaning: Curated): boolean {
  if (meaning === 'followUp') return timeline.some(fact => fact.type === 'action-added' && fact.message === message)
  const stated = timeline.filter(isFact('finding-stated')).filter(fact => fact.message === message)
  if (meaning === 'decision' || meaning === 'hypothesis') return stated.some(({ kind }) => kind === meaning)
  const judged = timeline.filter(isFact('finding-judged'))
  return stated.some(({ seq, verdict }) => verdict !== undefined || judged.some(({ finding }) => finding === seq))
}
