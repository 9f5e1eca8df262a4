import type { Incident } from './incident.ts'
import { keptMessages } from './kept-messages.ts'
import { meaningOf, type ReactionPolicy } from './reaction-policy.ts'
import type { Message } from './review.ts'

/** Tells the messages that people put on the timeline: by hand, by a pin, or by a reaction that still stands there. */
export function curatedIn(
  incident: Pick<Incident, 'timeline' | 'cardTs'>,
  { reactions }: { readonly reactions: ReactionPolicy },
): (message: Message) => boolean {
  const kept = keptMessages(incident)
  return message => {
    // Sitrep itself pins its card.
    if (message.deletion || message.isSystem || message.ts === incident.cardTs) return false
    return (
      kept.has(message.ts) ||
      message.isPinned === true ||
      message.reactions.some(({ name, count }) => count > 0 && meaningOf(name, reactions) === 'timeline')
    )
  }
}
