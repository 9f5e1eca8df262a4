import { type ActionItemWork, actionItemWork } from './action-item-work.ts'
import { type AddressWork, addressWork } from './addressing.ts'
import type { AudienceId } from './audience-ids.ts'
import { audienceIds } from './audiences.ts'
import { type CatchUpWork, catchUpWork } from './catch-up.ts'
import { type CorrectionWork, correctionWork, messageOf } from './correction-work.ts'
import { retryWork } from './delivery.ts'
import { type DeliveryWork, deliveryWork, isShowing } from './delivery-work.ts'
import { isForDigest, placeLane } from './digest.ts'
import { earliest } from './duration.ts'
import { consequences, EFFECTS, type Effect, isWanted } from './effects.ts'
import { type Incident, record } from './incident.ts'
import { type MergedWork, mergedWork } from './merged-followers.ts'
import { type Nudge, nextNudge, slotName } from './nudges.ts'
import type { Policy } from './policy.ts'
import { type QuestionWork, questionWork } from './question-work.ts'
import { type ReadingWork, readingWork } from './reading-work.ts'
import { afterChannels } from './reads-in-channel.ts'
import { type RetentionWork, retentionWork } from './retention.ts'
import { type ReviewCopyWork, reviewCopyWork } from './review-copies.ts'
import { type ReviewWork, reviewWork } from './review-work.ts'
import { isActive } from './status.ts'
import { messageSaid, placeOf, type TakeBackWork, takeBackWork } from './take-back.ts'
import type { Fact, Stamp, TimelineEvent } from './timeline.ts'
import { type UndeliveredWork, undeliveredWork } from './undelivered.ts'
import { updatesDue } from './updates.ts'
import { isUserGroup } from './user-groups.ts'
import { type VerificationWork, verificationWork } from './verification-work.ts'
import { isOutdated, readAt } from './waiting.ts'
import type { WorkBase } from './work-base.ts'

/** Something Sitrep has to do for an incident. `sharedLane` is of all incidents, where what they write is one message. */
export type Work = OwnWork & { readonly sharedLane?: string }
type OwnWork =
  | {
      [E in Exclude<Effect, 'post-update'>]: WorkBase & { readonly kind: E; readonly fact: TimelineEvent }
    }[Exclude<Effect, 'post-update'>]
  | (WorkBase & {
      readonly kind: 'post-update'
      readonly fact: Fact<'update-written'>
      readonly audience: AudienceId
      readonly channel: string
      readonly subject?: string
      readonly retryOf?: string
    })
  | (WorkBase & {
      readonly kind: 'nudge-owner'
      readonly to: Nudge['to']
      readonly slot: Date
      readonly expiresAt: Date
    })
  | (WorkBase & { readonly kind: 'write-holding-update'; readonly slot: Date })
  | AddressWork
  | CatchUpWork
  | QuestionWork
  | CorrectionWork
  | TakeBackWork
  | MergedWork
  | DeliveryWork
  | UndeliveredWork
  | VerificationWork
  | RetentionWork
  | ReadingWork
  | ActionItemWork
  | ReviewWork
  | ReviewCopyWork
export type WorkKind = Work['kind']
export type WorkOf<K extends WorkKind> = Extract<Work, { kind: K }>

const WHAT: Record<WorkKind, string> = {
  ...(Object.fromEntries(Object.entries(EFFECTS).map(([effect, { what }]) => [effect, what])) as Record<
    Effect,
    string
  >),
  'nudge-owner': 'remind the owner of the next update',
  'write-holding-update': 'write the automatic update',
  'catch-up': 'tell somebody who joined what happened so far',
  'address-update': 'find who else reads an update',
  'address-beginning': 'find who subscribed to such incidents',
  'tell-follower': 'tell somebody who subscribed to such incidents',
  'carry-followers': 'subscribe those who followed it to the incident that it goes on as',
  'tell-merged': 'tell somebody who subscribed where it goes on',
  'ask-reporter': 'ask the reporter whether it is fixed',
  'show-verdict': 'show the reporter what became of the question',
  'take-silence': 'take the reporter’s silence as no objection',
  'raise-dispute': 'tell who leads the incident that it is not fixed',
  'answer-reporter': 'answer the reporter',
  'show-questions': 'show the questions that are open',
  'show-question': 'show a question',
  'correct-post': 'correct an update',
  'show-delivery': 'show where the update got to',
  'tell-undelivered': 'tell the sender that the update is still on its way',
  'tell-correction': 'tell the responders of a correction',
  'take-back': 'take back what was said elsewhere',
  'tell-taken-back': 'tell what was taken back',
  'send-answer': 'send an answer to somebody who asked',
  'remind-questions': 'remind somebody of open questions',
  'remind-item': 'remind somebody of a follow-up',
  'send-review': 'send an audience the review that is written for it',
  'remind-review': 'remind somebody of the review',
  'read-channel': 'read what was said in its channel',
  'erase-transcript': 'delete what was said in its channel',
}

/** “announce the incident”: the work in words, to go after “could not”. */
function describeWork(work: Work): string {
  if (work.kind === 'post-update') return `post the update for ${work.audience}`
  if (work.kind === 'correct-post') return `correct the update for ${work.audience}`
  if (work.kind === 'nudge-owner' && work.to !== 'owner') return `remind the ${work.to} of the next update`
  return WHAT[work.kind]
}

/** Everything there is to do for this incident, finished or not, now or later. */
function allWork(incident: Incident, policy: Policy): Work[] {
  const byFact = new Map<string, Work>()
  for (const fact of incident.timeline) {
    for (const effect of consequences[fact.type]) {
      if (!isWanted(effect, fact, incident, policy)) continue
      const key = `${incident.id}#${fact.seq}/${effect}`
      const lane = EFFECTS[effect].live ? `${incident.id}/${effect}` : key
      const base = { key, lane, dueAt: fact.recordedAt, fact }
      if (effect !== 'post-update') byFact.set(lane, { ...base, kind: effect })
      else for (const post of posts(incident, policy, base)) byFact.set(post.key, post)
    }
  }
  for (const work of catchUpWork(incident)) byFact.set(work.key, work)
  for (const work of addressWork(incident, policy)) byFact.set(work.key, work)
  const retries = retryWork(incident)
  const unposted = [...byFact.values(), ...retries].filter(work => work.kind === 'post-update')
  return [
    ...byFact.values(),
    ...clockWork(incident, policy),
    ...verificationWork(incident, policy),
    ...questionWork(incident, policy),
    ...correctionWork(incident),
    ...mergedWork(incident, policy),
    ...retries,
    ...undeliveredWork(incident, unposted),
    ...retentionWork(incident, policy),
    ...readingWork(incident),
    ...actionItemWork(incident, policy),
    ...reviewWork(incident, policy),
    ...reviewCopyWork(incident),
    ...takeBackWork(incident),
    ...deliveryWork(incident),
  ]
}

function posts(incident: Incident, policy: Policy, base: WorkBase & { fact: TimelineEvent }): WorkOf<'post-update'>[] {
  const { fact } = base
  if (fact.type !== 'update-written') return []
  // What a person wrote still goes out after the end; what only fills the time until then does not.
  const mayLapse = fact.kind === 'holding' || fact.kind === 'postponed'
  if (mayLapse && !isActive(incident.status)) return []
  return audienceIds(policy)
    .filter(audience => fact.audiences.includes(audience))
    .filter(audience => !(mayLapse && isOutdated(fact, audience, incident)))
    .flatMap(audience => {
      const dueAt = readAt(fact, audience, { incident, policy })
      if (!dueAt) return []
      // Who reads through a user group is found first.
      const places = (fact.channels[audience] ?? []).filter(place => !isUserGroup(place))
      return places.map(channel => ({
        key: `${base.key}/${audience}/${channel}`,
        // One lane for each reader: a newer update never overtakes an older one.
        lane: `${incident.id}/post-update/${audience}/${channel}`,
        dueAt,
        kind: 'post-update' as const,
        fact,
        audience,
        channel,
      }))
    })
}

function clockWork(incident: Incident, policy: Policy): Work[] {
  const owed = updatesDue(incident, policy)
  const slots = new Map(owed.map(due => [due.at.getTime(), due.at]))
  return [...slots].flatMap(([time, slot]): Work[] => {
    // Who is owed is part of the key: a priority raised later may owe the same moment to others.
    const audiences = owed.filter(due => due.at.getTime() === time).map(due => due.audience)
    const nudge = nextNudge(incident, slot, policy)
    return [
      ...(nudge
        ? [{ kind: 'nudge-owner' as const, lane: `${incident.id}/nudge`, expiresAt: slot, slot, ...nudge }]
        : []),
      {
        kind: 'write-holding-update',
        key: `${incident.id}/holding/${slotName(slot)}/${audiences.join('+')}`,
        lane: `${incident.id}/holding`,
        dueAt: slot,
        slot,
      },
    ]
  })
}

function unsettled(incident: Incident, policy: Policy, now: Date): Work[] {
  const settled = new Set(incident.settled)
  return allWork(incident, policy)
    .filter(work => !settled.has(work.key) && !('expiresAt' in work && work.expiresAt <= now))
    .map(work => (work.kind === 'post-update' ? { ...work, dueAt: afterChannels(work, { incident, policy }) } : work))
}

/** What is to be done now. */
export function outstandingWork(incident: Incident, policy: Policy, now: Date): Work[] {
  return unsettled(incident, policy, now)
    .filter(work => work.dueAt <= now)
    .map(work => withSharedLane(work, incident, policy))
}

function withSharedLane(work: Work, incident: Incident, policy: Policy): Work {
  if (work.kind === 'post-update')
    return isForDigest(work, incident, policy) ? { ...work, sharedLane: placeLane(work.channel) } : work
  if (work.kind === 'correct-post') {
    const message = messageOf(incident, { ...work, update: work.fact.update })
    return message?.digest === undefined ? work : { ...work, sharedLane: placeLane(work.channel) }
  }
  if (work.kind !== 'take-back' || messageSaid(incident, work.said)?.digest === undefined) return work
  return { ...work, sharedLane: placeLane(placeOf(work.said)) }
}

/** When there will next be something to do; null = not before the next fact. */
export function nextWorkAt(incident: Incident, policy: Policy, now: Date): Date | null {
  return earliest(unsettled(incident, policy, now).map(work => work.dueAt)) ?? null
}

/** What there will first be to do after now, in words; undefined = nothing before the next fact. */
export function upcomingWork(incident: Incident, policy: Policy, now: Date): { at: Date; what: string } | undefined {
  const [first] = unsettled(incident, policy, now)
    // What is done only if something fails is not what comes next.
    .filter(work => work.dueAt > now && work.kind !== 'tell-undelivered')
    .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime())
  return first && { at: first.dueAt, what: describeWork(first) }
}

/** The incident with this piece of work off its list. */
export function settle(incident: Incident, work: Work): Incident {
  if (incident.settled.includes(work.key)) return incident
  const { id } = incident
  // Only the latest occasion of live work is ever looked up again, so earlier keys are dropped.
  const isLive = work.kind in EFFECTS && EFFECTS[work.kind as Effect].live
  const isEarlier = (key: string) =>
    work.kind === 'show-delivery'
      ? isShowing(key, work.fact)
      : isLive && key.startsWith(`${id}#`) && key.endsWith(`/${work.kind}`)
  const kept = incident.settled.filter(key => !isEarlier(key))
  return { ...incident, settled: [...kept, work.key] }
}

/** Gives a piece of work up: off the list, and visible on the timeline and the card. */
export function abandon(incident: Incident, input: { work: Work; reason: string }, stamp: Stamp): Incident {
  if (incident.settled.includes(input.work.key)) return incident
  return record(settle(incident, input.work), stamp, {
    type: 'work-abandoned',
    work: input.work.key,
    what: describeWork(input.work),
    reason: input.reason,
  })
}
