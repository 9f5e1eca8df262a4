import type { Reader } from '../domain/disclosure.ts'
import type { Incident } from '../domain/incident.ts'
import type { Policy } from '../domain/policy.ts'
import type { Pseudonyms } from '../domain/pseudonyms.ts'
import type { Message, ReviewFormat } from '../domain/review.ts'
import { type Digest, seal } from '../domain/seal.ts'
import type { Subject, Subscription } from '../domain/subscriptions.ts'
import type { Stamp } from '../domain/timeline.ts'
import { nextWorkAt, type WorkKind, type WorkOf } from '../domain/work.ts'
import { UserError } from '../errors.ts'
import type { Attachments } from './attachments.ts'
import type { Background } from './background.ts'
import type { Drafts } from './drafts.ts'
import type { FeedbackBook } from './feedback.ts'
import type { Gather, Transcripts } from './transcripts.ts'

/** What performing achieved, as a decision on the incident; undefined = nothing to record beyond that it is done. */
type Achievement = (incident: Incident, stamp: Stamp) => Incident

/** The claim on a lane of work: at most one holder until the lease ends. */
export interface Claim {
  readonly lane: string
  readonly token: string
  /** Counts from 1; above 1 an earlier attempt may already have had its effect. */
  readonly attempt: number
  /** When the work was first claimed: where a look-back for an earlier effect starts. */
  readonly since: Date
}

/** Does one kind of work. Safe to run twice with the same key, and late. Throws ServiceError when another system fails. */
export type Performer<K extends WorkKind = WorkKind> = (
  task: {
    readonly work: WorkOf<K>
    readonly incident: Incident
    readonly claim: Claim
    /** Aborted when the claim is lost: whoever has it now does the work. */
    readonly signal?: AbortSignal
    /** On the work's shared lane, where it has one. */
    readonly sharedClaim?: Claim
  },
  app: App,
) => Promise<Achievement | undefined>
export type Performers = { readonly [K in WorkKind]: Performer<K> }

/** Incidents as they are kept. Every read returns plain domain objects. */
export interface Incidents {
  /** Stores a new incident under the next number; the one already stored for this request id if there is one. */
  create(requestId: string, build: (number: number) => Incident): Promise<Incident>
  get(id: string): Promise<Incident | undefined>
  getByChannel(channel: string): Promise<Incident | undefined>
  /** Newest first. */
  listOpen(): Promise<Incident[]>
  /** Declared since then, newest first, at most so many. */
  declaredSince(from: Date, atMost: number): Promise<Incident[]>
  /** Those with open follow-ups that this person owns, newest first. */
  withItemsOf(user: string): Promise<Incident[]>
  /** By number, newest first, those before this one, at most so many. */
  newest(page: { before?: number | undefined; atMost: number }): Promise<Incident[]>
  /** Those whose review is not published and this person's to write, newest first. */
  withReviewOf(user: string): Promise<Incident[]>
  /** Those of a service with open follow-ups, newest first, at most so many. */
  withOpenItems(service: string, atMost: number): Promise<Incident[]>
  /** Those whose updates stand in this digest, by number. */
  inDigest(name: string): Promise<Incident[]>
  /** Ids whose next work is due, soonest first. */
  due(now: Date): Promise<string[]>
  /** Works out anew when each incident is to be looked at next, unless that was done for this policy already. */
  reschedule(policy: string, next: (incident: Incident) => Date | null): Promise<void>
  /** False when somebody else has written since `expectedVersion`. */
  replace(incident: Incident, expectedVersion: number, next: Date | null): Promise<boolean>
}

export interface Deliveries {
  /** Undefined when another process holds the lane, or it must wait. */
  claim(input: { lane: string; token: string; now: Date; leaseMs: number }): Promise<Claim | undefined>
  /** Holds the claim for another lease; false when somebody else has it. */
  renew(claim: Claim, input: { now: Date; leaseMs: number }): Promise<boolean>
  release(claim: Claim): Promise<void>
  /** Lets go of the claim until `at`; an attempt that did not reach the other system is not counted. */
  postpone(claim: Claim, input: { at: Date; reason: string; counted: boolean }): Promise<void>
}

/** Who wants to hear of what. */
export interface Subscriptions {
  /** False when it was there already. */
  add(subscription: Subscription): Promise<boolean>
  /** False when there was none. */
  remove(subscription: Subscription): Promise<boolean>
  of(user: string): Promise<Subject[]>
  /** Everybody who subscribed to one of these, in the order in which they did. */
  matching(subjects: readonly Subject[]): Promise<Subscription[]>
}

/** A review as it was built, of any size. */
export interface SavedReview {
  readonly builtAt: Date
  readonly bytes: number
  readonly sha256: string
  read(): AsyncIterable<Uint8Array>
}

export interface Reviews {
  /** Nothing is kept when the content ends with an error. */
  save(review: {
    incident: string
    format: string
    content: AsyncIterable<string | Uint8Array>
    builtAt: Date
  }): Promise<SavedReview>
  get(incident: string, format: string): Promise<SavedReview | undefined>
  /** Answers how many builds there were. */
  forgetAll(): Promise<number>
  /** All builds of an incident's review. */
  forget(incident: string): Promise<void>
}

export interface Log {
  debug(fields: Record<string, unknown>, message: string): void
  info(fields: Record<string, unknown>, message: string): void
  warn(fields: Record<string, unknown>, message: string): void
  error(fields: Record<string, unknown>, message: string): void
}

/** What a person may know of. */
export interface Clearance {
  readonly sightOf: (user: string) => Promise<(incident: Incident) => Reader>
  /** What was said in it too, also in private. Asks the same of one that does not exist as of one that is hidden. */
  readonly mayRead: (user: string, incident: Incident | undefined) => Promise<boolean>
}

/** Everything the use cases need, filled in by main.ts. */
export interface App {
  readonly now: () => Date
  readonly newId: () => string
  readonly digest: Digest
  readonly log: Log
  readonly policy: Policy
  readonly incidents: Incidents
  readonly deliveries: Deliveries
  readonly feedback: FeedbackBook
  readonly reviews: Reviews
  readonly drafts: Drafts
  readonly subscriptions: Subscriptions
  readonly performers: Performers
  readonly transcripts: Transcripts
  readonly attachments: Attachments
  readonly gather: Gather
  /** Fetches the files of a channel's messages that the policy keeps. */
  readonly keepFiles: (channel: string, signal?: AbortSignal) => Promise<void>
  /** The address of a message in Slack; undefined where it is not known. */
  readonly permalinkOf: (channel: string, message: Pick<Message, 'ts' | 'threadTs'>) => string | undefined
  /** Names of people, groups and channels; unknown ids come back as they are. */
  readonly nameOf: (id: string) => Promise<string>
  /** The people who are called otherwise, as of now. */
  readonly pseudonyms: () => Promise<Pseudonyms>
  readonly formats: readonly ReviewFormat[]
  /** Asked of Slack at that moment. */
  readonly clearance: Clearance
  /** A signed address that is one person’s own and ends soon: of the list of reviews, or of a path below it. */
  readonly personalLink: (user: string, below?: string) => string
  /** The signed address under which a review can be read. */
  readonly reviewLink: (incident: string, format: string) => string
  readonly background: Background
  /** Runs something again and again; answers how to stop it. */
  readonly repeat: (everyMs: number, run: () => void) => () => void
}

/** The incident, or a refusal that is the same for one that does not exist and one that may not be seen. */
export function notFound(id: string): UserError {
  return new UserError('not-found', `There is no ${id} that you can see. \`/incident list\` shows the open ones.`)
}

const maxConflicts = 100

/**
 * The only way an incident is written: loads it, decides, saves it with a version check, and decides again on the
 * new state when somebody else was faster. Nothing is written when the decision returns the same object.
 */
export function update(app: App, id: string, decide: (incident: Incident) => Incident): Promise<Incident> {
  const queue = queues.get(app) ?? new Map<string, Promise<unknown>>()
  queues.set(app, queue)
  const turn = (queue.get(id) ?? Promise.resolve()).then(() => updateNow(app, id, decide))
  const ended: Promise<void> = turn
    .then(
      () => {},
      () => {},
    )
    .then(() => {
      if (queue.get(id) === ended) queue.delete(id)
    })
  queue.set(id, ended)
  return turn
}

/**
 * Writes of one process wait for each other: ten effects of one incident that finish together would else conflict,
 * and load and decide again and again. Between processes the version decides.
 */
const queues = new WeakMap<App, Map<string, Promise<unknown>>>()

async function updateNow(app: App, id: string, decide: (incident: Incident) => Incident): Promise<Incident> {
  for (let attempt = 0; attempt < maxConflicts; attempt++) {
    const incident = await app.incidents.get(id)
    if (!incident) throw notFound(id)
    const decided = decide(incident)
    if (decided === incident) return incident
    const sealed = seal(decided, incident.timeline.length, app.digest)
    const saved = { ...sealed, version: incident.version + 1 }
    if (await app.incidents.replace(saved, incident.version, nextWorkAt(saved, app.policy, app.now()))) return saved
  }
  throw new Error(`${id} was written by others ${maxConflicts} times in a row`)
}
