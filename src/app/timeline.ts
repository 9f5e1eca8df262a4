import { curatedIn } from '../domain/curated.ts'
import type { Incident } from '../domain/incident.ts'
import { canBeKept, lastByHand } from '../domain/kept-messages.ts'
import { isAboutReview } from '../domain/own-messages.ts'
import { reactionsThatMean } from '../domain/reaction-policy.ts'
import type { Message } from '../domain/review.ts'
import { type TimelineEntry, timelineEntries } from '../domain/timeline-entries.ts'
import type { App } from './app.ts'
import { linked } from './reviews.ts'

/** What somebody looks at: so many of the latest entries are skipped, and messages from before that one are offered. */
export interface TimelinePlace {
  readonly skip: number
  readonly before?: string | undefined
}

/** The message that was put on it or taken off just now: it stays on the side where that was done, so that nothing jumps. */
export interface JustChanged {
  readonly ts: string
  readonly side: 'on' | 'off'
}

/** One page of the curated timeline, and what else was said in the channel. The newest comes first. */
export interface TimelinePage {
  readonly place: TimelinePlace
  readonly entries: readonly TimelineEntry[]
  readonly total: number
  /** Messages that are not on it. */
  readonly others: readonly Message[]
  readonly hasOlderOthers: boolean
}

/** Whether it stands on the timeline, or among the others. */
type Side = (message: Message) => boolean

export const entriesOnPage = 10
const othersOnPage = 5
const readAtOnce = 25

/** The curated timeline as it stands, from what was heard of the channel so far. */
export async function timelinePage(
  app: App,
  incident: Incident,
  { place: wanted, just }: { place: TimelinePlace; just?: JustChanged | undefined },
): Promise<TimelinePage> {
  const isCurated = curatedIn(incident, app.policy)
  const isOn: Side = message =>
    message.ts === just?.ts && canBeKept(message, incident) ? just.side === 'on' : isCurated(message)
  const [curated, others] = await Promise.all([
    curatedMessages(app, incident, isOn),
    otherMessages(app, incident, { ...wanted, isOn }),
  ])
  const all = timelineEntries(incident, curated).toReversed()
  // What was on the last page may have been taken off meanwhile.
  const last = Math.max(0, Math.ceil(all.length / entriesOnPage) - 1) * entriesOnPage
  const skip = Math.min(wanted.skip, last)
  return {
    place: { ...wanted, skip },
    entries: all.slice(skip, skip + entriesOnPage),
    total: all.length,
    others: others.slice(0, othersOnPage),
    hasOlderOthers: others.length > othersOnPage,
  }
}

async function curatedMessages(app: App, incident: Incident, isOn: Side): Promise<Message[]> {
  const { channel } = incident
  if (!channel) return []
  const found = await app.transcripts.marked(channel.id, {
    tss: [...lastByHand(incident).keys()],
    reactions: reactionsThatMean('timeline', app.policy.reactions),
  })
  return found
    .filter(isOn)
    .filter(message => !isAboutReview(message))
    .map(message => linked(app, channel.id, message))
}

/** One more than a page shows, where there are as many. */
async function otherMessages(
  app: App,
  incident: Incident,
  { before, isOn }: TimelinePlace & { isOn: Side },
): Promise<Message[]> {
  const { channel } = incident
  if (!channel) return []
  const others: Message[] = []
  for (let from = before; others.length <= othersOnPage; ) {
    const few = await app.transcripts.latest(channel.id, { before: from, atMost: readAtOnce })
    others.push(...few.filter(message => !isOn(message)))
    if (few.length < readAtOnce) break
    from = few.at(-1)?.ts
  }
  return others.map(message => linked(app, channel.id, message))
}
