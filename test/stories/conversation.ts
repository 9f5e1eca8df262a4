import fc from 'fast-check'
import type { Story } from '../helpers/story.ts'

export const people = ['ana', 'ben'] as const
export const idOf = { ana: 'U0ANA00001', ben: 'U0BEN00002' }

/** What was really said. */
export interface Said {
  readonly ts: string
  readonly by: (typeof people)[number]
  readonly root: string
  readonly texts: string[]
  /** Those of now, and all that there ever were. */
  readonly reactions: Set<string>
  readonly reacted: Set<string>
  /** Its name as it is now; '' once it was deleted. */
  readonly file?: { readonly id: string; name: string; readonly names: Set<string> }
  isPinned: boolean
  isDeleted: boolean
}

export const doing = fc.record({
  what: fc.constantFrom(
    ...['post', 'post', 'reply', 'reply', 'reply', 'broadcast', 'edit', 'edit', 'edit', 'react', 'react', 'unreact'],
    ...['delete', 'delete', 'delete', 'delete'],
    ...['file', 'rename-file', 'delete-file', 'leave', 'join', 'topic', 'pin', 'unpin', 'pages', 'pages'],
  ),
  who: fc.constantFrom(...people),
  at: fc.nat(1_000),
  emoji: fc.constantFrom('eyes', 'tada'),
})
type Doing = typeof doing extends fc.Arbitrary<infer One> ? One : never
/** What goes wrong while Slack tells of it. */
export const trouble = fc.record({
  fault: fc.constantFrom('duplicate', 'reorder', 'drop', 'drop', 'drop', 'lost-ack'),
  kind: fc.constantFrom('message', 'message', 'message', 'reaction_*', 'pin_*', 'file_*'),
  after: fc.nat(6),
  /** 0: all of them. */
  times: fc.nat(8),
})
/** What goes wrong while the channel is read. */
export const failure = fc.record({
  rule: fc.oneof(
    fc.record({ fault: fc.constant('rate-limited'), retryAfterSeconds: fc.integer({ min: 1, max: 60 }) }),
    fc.record({ fault: fc.constant('http'), status: fc.constantFrom(500, 502, 503), applied: fc.boolean() }),
    fc.record({ fault: fc.constantFrom('reset-before', 'reset-after', 'truncated', 'html') }),
  ),
  method: fc.constantFrom('conversations.history', 'conversations.replies'),
  after: fc.nat(2),
})

const pageSizes = [2, 3, 4, 7, 'short', 'sparse'] as const

/** What one person does, each act to one of the messages that stand there. */
function ana(...acts: (readonly [what: string, at: number])[]): Doing[] {
  return acts.map(([what, at]) => ({ what, who: 'ana', at, emoji: 'eyes' }))
}
const unheard = { fault: 'drop', kind: 'message', after: 0, times: 0 } as const
const threads = ana(
  ...([
    ['pages', 0],
    ['post', 0],
    ['reply', 0],
    ['reply', 0],
    ['reply', 0],
  ] as const),
  ...([
    ['post', 0],
    ['reply', 4],
    ['reply', 4],
    ['reply', 4],
    ['post', 0],
    ['reply', 8],
    ['reply', 8],
  ] as const),
)
const more = ana(
  ['post', 0],
  ['edit', 0],
  ['reply', 8],
  ['reply', 8],
  ['edit', 9],
  ['post', 0],
  ['topic', 0],
  ['post', 0],
)
const ends = ana(
  ...([
    ['pages', 0],
    ['delete', 1],
    ['delete', 1],
    ['delete', 1],
    ['delete', 2],
    ['delete', 2],
    ['delete', 2],
  ] as const),
  ...([
    ['edit', 3],
    ['edit', 4],
  ] as const),
)
const last = ana(['reply', 2], ['delete', 10])
/**
 * What chance comes to seldom: threads over many small pages that nobody told of, and then the end of whole threads, and of
 * the newest that was said.
 */
export const seldom = [
  [threads, more, [unheard], []],
  [
    ends,
    last,
    [
      { ...unheard, times: 8 },
      { ...unheard, after: 1 },
    ],
    [],
  ],
] satisfies [Doing[], Doing[], object[], object[]][]

/** The people of a channel, who do what they are told, in this order. */
export class Conversation {
  readonly all: Said[] = []
  /** What Slack itself notes of who came, went or set the topic. */
  readonly noted = people.map(who => `<@${idOf[who]}> has joined the channel`)
  /** The events that Slack has to send for it. */
  readonly events: string[] = []
  readonly #story: Story
  readonly #room: string
  readonly #present = new Set<string>(people)
  #count = 0

  constructor(story: Story, room: string) {
    this.#story = story
    this.#room = room
  }

  async begin(): Promise<void> {
    for (const who of people) await this.#ask('join', who)
  }

  async act({ what, who, at, emoji }: Doing): Promise<void> {
    const standing = this.all.filter(one => !one.isDeleted)
    const target = pick(what.endsWith('-file') ? standing.filter(one => one.file?.name) : standing, at)
    switch (what) {
      case 'pages':
        return this.#ask('pages', who, { size: pageSizes[at % pageSizes.length] })
      case 'join':
        return this.#enter(who)
      case 'leave':
        await this.#ask('leave', who)
        if (this.#present.delete(who)) this.noted.push(`<@${idOf[who]}> has left the channel`)
        return
      case 'topic': {
        await this.#enter(who)
        const topic = `topic ${++this.#count}`
        await this.#ask('set-topic', who, { topic })
        this.noted.push(`<@${idOf[who]}> set the channel topic: ${topic}`)
        return
      }
      case 'post':
        return this.#post(who, {})
      case 'file':
        return this.#send(who)
    }
    if (target) await this.#actOn(target, { what, who, emoji })
    else if (!what.endsWith('-file')) await this.#post(who, {})
  }

  async #actOn(said: Said, { what, who, emoji }: Pick<Doing, 'what' | 'who' | 'emoji'>): Promise<void> {
    const to = { messageTs: said.ts }
    const { file } = said
    switch (what) {
      case 'reply':
      case 'broadcast':
        return this.#post(who, { thread_ts: said.ts, broadcast: what === 'broadcast' }, said.root)
      case 'edit': {
        await this.#enter(said.by)
        const text = `said ${++this.#count}`
        await this.#ask('edit-message', said.by, { ...to, text })
        said.texts.push(text)
        this.events.push(`edit ${said.ts} ${text}`)
        return
      }
      case 'delete':
        await this.#enter(said.by)
        await this.#ask('delete-message', said.by, to)
        said.isDeleted = true
        this.events.push(`delete ${said.ts}`)
        return
      case 'pin':
      case 'unpin':
        if (said.isPinned === (what === 'pin')) return
        await this.#enter(who)
        await this.#ask(what, who, to)
        said.isPinned = what === 'pin'
        if (said.isPinned) this.noted.push(`<@${idOf[who]}> pinned a message to this channel.`)
        return
      case 'react':
      case 'unreact': {
        await this.#enter(who)
        await this.#ask('reaction', who, { ...to, name: emoji, remove: what === 'unreact' })
        const reaction = `${emoji} ${idOf[who]}`
        if (what === 'unreact') said.reactions.delete(reaction)
        else said.reactions.add(reaction)
        said.reacted.add(reaction)
        return
      }
      case 'rename-file':
        if (!file) return
        file.name = `name-${++this.#count}.png`
        file.names.add(file.name)
        return this.#ask('rename-file', said.by, { file: file.id, name: file.name })
      case 'delete-file':
        if (!file) return
        file.name = ''
        return this.#ask('delete-file', said.by, { file: file.id })
    }
  }

  async #post(by: Doing['who'], more: Record<string, unknown>, root?: string): Promise<void> {
    await this.#enter(by)
    const text = `said ${++this.#count}`
    const { ts } = await this.#story.post('message', { user: by, channel: this.#room, text, ...more })
    const id = Array.isArray(more.files) ? String(more.files[0]) : undefined
    const state = { texts: [text], reactions: new Set<string>(), reacted: new Set<string>() }
    this.all.push({
      ...{ ts: String(ts), by, root: root ?? String(ts), isPinned: false, isDeleted: false, ...state },
      ...(id ? { file: { id, name: 'a.png', names: new Set(['a.png']) } } : {}),
    })
    this.events.push(`post ${String(ts)}`)
  }

  async #send(by: Doing['who']): Promise<void> {
    const data = Buffer.from('a').toString('base64')
    const { file } = await this.#story.post('upload', { user: by, name: 'a.png', data })
    await this.#post(by, { files: [(file as { id: string }).id] })
  }

  /** Whoever acts in a channel comes in first. */
  async #enter(user: Doing['who']): Promise<void> {
    if (this.#present.has(user)) return
    this.#present.add(user)
    await this.#ask('join', user)
    this.noted.push(`<@${idOf[user]}> has joined the channel`)
  }

  async #ask(what: string, user: string, more: object = {}): Promise<void> {
    const { ok, error } = await this.#story.post(what, { user, channel: this.#room, ...more })
    if (!ok) throw new Error(`${what}: ${error}`)
  }
}

function pick(from: readonly Said[], at: number): Said | undefined {
  return from[at % Math.max(1, from.length)]
}
