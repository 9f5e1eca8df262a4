import { messageOf } from './correction-work.ts'
import type { Incident } from './incident.ts'
import { type Fact, isFact } from './timeline.ts'
import type { WorkBase } from './work-base.ts'

/** A message of ours outside the incident’s channel. */
export type Said = Fact<'update-posted'> | Fact<'person-told'>

/** What Sitrep has to do about what it said elsewhere of an incident that was made private since. */
export type TakeBackWork = WorkBase &
  (
    | { readonly kind: 'take-back'; readonly said: Said }
    | { readonly kind: 'tell-taken-back'; readonly made: Fact<'made-private'> }
  )

type TakeBack = Extract<TakeBackWork, { kind: 'take-back' }>

/** Whatever was said is looked at, also what was on its way when it was made private; who may hear of it keeps theirs. */
export function takeBackWork(incident: Incident): TakeBackWork[] {
  const made = madePrivate(incident)
  if (!made) return []
  const { id, settled } = incident
  const all = takeBacks(incident, made)
  const isDone = all.every(({ key }) => settled.includes(key))
  const { takenBack, left, copies } = outcomeOf(incident, made)
  const count = takenBack.length + left.length + copies.length
  if (!isDone || count === 0) return all
  const lane = `${id}/tell-taken-back`
  return [
    ...all,
    { kind: 'tell-taken-back', key: `${id}#${made.seq}/tell-taken-back/${count}`, lane, dueAt: made.recordedAt, made },
  ]
}

/** That it was made private, if it was not from the beginning. */
function madePrivate({ isPrivate, channel, timeline }: Incident): Fact<'made-private'> | undefined {
  return isPrivate && channel ? timeline.findLast(isFact('made-private')) : undefined
}

function takeBacks({ id, channel, timeline }: Incident, made: Fact<'made-private'>): TakeBack[] {
  return timeline
    .filter(fact => fact.type === 'update-posted' || fact.type === 'person-told')
    .filter(said => said.type === 'person-told' || said.channel !== channel?.id)
    .map(said => {
      const key = `${id}#${made.seq}/take-back/${said.seq}`
      // One lane for each reader, as of the posts: no correction that is on its way comes after it.
      const lane = said.type === 'person-told' ? key : `${id}/post-update/${said.audience}/${said.channel}`
      return { kind: 'take-back', key, lane, dueAt: made.recordedAt, said }
    })
}

/** The message that it is read in now. */
export function messageSaid(incident: Incident, said: Said) {
  if (said.type === 'update-posted') return messageOf(incident, said)
  const { conversation, ts } = said
  return { conversation, ts, digest: undefined }
}

/** A place where something was said. */
export function placeOf(said: Said): string {
  return said.type === 'person-told' ? said.user : said.channel
}

/** What came of it so far: where something was taken back, where it was not, and where a copy of the review stays. */
export function outcomeOf(
  incident: Incident,
  made: Fact<'made-private'>,
): {
  readonly takenBack: readonly string[]
  readonly left: readonly { readonly place: string; readonly reason: string }[]
  readonly copies: readonly string[]
} {
  const { id, timeline, settled } = incident
  const done = new Set(
    timeline
      .filter(isFact('said-taken-back'))
      .filter(({ seq }) => seq > made.seq)
      .map(({ said }) => said),
  )
  const abandoned = new Map(timeline.filter(isFact('work-abandoned')).map(({ work, reason }) => [work, reason]))
  const all = takeBacks(incident, made)
  const given = timeline
    .filter(isFact('update-posted'))
    .filter(({ seq }) => settled.includes(`${id}#${seq}/send-review`))
  return {
    takenBack: all.filter(({ said }) => done.has(said.seq)).map(({ said }) => placeOf(said)),
    left: all.flatMap(({ key, said }) => {
      const reason = abandoned.get(key)
      return reason === undefined ? [] : [{ place: placeOf(said), reason }]
    }),
    copies: given.filter(({ seq }) => seq < made.seq && done.has(seq)).map(placeOf),
  }
}
