import { randomUUID } from 'node:crypto'
import type { App, Log, Performer, Performers } from '../../src/app/app.ts'
import { Background } from '../../src/app/background.ts'
import { record } from '../../src/domain/incident.ts'
import type { WorkKind } from '../../src/domain/work.ts'
import { sha256 } from '../../src/sha256.ts'
import { connectStore, type Store } from '../../src/store/connect.ts'
import { channels, monday, policy } from './incidents.ts'

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }

const kinds: readonly WorkKind[] = [
  'open-channel',
  'set-purpose',
  'set-topic',
  'show-card',
  'pin-card',
  'announce',
  'add-bookmarks',
  'invite-people',
  'invite-role',
  'invite-person',
  'ask-approval',
  'confirm-declared',
  'post-update',
  'correct-post',
  'tell-correction',
  'deliver-review',
  'report-failure',
  'nudge-owner',
  'write-holding-update',
]

/** Opens a channel as the real one does, without Slack. */
export const openNow: Performer<'open-channel'> = async () => (incident, stamp) => {
  const channel = { id: channels.war, name: 'inc' }
  return incident.channel
    ? incident
    : record(incident, stamp, { type: 'channel-opened', channel: channel.id, name: channel.name }, { channel })
}

export interface Clock {
  now: Date
}

/** The use cases on a real store, with effects that the test supplies; the others do nothing. */
export async function appOn(
  uri: string,
  options: { clock?: Clock; performers?: Partial<Performers>; repeat?: App['repeat'] } = {},
): Promise<App & { readonly store: Store; readonly clock: Clock }> {
  const store = await connectStore(uri)
  const clock = options.clock ?? { now: monday }
  const nothing = Object.fromEntries(kinds.map(kind => [kind, async () => undefined])) as unknown as Performers
  return {
    store,
    clock,
    now: () => clock.now,
    newId: randomUUID,
    digest: sha256,
    pseudonyms: store.pseudonyms.now,
    clearance: { sightOf: async () => () => 'insider', mayRead: async () => true },
    personalLink: (user, below = '') => `https://sitrep.example/people/${user}/reviews/${below}`,
    log: silent,
    policy,
    incidents: store.incidents,
    deliveries: store.deliveries,
    feedback: store.feedback,
    reviews: store.reviews,
    drafts: store.drafts,
    subscriptions: store.subscriptions,
    performers: { ...nothing, 'open-channel': openNow, ...options.performers },
    transcripts: store.transcripts,
    attachments: store.attachments,
    gather: async () => ({ messages: 0, threads: 0 }),
    keepFiles: async () => {},
    permalinkOf: () => undefined,
    nameOf: async user => user,
    formats: [],
    reviewLink: incident => `http://localhost/${incident}`,
    background: new Background(silent),
    repeat: options.repeat ?? (() => () => {}),
  }
}
