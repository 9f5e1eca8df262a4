import { describeEvent, type Names } from './describe-event.ts'
import type { Incident } from './incident.ts'
import { isTold } from './is-told.ts'
import type { Message } from './review.ts'
import { type Fact, isFact, type TimelineEvent } from './timeline.ts'
import { momentOf } from './transcript.ts'
import { withoutCopies } from './withheld.ts'

/** A fact that people want to read about, with the notes that explain it. */
export interface FactEntry {
  readonly at: Date
  readonly fact: TimelineEvent
  readonly why: readonly Fact<'noted'>[]
}
/** A message that people put there. */
interface MessageEntry {
  readonly at: Date
  readonly message: Message
}
export type TimelineEntry = FactEntry | MessageEntry

/** The curated timeline, in the order in which things happened. */
export function timelineEntries(
  incident: Pick<Incident, 'timeline'>,
  curated: readonly Message[],
): readonly TimelineEntry[] {
  const { timeline } = withoutCopies(incident)
  const notes = timeline.filter(isFact('noted'))
  const seqs = new Set(timeline.map(({ seq }) => seq))
  const facts = timeline
    .filter(isTold)
    // What explains a change stands with it.
    .filter(fact => !(fact.type === 'noted' && fact.about !== undefined && seqs.has(fact.about)))
    .map((fact): FactEntry => ({ at: fact.at, fact, why: notes.filter(({ about }) => about === fact.seq) }))
  const messages = curated.map((message): MessageEntry => ({ at: momentOf(message.ts), message }))
  return [...messages, ...facts].sort((a, b) => a.at.getTime() - b.at.getTime() || placeOf(a) - placeOf(b))
}

/** Of one moment, what was said comes before what it led to. */
function placeOf(entry: TimelineEntry): number {
  return 'fact' in entry ? entry.fact.seq : 0
}

/** What happened, and what led to it. */
export function factSentence({ fact, why }: FactEntry, names: Names): string {
  const said = why.map(({ by, text }) => (by === fact.by ? text : `${text} (${names.user(by)})`))
  return `${describeEvent(fact, names)}${said.length > 0 ? `. What led to it: ${said.join('; ')}` : ''}`
}
