import { type Incident, record } from './incident.ts'
import { isSilent, type Pseudonyms, withoutPeople } from './pseudonyms.ts'
import type { Message } from './review.ts'
import { isFact, type Stamp, type TimelineEvent } from './timeline.ts'

/** What stands where a text is not shown any more. */
export const WITHHELD = '[deleted]'

type Told = Pick<Incident, 'timeline'>

/**
 * The incident as it may be read: facts stay as they were sealed, and here they are without what was copied from messages
 * that are gone, and without people who have a pseudonym. A fact that lacks something says so.
 */
export function readable(incident: Incident, people: Pseudonyms): Incident {
  const { timeline, ...state } = withoutCopies(incident)
  if (people.size === 0) return { timeline, ...state }
  const facts = timeline.map(fact => {
    const without = withoutPeople(fact, people)
    return without === fact ? fact : { ...without, withheld: true as const }
  })
  return { ...withoutPeople(state, people), timeline: facts }
}

/** The same object where nothing is to be left out. */
export function withoutCopies<Of extends Told>(incident: Of): Of {
  const gone = new Set(incident.timeline.filter(isFact('copies-withheld')).map(({ message }) => message))
  if (gone.size === 0) return incident
  const copies = new Map(
    copiesIn(incident).flatMap(({ seq, text, message }) => (gone.has(message) ? [[seq, text]] : [])),
  )
  return { ...incident, timeline: incident.timeline.map(fact => without(fact, copies.get(originOf(fact)))) }
}

/** Leaves out of what is shown what was copied from messages of which nothing is kept. */
export function withholdCopies(
  incident: Incident,
  { messages }: { messages: readonly string[] },
  stamp: Stamp,
): Incident {
  return messages.reduce((so, message) => record(so, stamp, { type: 'copies-withheld', message }), incident)
}

/** Whether nothing is kept of a message that something was copied from, and no fact says so yet. */
export function isToWithhold(
  incident: Told,
  { ts, text, files, deletion, user }: Pick<Message, 'ts' | 'text' | 'files' | 'deletion' | 'user'>,
  { keepDeleted, people }: { readonly keepDeleted: boolean; readonly people: Pseudonyms },
): boolean {
  if (text !== '' || files.length > 0) return false
  // It may never have been heard, and then it is only not known.
  if (deletion && keepDeleted && !isSilent(user, people)) return false
  const isKnown = incident.timeline.some(fact => fact.type === 'copies-withheld' && fact.message === ts)
  return !isKnown && copiesIn(incident).some(({ message }) => message === ts)
}

/** Facts with words from a message. */
function copiesIn({ timeline }: Told): { seq: number; text: string; message: string }[] {
  return timeline.flatMap(fact =>
    (fact.type === 'finding-stated' || fact.type === 'action-added') && fact.message !== undefined
      ? [{ seq: fact.seq, text: fact.text, message: fact.message }]
      : [],
  )
}

/** The fact that this one goes back to. */
function originOf(fact: TimelineEvent): number {
  if ('finding' in fact) return fact.finding
  return 'item' in fact ? fact.item : fact.seq
}

/** What somebody wrote in its place since is theirs, and stays. */
function without(fact: TimelineEvent, copied: string | undefined): TimelineEvent {
  if (copied === undefined) return fact
  if ('was' in fact) return fact.was === copied ? { ...fact, was: WITHHELD, withheld: true } : fact
  return 'text' in fact && fact.text === copied ? { ...fact, text: WITHHELD, withheld: true } : fact
}
