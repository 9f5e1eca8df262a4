import { UserError } from '../errors.ts'
import { FOLLOWERS } from './audience-ids.ts'
import { allowedFields, audienceOf, destinations } from './audiences.ts'
import { type Incident, record, requestReview } from './incident.ts'
import type { Policy } from './policy.ts'
import { reviewStage } from './review-state.ts'
import { wholeBuilds } from './review-views.ts'
import { isActive } from './status.ts'
import { isFollowed } from './subscriptions.ts'
import { type Fact, isFact, type Stamp } from './timeline.ts'
import { updatesOf } from './updates.ts'

/** Something that was promised when the incident was resolved. */
export interface FollowUp {
  /** 1 for the first one promised. */
  readonly number: number
  readonly text: string
  readonly promised: Fact<'follow-up-promised'>
  readonly done?: Fact<'follow-up-done'>
}

export function followUps({ timeline }: Incident): FollowUp[] {
  const done = timeline.filter(isFact('follow-up-done'))
  return timeline.filter(isFact('follow-up-promised')).map((promised, index) => {
    const kept = done.find(fact => fact.promise === promised.seq)
    return { number: index + 1, text: promised.text, promised, ...(kept ? { done: kept } : {}) }
  })
}

/** Tells those who read the closing notice, as far as they are still reached, that one promise is kept. */
export function keepPromise(incident: Incident, input: { number: number; policy: Policy }, stamp: Stamp): Incident {
  const followUp = followUps(incident).find(one => one.number === input.number)
  if (!followUp)
    throw new UserError(
      'no-such-follow-up',
      `${incident.id} has no follow-up ${input.number}. \`/incident followup\` lists what was promised.`,
    )
  if (followUp.done) return incident
  const { text, promised } = followUp
  const kept = record(incident, stamp, { type: 'follow-up-done', promise: promised.seq, text })
  return tellLater(kept, { kind: 'promise-kept', text, promisedAt: promised.at, policy: input.policy }, stamp)
}

/**
 * Tells those whose policy asks for it that the review can be read, once: what was edited later is published without
 * telling them again. What was written after it was last built is built in.
 */
export function publishReview(incident: Incident, input: { policy: Policy }, stamp: Stamp): Incident {
  if (isActive(incident.status))
    throw new UserError('not-resolved', `${incident.id} is not over. Its review is published after it is resolved.`)
  const built = wholeBuilds(incident).at(-1)
  if (!built)
    throw new UserError('no-review', `There is no review of ${incident.id} yet: \`/incident review\` builds it.`)
  const stage = reviewStage(incident)
  if (stage === 'published') return incident
  const published = builtAnew(record(incident, stamp, { type: 'review-published' }), built, stamp)
  if (stage === 'edited-since') return published
  return tellLater(published, { kind: 'review-published', text: '', policy: input.policy }, stamp)
}

/** Asks for the review once more where it lacks what was written since, in the format that was asked for last. */
function builtAnew(incident: Incident, built: Fact<'review-delivered'>, stamp: Stamp): Incident {
  const { timeline } = incident
  if (!timeline.some(fact => fact.type === 'review-section-written' && fact.seq > built.seq)) return incident
  const asked = timeline.filter(isFact('review-requested')).findLast(fact => fact.format && !fact.audience)
  return asked?.format ? requestReview(incident, { format: asked.format }, stamp) : incident
}

type Later = Pick<Fact<'update-written'>, 'promisedAt'> & {
  readonly kind: 'promise-kept' | 'review-published'
  readonly text: string
  readonly policy: Policy
}

function tellLater(incident: Incident, { kind, text, promisedAt, policy }: Later, stamp: Stamp): Incident {
  const last = updatesOf(incident).findLast(update => update.kind === 'final')
  const heard = last?.audiences ?? []
  const wants = (audience: string) =>
    kind === 'promise-kept'
      ? allowedFields(audience, incident, policy).includes('promises')
      : (audienceOf(audience, policy).closing?.review ?? false)
  const places = destinations(incident, policy).filter(({ audience }) => heard.includes(audience) && wants(audience))
  const audiences = [...new Set(places.map(({ audience }) => audience))]
  const isForFollowers = last?.isForFollowers === true && isFollowed(incident, policy) && wants(FOLLOWERS)
  if (audiences.length === 0 && !isForFollowers) return incident
  const channels = audiences.map(name => [name, places.flatMap(({ audience, to }) => (audience === name ? [to] : []))])
  return record(incident, stamp, {
    type: 'update-written',
    fields: { state: text },
    status: incident.status,
    priority: incident.priority,
    kind,
    audiences,
    channels: Object.fromEntries(channels),
    ...(isForFollowers ? { isForFollowers } : {}),
    ...(promisedAt ? { promisedAt } : {}),
  })
}
