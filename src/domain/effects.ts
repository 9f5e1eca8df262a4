import type { Incident } from './incident.ts'
import { isOneTooMany } from './misses.ts'
import type { Policy } from './policy.ts'
import { isActive } from './status.ts'
import type { Fact, FactType, TimelineEvent } from './timeline.ts'
import { hasWaited } from './waiting.ts'

/** Work that follows from a fact. `live` work shows the state as it is, so only its latest occasion matters. */
export const EFFECTS = {
  'open-channel': { live: false, what: 'open the incident channel' },
  'set-purpose': { live: false, what: 'set the channel’s purpose' },
  'set-topic': { live: true, what: 'set the channel’s topic' },
  'show-card': { live: true, what: 'show the incident card' },
  'pin-card': { live: false, what: 'pin the incident card' },
  announce: { live: true, what: 'announce the incident' },
  'add-bookmarks': { live: false, what: 'add the bookmarks' },
  'invite-people': { live: false, what: 'invite people' },
  'invite-role': { live: false, what: 'add the new role holder to the channel' },
  'invite-person': { live: false, what: 'add the person to the channel' },
  'check-people': { live: true, what: 'check who is in the channel' },
  'tell-found': { live: false, what: 'tell who is in the channel without having been added' },
  'remove-person': { live: false, what: 'remove a person from the channel' },
  'rename-channel': { live: false, what: 'rename the channel, whose name tells the title' },
  'ask-approval': { live: false, what: 'ask somebody to agree to making it public' },
  'find-similar': { live: false, what: 'look for unfinished follow-ups of earlier incidents' },
  'confirm-declared': { live: false, what: 'confirm the declaration to the reporter' },
  'post-update': { live: false, what: 'post an update' },
  'ask-rating': { live: false, what: 'ask the reporter how it was handled' },
  'escalate-misses': { live: false, what: 'ask for somebody who writes the updates' },
  'deliver-review': { live: false, what: 'deliver the review' },
  'deliver-record': { live: false, what: 'deliver the record of its communications' },
  'report-failure': { live: false, what: 'tell people what could not be done' },
} as const satisfies Record<string, { live: boolean; what: string }>
export type Effect = keyof typeof EFFECTS

const views: readonly Effect[] = ['show-card', 'set-topic', 'announce']

/** What each kind of fact leads to. Adding an effect here asks it of the facts that live incidents already have. */
export const consequences: { readonly [T in FactType]: readonly Effect[] } = {
  declared: ['open-channel'],
  'channel-opened': ['set-purpose', ...views, 'add-bookmarks', 'invite-people', 'confirm-declared', 'find-similar'],
  'people-invited': ['show-card'],
  'card-posted': ['pin-card'],
  announced: [],
  'announcement-withdrawn': [],
  'made-private': [...views, 'set-purpose', 'rename-channel', 'check-people'],
  'disclosure-proposed': ['ask-approval'],
  'disclosure-declined': [],
  'made-public': [...views, 'set-purpose'],
  'person-added': ['invite-person'],
  'people-found': ['tell-found'],
  'person-removed': ['remove-person'],
  'channel-renamed': [],
  joined: [],
  acknowledged: views,
  'role-assigned': [...views, 'invite-role'],
  'severity-changed': views,
  'urgency-changed': views,
  'status-changed': views,
  'details-changed': [...views, 'find-similar'],
  resolved: views,
  'follow-up-promised': [],
  'follow-up-done': [],
  'action-added': ['show-card'],
  'action-changed': ['show-card'],
  'action-ended': ['show-card'],
  'action-reopened': ['show-card'],
  'similar-found': ['show-card'],
  'review-section-written': ['show-card'],
  'review-assigned': ['show-card'],
  'review-published': ['show-card'],
  closed: [...views, 'ask-rating'],
  'reporter-asked': ['show-card'],
  'fix-confirmed': ['show-card'],
  'fix-disputed': ['show-card'],
  'dispute-answered': ['show-card'],
  'silence-taken': ['show-card'],
  reopened: views,
  cancelled: views,
  merged: views,
  noted: [],
  'milestone-corrected': [],
  'finding-stated': ['show-card'],
  'finding-judged': ['show-card'],
  'finding-explained': ['show-card'],
  'finding-withdrawn': ['show-card'],
  'message-kept': [],
  'message-dropped': [],
  'copies-withheld': ['show-card'],
  'update-written': [...views, 'escalate-misses', 'check-people', 'post-update'],
  'audience-adjusted': views,
  'beginning-addressed': [],
  'followers-carried': [],
  'update-addressed': [],
  'reader-skipped': [],
  'update-reposted': [],
  'update-corrected': [],
  'person-told': [],
  'said-taken-back': [],
  'delivery-shown': [],
  'delivery-retried': [],
  'update-posted': ['show-card'],
  'update-snoozed': [],
  nudged: [],
  'misses-escalated': [],
  'question-asked': [],
  'questions-grouped': [],
  'questions-answered': [],
  'questions-declined': [],
  'questions-shown': [],
  'question-posted': [],
  'questions-reminded': [],
  'record-requested': ['check-people', 'deliver-record'],
  'record-delivered': [],
  'review-requested': ['check-people', 'deliver-review'],
  'review-delivered': ['show-card'],
  'review-canvas': [],
  'review-viewed': [],
  'file-viewed': [],
  'transcript-erased': [],
  'work-abandoned': ['show-card', 'report-failure'],
}

export function isWanted(effect: Effect, fact: TimelineEvent, incident: Incident, policy: Policy): boolean {
  if (effect === 'open-channel') return true
  if (effect === 'escalate-misses') return isOneTooMany(fact, incident, policy)
  if (effect === 'report-failure') return fact.type === 'work-abandoned' && deservesALine(fact, incident)
  if (!incident.channel) return false
  // The card says who has to wait for it.
  if (fact.type === 'update-posted') return hasWaited(fact, { incident, policy })
  // Of an incident that is over, nobody needs it any more.
  if (effect === 'find-similar') return isActive(incident.status) && incident.service !== undefined
  if (fact.type === 'people-invited') return fact.failed.length > 0
  if (effect === 'check-people' || effect === 'rename-channel') return incident.isPrivate
  // A view that cannot be shown must not ask to be shown again because of that.
  if (fact.type === 'work-abandoned') return !fact.work.endsWith('/show-card')
  if (effect === 'add-bookmarks') return policy.bookmarks.length > 0
  // A private incident has none; what was announced before it became private is taken back in the same lane.
  if (effect === 'announce')
    return incident.isPrivate ? incident.announcement !== undefined : policy.announcements.channel !== null
  return true
}

/** What people have to do by hand now is said in the channel; what is only less handsome is on the card. */
function deservesALine(failed: Fact<'work-abandoned'>, incident: Incident): boolean {
  if (failed.work.endsWith('/open-channel')) return true
  if (!incident.channel) return false
  // The announcement is asked for again with every change, and its refusal told once.
  if (failed.work.endsWith('/announce'))
    return !incident.timeline.some(
      fact => fact.seq < failed.seq && fact.type === 'work-abandoned' && fact.work.endsWith('/announce'),
    )
  return /\/(post-update\/|correct-post\/|send-answer\/|deliver-re(?:view|cord)$|send-review$|invite-|remove-person$|rename-channel$)/.test(
    failed.work,
  )
}
