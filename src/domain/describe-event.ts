import { describeItemChange, ITEM_ENDED } from './action-item-words.ts'
import { describeCorrection } from './correction-words.ts'
import { describeMinutes } from './duration.ts'
import { failureWords } from './failure-words.ts'
import type { Verdict } from './findings.ts'
import type { CloseField } from './policy.ts'
import { describeCadence, firstPromised } from './promises.ts'
import { TOPICS } from './question-topics.ts'
import { SECTION_HEADING } from './review-written.ts'
import { ROLE } from './roles.ts'
import { SKIPPED } from './skipped.ts'
import { statusLabel } from './status.ts'
import type { Fact, FactType, TimelineEvent } from './timeline.ts'
import { utcMinute } from './utc.ts'

/** How people and things are written in a sentence; Slack and plain files differ. */
export interface Names {
  readonly user: (id: string) => string
  readonly channel: (id: string) => string
  /** A moment in a sentence; in UTC unless it is shown otherwise. */
  readonly time?: (at: Date) => string
}

const UPDATE_KIND = {
  report: 'wrote an update',
  'no-change': 'reported no change',
  holding: 'posted an automatic update because none was written in time',
  postponed: 'told those who wait for it that the next update comes later',
  final: 'wrote the closing update',
  'promise-kept': 'told those who read it that a promise is kept',
  'review-published': 'told those who asked for it that the review is published',
} as const

export const CLOSE_FIELD_LABEL: Record<CloseField, string> = {
  commander: 'an incident commander',
  service: 'the service',
  category: 'the category',
  resolution: 'the resolution',
}

function timeIn({ time = utcMinute }: Names, at: Date): string {
  return time(at)
}

function questions({ questions: { length } }: { readonly questions: readonly number[] }): string {
  return length === 1 ? 'a question' : `${length} questions`
}

function describeAdjustment(fact: Fact<'audience-adjusted'>, names: Names): string {
  const { audience, hears, added, cadence, involvement, reason } = fact
  const also = added.map(place => (/^[UW]/.test(place) ? names.user : names.channel)(place)).join(', ')
  const changes = [
    ...(hears === undefined ? [] : [hears ? `brought ${audience} in` : `left ${audience} out`]),
    ...(also ? [`lets ${also} read as ${audience} too`] : []),
    ...(cadence === undefined ? [] : [`has ${audience} told ${describeCadence(cadence)}`]),
    ...(involvement === undefined ? [] : [`has ${audience} ${involvement}`]),
  ]
  if (changes.length === 0) return `lets ${audience} hear of it as the policy says again`
  return `${changes.join(' and ')}${reason === undefined ? '' : `: ${reason}`}`
}

function describeNext(update: Fact<'update-written'>): string {
  const minutes = firstPromised(update)
  return minutes === undefined ? '' : ` (next in ${describeMinutes(minutes)})`
}

const JUDGED: Record<Verdict, string> = { confirmed: 'confirmed', 'ruled-out': 'ruled out', open: 'reopened' }

type Describe = { [T in FactType]: (event: Fact<T>, who: string, names: Names) => string }

const describe: Describe = {
  declared: (e, who) => `${who} declared “${e.title}” as ${e.severity}, urgency ${e.urgency}: ${e.priority}`,
  'channel-opened': (e, who) => `${who} opened the channel #${e.name}`,
  'people-invited': (e, who, names) => {
    const invited = [...e.users.map(names.user), ...e.userGroups.map(names.user)].join(', ') || 'nobody'
    const failed = e.failed.map(one => `${names.user(one.who)} (${failureWords(one.reason)})`).join(', ')
    return `${who} invited ${invited}${failed ? `; could not invite ${failed}` : ''}`
  },
  'card-posted': (_, who) => `${who} posted the incident card`,
  announced: (e, who, names) => `${who} announced the incident in ${names.channel(e.channel)}`,
  'announcement-withdrawn': (e, who, names) => `${who} took the announcement in ${names.channel(e.channel)} back`,
  'made-private': (_, who) => `${who} made the incident private`,
  'disclosure-proposed': (e, who) =>
    `${who} proposed to make the incident public${e.reason === undefined ? '' : `: ${e.reason}`}`,
  'disclosure-declined': (_, who) => `${who} decided to keep the incident private`,
  'made-public': (_, who) => `${who} agreed, and the incident is public`,
  'person-added': (e, who, names) =>
    who === names.user(e.user) ? `${who} asked to join the channel` : `${who} added ${names.user(e.user)}`,
  'people-found': (e, who, names) =>
    `${who} found ${e.people
      .map(
        ({ user, inviter }) =>
          `${names.user(user)}${inviter === undefined ? '' : ` (added by ${names.user(inviter)})`}`,
      )
      .join(', ')} in the channel, whom nobody added through Sitrep`,
  'person-removed': (e, who, names) => `${who} removed ${names.user(e.user)} from the channel`,
  'channel-renamed': (e, who) => `${who} renamed the channel to #${e.name}`,
  joined: (_, who) => `${who} came to the channel`,
  acknowledged: (_, who) => `${who} acknowledged the incident`,
  'role-assigned': (e, who, names) =>
    `${who === names.user(e.user) ? `${who} took the role` : `${who} made ${names.user(e.user)}`} ${ROLE[e.role].label}${
      e.previous ? `, after ${names.user(e.previous)}` : ''
    }`,
  'severity-changed': (e, who) => `${who} changed the severity from ${e.from} to ${e.to}: ${e.priority}`,
  'urgency-changed': (e, who) => `${who} changed the urgency from ${e.from} to ${e.to}: ${e.priority}`,
  'status-changed': (e, who) => `${who} moved the incident from ${statusLabel(e.from)} to ${statusLabel(e.to)}`,
  'details-changed': (e, who) =>
    `${who} set ${[
      e.service === undefined ? '' : `the service to ${e.service}`,
      e.category === undefined ? '' : `the category to ${[e.category, e.subcategory].filter(Boolean).join(' / ')}`,
    ]
      .filter(Boolean)
      .join(' and ')}`,
  resolved: (e, who) => `${who} resolved the incident: ${e.resolution}`,
  'follow-up-done': (e, who) => `${who} did what was promised: ${e.text}`,
  'action-added': (e, who) => `${who} added a follow-up: ${e.text}`,
  'action-changed': (e, who, names) => `${who} changed the follow-up “${e.was}”: ${describeItemChange(e, names.user)}`,
  'action-ended': (e, who) =>
    `${who} ${ITEM_ENDED[e.outcome]}: ${e.text}${e.reason === undefined ? '' : ` (${e.reason})`}`,
  'action-reopened': (e, who) => `${who} reopened a follow-up: ${e.text}`,
  'similar-found': (e, who) =>
    e.found.length === 0
      ? `${who} found no unfinished follow-ups of earlier incidents any more`
      : `${who} found unfinished follow-ups of ${e.found.map(({ incident }) => incident).join(', ')}`,
  'review-section-written': (e, who) =>
    `${who} ${e.text === '' ? 'emptied' : 'wrote'} “${SECTION_HEADING[e.section]}” in the review`,
  'review-assigned': (e, who, names) =>
    `${who} decided that ${[
      ...(e.owner === undefined ? [] : [`${names.user(e.owner)} writes the review`]),
      ...(e.dueAt === undefined ? [] : [`the review is due ${timeIn(names, e.dueAt)}`]),
    ].join(' and ')}`,
  'review-published': (_, who) => `${who} published the review`,
  'follow-up-promised': (e, who) => `${who} promised a follow-up: ${e.text}`,
  closed: (e, who) => `${who} closed the incident${e.reason === undefined ? '' : `: ${e.reason}`}`,
  'reporter-asked': (e, who, names) =>
    `${who} asked ${names.user(e.user)} whether it is fixed${e.isReminder ? ', once more' : ''}`,
  'fix-confirmed': (_, who) => `${who} says that it is fixed`,
  'fix-disputed': (e, who) => `${who} says that it is not fixed: ${e.text}`,
  'dispute-answered': (e, who) => `${who} answered that it is something else: ${e.reason}`,
  'silence-taken': () => 'The reporter did not answer, which is taken as no objection',
  reopened: (e, who) => `${who} reopened the incident: ${e.reason}`,
  cancelled: (e, who) => `${who} cancelled the incident: ${e.reason}`,
  merged: (e, who) => `${who} merged the incident into ${e.into}`,
  noted: (e, who) => `${who} noted: ${e.text}`,
  'milestone-corrected': (e, who, names) =>
    `${who} ${e.from ? 'corrected' : 'said'} when it was ${e.milestone}: ${timeIn(names, e.to)}${e.from ? ` instead of ${timeIn(names, e.from)}` : ''} (${e.reason})`,
  'finding-stated': (e, who) =>
    `${who} ${e.kind === 'decision' ? 'decided' : e.verdict === undefined ? 'supposed' : JUDGED[e.verdict]}: ${e.text}${e.why === undefined ? '' : `, because ${e.why}`}`,
  'finding-judged': (e, who) =>
    `${who} ${JUDGED[e.verdict]}: ${e.text}${e.why === undefined ? '' : `, because ${e.why}`}`,
  'finding-explained': (e, who) => `${who} said why: ${e.text}, because ${e.why}`,
  'finding-withdrawn': (e, who) => `${who} took back: ${e.text}`,
  'message-kept': (_, who) => `${who} put a message on the timeline`,
  'message-dropped': (_, who) => `${who} took a message off the timeline`,
  'copies-withheld': (_, who) => `${who} left out what was copied from a message that is not kept any more`,
  'update-written': (e, who) =>
    `${who} ${UPDATE_KIND[e.kind]}${e.kind === 'report' || e.kind === 'final' ? `: ${e.fields.state}` : ''}${describeNext(e)}`,
  'audience-adjusted': (e, who, names) => `${who} ${describeAdjustment(e, names)}`,
  'beginning-addressed': (e, who) =>
    `${who} told ${e.to.length} ${e.to.length === 1 ? 'subscriber' : 'subscribers'} of the incident`,
  'followers-carried': (e, who) =>
    `${who} told ${e.to.length} ${e.to.length === 1 ? 'subscriber' : 'subscribers'} that it goes on as ${e.into}`,
  'update-addressed': (e, who) =>
    `${who} found ${e.to.length} more ${e.to.length === 1 ? 'reader' : 'readers'} of the update`,
  'reader-skipped': (e, who, names) =>
    `${who} did not tell ${(/^[UW]/.test(e.channel) ? names.user : names.channel)(e.channel)} as ${e.audience}: ${SKIPPED[e.reason]}`,
  'update-posted': (e, who, names) => `${who} posted the update for ${e.audience} in ${names.channel(e.channel)}`,
  'update-reposted': (e, who, names) =>
    `${who} posted the update for ${e.audience} anew in ${names.channel(e.channel)}`,
  'person-told': (e, who, names) => `${who} told ${names.user(e.user)} directly`,
  'said-taken-back': (e, who, names) =>
    `${who} took back what ${(/^[UW]/.test(e.place) ? names.user : names.channel)(e.place)} had been told`,
  'delivery-shown': (_, who) => `${who} showed where the update got to`,
  'delivery-retried': (e, who) => `${who} tried again to post the update for ${e.audience}`,
  'update-corrected': (e, who) => `${who} corrected an update: ${describeCorrection(e)}`,
  'update-snoozed': (e, who, names) => `${who} put the next update off to ${timeIn(names, e.until)}: ${e.reason}`,
  'misses-escalated': (e, who, names) =>
    `${who} told ${(/^[UW]/.test(e.to) ? names.user : names.channel)(e.to)} that nobody wrote the last ${e.missed} updates`,
  nudged: (e, who, names) => `${who} reminded ${names.user(e.user)} that an update is due`,
  // Neither who asked nor what: whoever sees the incident may read this.
  'question-asked': e => `Somebody of ${e.audience} asked: ${TOPICS[e.topic]}`,
  'questions-grouped': (_, who) => `${who} sorted the questions`,
  'questions-answered': (e, who) => `${who} answered ${questions(e)}`,
  'questions-declined': (e, who) => `${who} declined ${questions(e)}`,
  'questions-shown': (_, who) => `${who} opened the thread of questions`,
  'question-posted': (_, who) => `${who} posted a question`,
  'questions-reminded': (e, who, names) => `${who} reminded ${names.user(e.user)} of ${questions(e)}`,
  'record-requested': (_, who) => `${who} asked for the record of its communications`,
  'record-delivered': (e, who) => `${who} delivered the record of its communications as ${e.file}`,
  'review-requested': (_, who) => `${who} asked for the review`,
  'review-delivered': (e, who) => `${who} delivered the review as ${e.file}`,
  'review-canvas': (_, who) => `${who} wrote the review into the channel’s canvas`,
  'review-viewed': (_, who) => `${who} read the review`,
  'file-viewed': (_, who) => `${who} opened a file that was sent in the channel`,
  'transcript-erased': (e, who) =>
    `${who} deleted ${e.messages === undefined ? 'all messages and' : `${e.messages} messages and ${e.files}`} files of its channel, as the policy says`,
  'work-abandoned': (e, who) => `${who} could not ${e.what}: ${failureWords(e.reason)}`,
}

/** One plain sentence for a fact, without its time. */
export function describeEvent(event: TimelineEvent, names: Names): string {
  const who = event.by === 'sitrep' ? 'Sitrep' : names.user(event.by)
  // The table is complete by type; the compiler cannot see that the key and the event belong together.
  const sentence = describe[event.type] as (event: TimelineEvent, who: string, names: Names) => string
  return sentence(event, who, names)
}
