import type {
  Canvas,
  Channel,
  Ephemeral,
  OpenView,
  ResponseUrl,
  ScheduledMessage,
  StoredFile,
  User,
  UserGroup,
} from './entities.ts'
import { type Messages, openMessages } from './message-store.ts'
import type { PageMode } from './pages.ts'
import { defaultCredentials, type Seed, type SeedApp } from './seed.ts'
import { type Collection, openStore, type Store } from './store.ts'
import { openTrafficLog, type TrafficLog } from './traffic-log.ts'
import { createTriggers, type Triggers } from './triggers.ts'

interface AppIdentity extends Required<SeedApp> {
  readonly botUserId: string
  readonly botId: string
}

/** Something that happened and that the app may have subscribed to. */
export interface WorldEvent {
  /** The manifest's name of the subscription: `message.channels`. */
  readonly subscription: string
  readonly event: Record<string, unknown>
}

/** The workspace's whole state, in memory and behind it on disk. */
export interface World {
  readonly team: Seed['team']
  readonly app: AppIdentity
  readonly store: Store
  readonly log: TrafficLog
  readonly users: Collection<User>
  readonly usergroups: Collection<UserGroup>
  readonly channels: Collection<Channel>
  readonly messages: Messages
  readonly ephemerals: Collection<Ephemeral>
  readonly views: Collection<OpenView>
  /** Ids of the modals each person has open, bottom first. */
  readonly stacks: Collection<readonly string[]>
  /** The Home view published to each person. */
  readonly homes: Collection<OpenView>
  readonly files: Collection<StoredFile>
  readonly canvases: Collection<Canvas>
  readonly scheduled: Collection<ScheduledMessage>
  readonly responseUrls: Collection<ResponseUrl>
  readonly triggers: Triggers
  pages: PageMode
  /** Milliseconds: the base clock and what was added to it. */
  now(): number
  offsetMinutes(): number
  advance(minutes: number): void
  /** By how much it was moved since it was opened; never less than before, whatever was reset. */
  leaptMs(): number
  /** Counts every change. */
  version(): number
  /** Counts a change that is not in the store. */
  touch(): void
  /** Where the app reaches this workspace: `http://127.0.0.1:3000`. */
  origin(): string
  /** Remembers the address that was used; the app's own goes before a person's. */
  reachedAt(origin: string, by: 'app' | 'person'): void
  emit(event: WorldEvent): void
  onEvent(listener: (event: WorldEvent) => void): void
  /** Puts everything back as seeded. */
  reset(): void
}

export interface WorldOptions {
  readonly dir?: string
  readonly now?: () => number
  readonly pages?: PageMode
  readonly seed: Seed
}

export function openWorld({ dir, now = Date.now, pages = 'short', seed }: WorldOptions): World {
  const store = openStore(dir)
  const clock = store.collection<number>('clock')
  const meta = store.collection<string>('meta')
  const listeners: ((event: WorldEvent) => void)[] = []
  const { botUserId, botId, ...app } = seed.app
  let version = 1
  let leaptMs = 0
  const origins: { app?: string; person?: string } = {}
  store.onChange(() => {
    version += 1
  })

  const world: World = {
    team: seed.team,
    app: { id: 'A0SANDBOX1', ...defaultCredentials, ...app, botUserId, botId },
    store,
    log: openTrafficLog(),
    users: store.collection('user'),
    usergroups: store.collection('usergroup'),
    channels: store.collection('channel'),
    messages: openMessages(store),
    ephemerals: store.collection('ephemeral'),
    views: store.collection('view'),
    stacks: store.collection('stack'),
    homes: store.collection('home'),
    files: store.collection('file'),
    canvases: store.collection('canvas'),
    scheduled: store.collection('scheduled-message'),
    responseUrls: store.collection('response-url'),
    pages,
    triggers: createTriggers(() => world.now()),
    now: () => now() + (clock.get('offset') ?? 0),
    offsetMinutes: () => (clock.get('offset') ?? 0) / 60_000,
    advance(minutes) {
      clock.put('offset', (clock.get('offset') ?? 0) + minutes * 60_000)
      leaptMs += minutes * 60_000
    },
    leaptMs: () => leaptMs,
    version: () => version,
    touch() {
      version += 1
    },
    origin: () => origins.app ?? origins.person ?? 'http://localhost',
    reachedAt(at, by) {
      origins[by] = at
    },
    emit(event) {
      for (const listener of listeners) listener(event)
    },
    onEvent: listener => void listeners.push(listener),
    reset() {
      store.clear()
      world.pages = pages
      world.messages.clear()
      plant(world, seed)
      meta.put('seeded', 'yes')
    },
  }
  if (!meta.has('seeded')) {
    plant(world, seed)
    meta.put('seeded', 'yes')
  }
  return world
}

function plant(world: World, seed: Seed): void {
  const created = Math.floor(world.now() / 1000)
  for (const user of seed.users) world.users.put(user.id, user)
  world.users.put(seed.app.botUserId, {
    id: seed.app.botUserId,
    name: seed.app.name.toLowerCase().replace(/[^a-z0-9]+/g, '_'),
    realName: seed.app.name,
    tz: 'America/Los_Angeles',
    isBot: true,
  })
  for (const group of seed.usergroups) world.usergroups.put(group.id, group)
  for (const channel of seed.channels) {
    const creator = channel.creator ?? channel.members[0] ?? seed.app.botUserId
    const heading = (value = '') => ({ value, creator: value ? creator : '', lastSet: value ? created : 0 })
    world.channels.put(channel.id, {
      id: channel.id,
      kind: channel.isPrivate ? 'group' : 'channel',
      name: channel.name,
      creator,
      created,
      isArchived: false,
      isGeneral: channel.isGeneral ?? false,
      topic: heading(channel.topic),
      purpose: heading(channel.purpose),
      previousNames: [],
      members: channel.members,
      pins: [],
      bookmarks: [],
    })
  }
}
