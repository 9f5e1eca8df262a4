import type { Draft } from '../../src/app/drafts.ts'
import type { Captured } from '../../src/domain/captured.ts'
import type { Feedback } from '../../src/domain/feedback.ts'
import type { Incident } from '../../src/domain/incident.ts'
import type { FactType, NewFact } from '../../src/domain/timeline.ts'

/**
 * `words`: people wrote it. `copy`: so they did, and it stood in another of these places before. `name`: an id, a code or
 * a name that Sitrep, Slack or the policy gives.
 */
type Kind = 'words' | 'copy' | 'name'

/** Where in something that is stored there are strings of any content: each has to be said to be words or not. */
type Strings<T> = T extends string
  ? string extends T
    ? Kind
    : never
  : T extends number | boolean | Date
    ? never
    : T extends readonly (infer Each)[]
      ? Strings<Each>
      : string extends keyof T
        ? Strings<NonNullable<T[keyof T]>>
        : Named<T>
type Named<T> = Within<{
  [K in keyof T as IsAny<Strings<NonNullable<T[K]>>> extends true ? K : never]-?: Strings<NonNullable<T[K]>>
}>
type Within<Found> = [keyof Found] extends [never] ? never : Found
type IsAny<Found> = [Found] extends [never] ? false : true

type FactOf<T extends FactType> = Omit<Extract<NewFact, { type: T }>, 'type'>
type Stored = { [T in FactType]: FactOf<T> } & {
  incident: Omit<Incident, 'timeline' | 'settled'>
  draft: Draft
  feedback: Feedback
  captured: Captured
}

/** What people write into the fields of an update. */
const updateFields = {
  state: 'words',
  impact: 'words',
  actions: 'words',
  workaround: 'words',
  needs: 'words',
  happened: 'words',
  prevention: 'words',
  promises: 'words',
} as const

/** All that is stored of an incident and can hold any string. With a new one this does not compile until it is in here. */
const STRINGS: Strings<Stored> = {
  incident: {
    id: 'name',
    requestId: 'name',
    title: 'words',
    summary: 'words',
    service: 'name',
    category: 'name',
    subcategory: 'name',
    reporter: 'name',
    roles: { commander: 'name', communications: 'name', deputy: 'name', operations: 'name', scribe: 'name' },
    resolution: 'words',
    mergedInto: 'name',
    channel: { id: 'name', name: 'name' },
    topic: 'name',
    cardTs: 'name',
    announcement: { channel: 'name', ts: 'name' },
  },
  draft: {
    fields: updateFields,
    wordings: 'words',
    incident: 'name',
    by: 'name',
    ends: {
      closing: { resolution: 'words', happened: 'words', impact: 'words', prevention: 'words', promises: 'words' },
      reason: 'words',
      into: 'name',
    },
    token: 'name',
    shown: 'words',
    basis: { service: 'name', category: 'name', places: 'name' },
  },
  feedback: { incident: 'name', audience: 'name', by: 'name', line: 'words' },
  captured: {
    ts: 'name',
    root: 'name',
    user: 'name',
    botName: 'name',
    said: { text: 'words', since: 'name', seen: 'name' },
    deletion: { at: 'name' },
    files: {
      name: 'words',
      formerly: 'copy',
      mediaType: 'name',
      sha256: 'name',
      notKept: 'name',
      id: 'name',
      url: 'name',
      seen: 'name',
    },
    reactions: { name: 'name', users: 'name' },
    marks: { name: 'name', user: 'name', at: 'name' },
    pin: { at: 'name' },
    pageAt: 'name',
  },
  'action-added': { text: 'words', owner: 'name', message: 'name' },
  'action-changed': { was: 'words', to: { text: 'words', owner: 'name', link: 'words' }, reason: 'words' },
  'action-ended': { text: 'words', reason: 'words', link: 'words' },
  'action-reopened': { text: 'words' },
  announced: { channel: 'name', ts: 'name' },
  'announcement-withdrawn': { channel: 'name' },
  'audience-adjusted': { audience: 'name', added: 'name', reason: 'words' },
  'beginning-addressed': { to: { user: 'name', subject: 'name' } },
  cancelled: { reason: 'words' },
  'card-posted': { ts: 'name' },
  'channel-opened': { channel: 'name', name: 'name' },
  'channel-renamed': { name: 'name' },
  closed: { reason: 'words' },
  declared: { title: 'words' },
  'delivery-retried': { audience: 'name', channel: 'name' },
  'delivery-shown': { ts: 'name' },
  'details-changed': { service: 'name', category: 'name', subcategory: 'name' },
  'disclosure-proposed': { reason: 'words' },
  'dispute-answered': { reason: 'words' },
  'file-viewed': { file: 'name' },
  'finding-explained': { text: 'words', why: 'words' },
  'finding-judged': { text: 'words', why: 'words' },
  'finding-stated': { text: 'words', why: 'words', message: 'name' },
  'finding-withdrawn': { text: 'words' },
  'fix-disputed': { text: 'words' },
  'follow-up-done': { text: 'words' },
  'follow-up-promised': { text: 'words' },
  'followers-carried': { into: 'name', to: 'name' },
  joined: { user: 'name' },
  merged: { into: 'name' },
  'message-dropped': { message: 'name' },
  'copies-withheld': { message: 'name' },
  'message-kept': { message: 'name' },
  'milestone-corrected': { reason: 'words' },
  'misses-escalated': { to: 'name' },
  noted: { text: 'words' },
  nudged: { user: 'name' },
  'people-found': { people: { user: 'name', inviter: 'name' } },
  'people-invited': { users: 'name', userGroups: 'name', failed: { who: 'name', reason: 'name' } },
  'person-added': { user: 'name' },
  'person-removed': { user: 'name' },
  'person-told': { user: 'name', audience: 'name', conversation: 'name', ts: 'name' },
  'question-asked': { audience: 'name', text: 'words' },
  'question-posted': { ts: 'name' },
  'questions-answered': { text: 'words' },
  'questions-declined': { reason: 'words' },
  'questions-reminded': { user: 'name' },
  'questions-shown': { ts: 'name' },
  'reader-skipped': { audience: 'name', channel: 'name' },
  'record-delivered': { file: 'name' },
  reopened: { reason: 'words' },
  'reporter-asked': { user: 'name', conversation: 'name', ts: 'name' },
  resolved: { impact: 'words', happened: 'words', prevention: 'words', resolution: 'words' },
  'review-assigned': { owner: 'name' },
  'review-canvas': { canvas: 'name' },
  'review-delivered': { file: 'name', sha256: 'name' },
  'review-requested': { format: 'name', audience: 'name' },
  'review-section-written': { text: 'words' },
  'review-viewed': { format: 'name' },
  'role-assigned': { user: 'name', previous: 'name' },
  'said-taken-back': { place: 'name' },
  'similar-found': { found: { incident: 'name' } },
  'update-addressed': {
    to: { audience: 'name', channel: 'name', subject: 'name', group: 'name' },
    skipped: { who: 'name' },
    groups: 'name',
  },
  'update-corrected': {
    fields: updateFields,
    before: updateFields,
    wordings: 'words',
    wordingsBefore: 'words',
  },
  'update-posted': { audience: 'name', channel: 'name', ts: 'name', conversation: 'name', digest: 'name' },
  'update-reposted': { audience: 'name', channel: 'name', ts: 'name', conversation: 'name' },
  'update-snoozed': { reason: 'words' },
  'update-written': {
    fields: updateFields,
    audiences: 'name',
    channels: 'name',
    wordings: 'words',
  },
  'work-abandoned': { work: 'name', what: 'name', reason: 'name' },
}

/** The places that hold what people wrote: `finding-stated.why`. */
export const places: readonly string[] = placesIn(STRINGS)

function placesIn(kinds: object): string[] {
  return Object.entries(kinds).flatMap(([name, kind]) => {
    if (typeof kind === 'object') return placesIn(kind).map(place => `${name}.${place}`)
    return kind === 'words' ? [name] : []
  })
}

/** The words that stand in such a place of something stored. */
export function wordsAt(stored: unknown, [name, ...rest]: readonly string[]): string[] {
  if (typeof stored === 'string') return name === undefined ? [stored] : []
  if (Array.isArray(stored)) return stored.flatMap(one => wordsAt(one, name === undefined ? [] : [name, ...rest]))
  if (typeof stored !== 'object' || stored === null) return []
  if (name === undefined) return Object.values(stored).flatMap(one => wordsAt(one, []))
  return wordsAt(Object.entries(stored).find(([key]) => key === name)?.[1], rest)
}
