import type { ItemChange, ItemKind, ItemOutcome } from './action-item-words.ts'
import type { Addressee, Skipped, Told } from './addressing.ts'
import type { AudienceId } from './audience-ids.ts'
import type { Correction } from './correction-words.ts'
import type { FindingKind, Verdict } from './findings.ts'
import type { MilestoneId } from './milestones.ts'
import type { Priority, Severity, Urgency } from './priority.ts'
import type { Topic } from './question-topics.ts'
import type { WrittenSectionId } from './review-written.ts'
import type { Role } from './roles.ts'
import type { SkipReason } from './skipped.ts'
import type { ActiveStatus, Status } from './status.ts'

/** How a fact came about; `clock` and `bot` are Sitrep itself. */
type Via = 'command' | 'modal' | 'button' | 'reaction' | 'link' | 'clock' | 'bot'

/** Who does something, how and when: the part of a decision that the caller supplies. `by` is a Slack user id, or `sitrep`. */
export interface Stamp {
  readonly by: string
  readonly via: Via
  readonly at: Date
  /** When it happened, where that was earlier than it was said. */
  readonly occurredAt?: Date | undefined
  /** The submission, command or click it came with; the same one again changes nothing. */
  readonly requestId?: string
}

/** What an update says, before any audience's rendering. Only `state` is always there. */
export interface UpdateFields {
  readonly state: string
  readonly impact?: string
  readonly actions?: string
  readonly workaround?: string
  readonly needs?: string
  /** The rest is only in a closing update. What happened, in words for everybody. */
  readonly happened?: string
  /** What is done so that it does not happen again. */
  readonly prevention?: string
  /** What is promised to be done later, one promise a line. */
  readonly promises?: string
}

interface Facts {
  declared: { title: string; severity: Severity; urgency: Urgency; priority: Priority; isPrivate: boolean }
  /** `isPrivate` as Slack has the channel; facts from before it was recorded lack it. */
  'channel-opened': { channel: string; name: string; isPrivate?: boolean }
  'people-invited': {
    users: readonly string[]
    userGroups: readonly string[]
    failed: readonly { who: string; reason: string }[]
  }
  'card-posted': { ts: string }
  announced: { channel: string; ts: string }
  'announcement-withdrawn': { channel: string }
  'made-private': Record<never, never>
  'disclosure-proposed': { reason?: string }
  'disclosure-declined': Record<never, never>
  'made-public': { proposal: number }
  'person-added': { user: string }
  'people-found': { people: readonly { readonly user: string; readonly inviter?: string }[] }
  'person-removed': { user: string }
  'channel-renamed': { name: string }
  joined: { user: string }
  acknowledged: Record<never, never>
  'role-assigned': { role: Role; user: string; previous?: string }
  'severity-changed': { from: Severity; to: Severity; priority: Priority }
  'urgency-changed': { from: Urgency; to: Urgency; priority: Priority }
  'status-changed': { from: Status; to: ActiveStatus }
  'details-changed': { service?: string; category?: string; subcategory?: string }
  resolved: { from: Status; resolution: string } & Pick<UpdateFields, 'happened' | 'impact' | 'prevention'>
  'follow-up-promised': { text: string }
  'follow-up-done': { promise: number; text: string }
  /** A follow-up of our own; the promises to readers are the two above. `message` is what it was taken from, by its `ts`. */
  'action-added': { text: string; kind?: ItemKind; owner?: string; dueAt: Date; message?: string }
  /** `item` is the fact that added it. */
  'action-changed': { item: number; was: string; to: ItemChange; reason?: string }
  'action-ended': { item: number; text: string; outcome: ItemOutcome; reason?: string; link?: string }
  'action-reopened': { item: number; text: string }
  /** Unfinished follow-ups of incidents of the same service, when this one was declared: how many of which. */
  'similar-found': { found: readonly { readonly incident: string; readonly open: number; readonly isAlike: boolean }[] }
  /** A version of what people say in the review. `basedOn` is the one that its writer had before them; '' = taken out. */
  'review-section-written': { section: WrittenSectionId; text: string; basedOn?: number }
  /** What is not there stays as it was. */
  'review-assigned': { owner?: string; dueAt?: Date }
  'review-published': Record<never, never>
  /** `reason`: why it was closed although the reporter says that it is not fixed. */
  closed: { from: Status; reason?: string }
  /** Where it was asked; facts from before that was recorded lack it. */
  'reporter-asked': { user: string; isReminder: boolean; conversation?: string; ts?: string }
  'fix-confirmed': Record<never, never>
  'fix-disputed': { text: string }
  'dispute-answered': { dispute: number; reason: string }
  'silence-taken': Record<never, never>
  reopened: { from: Status; reason: string }
  cancelled: { from: Status; reason: string }
  merged: { from: Status; into: string }
  /** `about` is the change that it explains. */
  noted: { text: string; about?: number }
  'milestone-corrected': { milestone: MilestoneId; from?: Date; to: Date; reason: string }
  /** `verdict`: it was stated only to say that it is so. */
  'finding-stated': { kind: FindingKind; text: string; why?: string; message?: string; verdict?: Verdict }
  'finding-judged': { finding: number; text: string; verdict: Verdict; why?: string }
  'finding-explained': { finding: number; text: string; why: string }
  'finding-withdrawn': { finding: number; text: string }
  'message-kept': { message: string }
  /** `marks`: how many pins and reactions stood below it then, which do not put it back. */
  'message-dropped': { message: string; marks?: number }
  /** Nothing is kept of the message any more, so that what was copied from it is not shown either. */
  'copies-withheld': { message: string }
  'update-written': {
    fields: UpdateFields
    /** Status at the time of writing. */
    status: Status
    priority: Priority
    kind: 'report' | 'no-change' | 'holding' | 'postponed' | 'final' | 'promise-kept' | 'review-published'
    /** When the promise was made that is kept now. */
    promisedAt?: Date
    audiences: readonly AudienceId[]
    /** Where each of them read it then; a channel configured later is not told of the past. */
    channels: Readonly<Partial<Record<AudienceId, readonly string[]>>>
    /** Whether those who subscribed read it too; facts from before there were subscriptions lack it. */
    isForFollowers?: boolean
    /** Minutes after `at`, as its writer chose; in facts from before each audience had its own, what all are promised. */
    nextInMinutes?: number
    /** Minutes after `at` until each audience hears next; null = nothing is promised to it. */
    nextIn?: Readonly<Partial<Record<AudienceId, number | null>>>
    wordings?: Readonly<Partial<Record<AudienceId, string>>>
    /** What each was promised before it was put off. */
    insteadOf?: Readonly<Partial<Record<AudienceId, Date>>>
  }
  'update-snoozed': { dueAt: Date; until: Date; reason: string }
  /** `hears`: false = left out, true = told whatever its rule says. With nothing set, the policy’s rule holds again. */
  'audience-adjusted': {
    audience: AudienceId
    hears?: boolean
    added: readonly string[]
    /** Minutes between updates; null = none is owed. */
    cadence?: number | null
    involvement?: 'informed' | 'consulted'
    reason?: string
  }
  'beginning-addressed': { to: readonly Told[] }
  /** Who subscribed to this one and, once it was merged, to the other; whoever works on that is not told. */
  'followers-carried': { into: string; to: readonly string[] }
  'update-addressed': {
    update: number
    to: readonly Addressee[]
    skipped: readonly Skipped[]
    /** The user groups that were found, read or not. */
    groups?: readonly string[]
  }
  /** Somebody who was to read it, and did not any more when it went out. */
  'reader-skipped': { update: number; audience: AudienceId; channel: string; reason: SkipReason }
  'update-posted': {
    update: number
    audience: AudienceId
    channel: string
    ts: string
    conversation?: string
    /** Of the message that it shares with other incidents' updates, or may come to share. */
    digest?: string
  }
  'update-reposted': { update: number; audience: AudienceId; channel: string; ts: string; conversation?: string }
  'update-corrected': { update: number } & Correction
  /** Of what is no update: who was told, as whom. `ts` is of the message in their direct messages. */
  'person-told': { user: string; audience?: AudienceId; conversation: string; ts: string }
  /** `said` is the fact that it was posted, or that a person was told. */
  'said-taken-back': { said: number; place: string }
  'delivery-shown': { update: number; ts: string }
  'delivery-retried': { update: number; audience: AudienceId; channel: string }
  nudged: { user: string; dueAt: Date }
  /** `to` is a person, or the incident’s channel. */
  'misses-escalated': { missed: number; to: string }
  /** `group` is the question that it was taken for the same as; without a `text` the topic says it all. */
  'question-asked': { audience: AudienceId; update: number; topic: Topic; text?: string; group?: number }
  'questions-grouped': { questions: readonly number[]; group: number }
  'questions-answered': { questions: readonly number[]; text: string; inUpdate: boolean }
  'questions-declined': { questions: readonly number[]; reason: string }
  'questions-shown': { ts: string }
  'question-posted': { question: number; ts: string }
  'questions-reminded': { user: string; step: number; questions: readonly number[] }
  'record-requested': Record<never, never>
  'record-delivered': { file: string }
  /** Facts from before there was a choice lack the format. */
  'review-requested': { format?: string; audience?: AudienceId }
  /** `sha256` is of the file as it was delivered; reviews from before it was noted have none. */
  'review-delivered': { file: string; sha256?: string }
  'review-canvas': { canvas: string }
  /** Of a private incident: whose own link opened which format. */
  'review-viewed': { format: string }
  /** The same of a file that was sent in it, by Slack's id: its name may say too much, and the facts stay. */
  'file-viewed': { file: string }
  /** How much it was; absent where an attempt before may have deleted some of it. */
  'transcript-erased': { messages?: number; files?: number }
  'work-abandoned': { work: string; what: string; reason: string }
}
export type FactType = keyof Facts

interface Written<T extends FactType> {
  seq: number
  type: T
  at: Date
  recordedAt: Date
  by: string
  via: Via
  requestId?: string
  /** The seal, see seal.ts; facts from before there were seals lack it. */
  hash?: string
  /** Only where it is read: something was left out that the seal covers. */
  withheld?: true
}

/** One fact of an incident. `seq` counts from 1; `at` is when it happened, `recordedAt` when it was written down. */
export type TimelineEvent = { [T in FactType]: Readonly<Written<T> & Facts[T]> }[FactType]

export type Fact<T extends FactType> = Extract<TimelineEvent, { type: T }>
/** A fact that has not been stamped yet. */
export type NewFact = { [T in FactType]: { type: T } & Facts[T] }[FactType]

export function isFact<T extends FactType>(type: T) {
  return (event: TimelineEvent): event is Fact<T> => event.type === type
}
