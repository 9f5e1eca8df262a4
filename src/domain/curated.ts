import type { Incident } from './incident.ts'
import { canBeKept, lastByHand, overruledBy } from './kept-messages.ts'
import { meaningOf, type ReactionPolicy } from './reaction-policy.ts'
import type { Message } from './review.ts'

/**
 * Tells the messages that people put on the timeline: by hand, or by a pin or a reaction that still stands there and
 * came after somebody took it off.
 */
export function curatedIn(
  incident: Pick<Incident, 'timeline' | 'cardTs'>,
  policy: { readonly reactions: ReactionPolicy },
): (message: Message) => boolean {
  const byHand = lastByHand(incident)
  return message => {
    if (!canBeKept(message, incident)) return false
    const last = byHand.get(message.ts)
    return last?.type === 'message-kept' || marksBelow(message, policy) > overruledBy(last)
  }
}

/** How many pins and reactions below a message mean that it belongs on the timeline. */
export function marksBelow(
  { isPinned, reactions }: Pick<Message, 'isPinned' | 'reactions'>,
  policy: { readonly reactions: ReactionPolicy },
): number {
  return reactions
    .filter(({ name }) => meaningOf(name, policy.reactions) === 'timeline')
    .reduce((sum, { count }) => sum + count, isPinned ? 1 : 0)
}
