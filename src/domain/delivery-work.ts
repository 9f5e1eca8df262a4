import { type Delivery, deliveriesOf, failedPlace } from './delivery.ts'
import { addMinutes, earliest } from './duration.ts'
import type { Incident } from './incident.ts'
import { type Fact, isFact, type TimelineEvent } from './timeline.ts'
import type { WorkBase } from './work-base.ts'

type Update = Fact<'update-written'>

/** What Sitrep has to do so that whoever sent an update sees where it got to. */
export interface DeliveryWork extends WorkBase {
  readonly kind: 'show-delivery'
  /** From then on it is not to be begun any more. */
  readonly expiresAt?: Date
  readonly fact: Update
}

/** The kinds that somebody words and waits for; a press of *No change* says itself that it went out. */
const followed: readonly Update['kind'][] = ['report', 'final', 'promise-kept', 'review-published']
/** Only the latest are drawn anew. */
const mostFollowed = 10
/** Whoever sent it an hour ago knows where it got to. */
const newsForMinutes = 60
/** Posts come in a row: between the first and the last of them the message is drawn anew no more often than this. */
const pauseMs = 5_000

/** Which update of the incident it is, counted from 1. */
export function numberOf(incident: Pick<Incident, 'timeline'>, update: Update): number {
  return incident.timeline.filter(isFact('update-written')).filter(({ seq }) => seq <= update.seq).length
}

/** Where the message stands that follows this update, if there is one; one that was deleted is followed by another. */
export function followingOf(incident: Incident, update: Update): readonly Fact<'delivery-shown'>[] {
  return incident.timeline.filter(isFact('delivery-shown')).filter(fact => fact.update === update.seq)
}

export function deliveryWork(incident: Incident): DeliveryWork[] {
  if (!incident.channel || !incident.cardTs) return []
  return incident.timeline
    .filter(isFact('update-written'))
    .filter(({ kind, by }) => followed.includes(kind) && by !== 'sitrep')
    .slice(-mostFollowed)
    .flatMap(update => following(incident, update))
}

function following(incident: Incident, update: Update): DeliveryWork[] {
  const { id, settled } = incident
  const deliveries = deliveriesOf(incident, update)
  const open = deliveries.filter(({ state }) => state === 'waiting').length
  const facts = factsOf(incident, update, deliveries)
  const latest = facts.at(-1) ?? update
  const lane = `${id}/show-delivery/${update.seq}`
  // What was dropped leaves no fact: how many places are open is part of the key.
  const key = `${id}#${latest.seq}/show-delivery/${update.seq}/${open}`
  const shown = Math.max(
    0,
    ...settled.filter(one => isShowing(one, update)).map(one => Number(/#(\d+)/.exec(one)?.[1])),
  )
  const since = earliest(facts.filter(({ seq }) => seq > shown).map(fact => fact.recordedAt)) ?? latest.recordedAt
  const isRow = shown > 0 && open > 0 && latest.type === 'update-posted'
  const dueAt = isRow ? new Date(since.getTime() + pauseMs) : latest.recordedAt
  const isBegun = followingOf(incident, update).length > 0
  return [
    {
      kind: 'show-delivery',
      key,
      lane,
      dueAt,
      fact: update,
      ...(isBegun ? {} : { expiresAt: addMinutes(update.recordedAt, newsForMinutes) }),
    },
  ]
}

/** Whether a key is of this work: for one update only the last is ever looked up again. */
export function isShowing(key: string, { seq }: Pick<Update, 'seq'>): boolean {
  return key.includes(`/show-delivery/${seq}/`)
}

/** What changes how it stands, first to last. */
function factsOf(
  { timeline, ...incident }: Incident,
  update: Update,
  deliveries: readonly Delivery[],
): TimelineEvent[] {
  const isWaitedFor = deliveries.some(({ state }) => state === 'waiting')
  return timeline.filter(fact => {
    switch (fact.type) {
      case 'update-addressed':
      case 'reader-skipped':
      case 'update-posted':
      case 'update-reposted':
      case 'update-corrected':
      case 'delivery-retried':
        return fact.update === update.seq
      case 'work-abandoned':
        return failedPlace({ ...incident, timeline }, fact.work)?.update === update.seq
      // Who has not read this one yet may be told the later one instead.
      case 'update-written':
        return fact.seq === update.seq || (isWaitedFor && fact.seq > update.seq)
      default:
        return false
    }
  })
}
