import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compareTs, type Message } from '../../src/domain/review.ts'
import { declareCheckout, type Story, tellStory } from '../helpers/story.ts'

const room = 'inc-1-checkout-fails'
const people = ['ana', 'ben'] as const
const idOf = { ana: 'U0ANA00001', ben: 'U0BEN00002' }
const arrivals = people.map(who => `<@${idOf[who]}> has joined the channel`)

/** What was really said: the sandbox does what it is told, in this order. */
interface Said {
  readonly ts: string
  readonly by: string
  readonly root: string
  readonly texts: string[]
  readonly reactions: Set<string>
  /** Its name as it is now; '' once it was deleted. */
  readonly file?: { readonly id: string; name: string }
  isPinned: boolean
  isDeleted: boolean
}

const doing = fc.record({
  what: fc.constantFrom(
    ...['post', 'post', 'reply', 'reply', 'broadcast', 'edit', 'edit', 'react', 'react', 'unreact'],
    ...['delete', 'delete', 'delete', 'delete'],
    ...['file', 'rename-file', 'delete-file', 'leave', 'join', 'topic', 'pin', 'unpin'],
  ),
  who: fc.constantFrom(...people),
  at: fc.nat(1_000),
  emoji: fc.constantFrom('eyes', 'tada'),
})
type Doing = typeof doing extends fc.Arbitrary<infer One> ? One : never
/** What goes wrong while Slack tells of it. */
const trouble = fc.record({
  fault: fc.constantFrom('duplicate', 'reorder', 'drop', 'drop', 'drop', 'lost-ack'),
  kind: fc.constantFrom('message', 'message', 'message', 'reaction_*', 'pin_*', 'file_*'),
  after: fc.nat(6),
  times: fc.integer({ min: 1, max: 8 }),
})
/** What goes wrong while the channel is read. */
const failure = fc.record({
  rule: fc.oneof(
    fc.record({ fault: fc.constant('rate-limited'), retryAfterSeconds: fc.integer({ min: 1, max: 60 }) }),
    fc.record({ fault: fc.constant('http'), status: fc.constantFrom(500, 502, 503), applied: fc.boolean() }),
    fc.record({ fault: fc.constantFrom('reset-before', 'reset-after', 'truncated', 'html') }),
  ),
  method: fc.constantFrom('conversations.history', 'conversations.replies'),
  after: fc.nat(2),
})

describe('a conversation, whatever is said, and whatever goes wrong', () => {
  let story: Story
  const all: Said[] = []
  /** What Slack itself notes of who came, went or set the topic. */
  const noted: string[] = []
  const present = new Set<string>(people)
  let count = 0
  beforeAll(async () => {
    story = await tellStory()
    await declareCheckout(story)
    for (const user of people) await story.post('join', { user, channel: room })
  })
  afterAll(() => story.end())

  const pick = (from: readonly Said[], at: number) => from[at % Math.max(1, from.length)]
  /** Whoever acts in a channel that they left comes back first. */
  function comes(user: (typeof people)[number]): void {
    if (!present.has(user)) noted.push(`<@${idOf[user]}> has joined the channel`)
    present.add(user)
  }
  async function post(by: string, more: { files?: string[]; [field: string]: unknown }, root?: string): Promise<void> {
    const text = `said ${++count}`
    const { ts } = await story.post('message', { user: by, channel: room, text, ...more })
    const file = more.files?.map(id => ({ id, name: `${id}.png` }))[0]
    const state = { texts: [text], reactions: new Set<string>(), isPinned: false, isDeleted: false }
    all.push({ ts: String(ts), by, root: root ?? String(ts), ...state, ...(file ? { file } : {}) })
  }
  async function act({ what, who, at, emoji }: Doing): Promise<void> {
    const standing = all.filter(one => !one.isDeleted)
    const target = pick(what.endsWith('-file') ? standing.filter(one => one.file?.name) : standing, at)
    if (what === 'leave') {
      await story.post('leave', { user: who, channel: room })
      if (present.delete(who)) noted.push(`<@${idOf[who]}> has left the channel`)
      return
    }
    if (what === 'edit' || what === 'delete') comes((target?.by ?? who) as 'ana')
    else if (!what.endsWith('-file')) comes(who)
    if (what === 'join') return void (await story.post('join', { user: who, channel: room }))
    if (what === 'topic') {
      const topic = `topic ${++count}`
      await story.post('set-topic', { user: who, channel: room, topic })
      noted.push(`<@${idOf[who]}> set the channel topic: ${topic}`)
      return
    }
    if (what === 'file') {
      const { file } = await story.post('upload', {
        user: who,
        name: 'a.png',
        data: Buffer.from('a').toString('base64'),
      })
      const { id } = file as { id: string }
      await post(who, { files: [id] })
      const sent = all.at(-1)?.file
      if (sent) sent.name = 'a.png'
      return
    }
    if (what === 'post' || !target) return what.endsWith('-file') ? undefined : post(who, {})
    const to = { channel: room, messageTs: target.ts }
    if (what === 'reply' || what === 'broadcast')
      return post(who, { thread_ts: target.ts, broadcast: what === 'broadcast' }, target.root)
    if (what === 'rename-file' && target.file) {
      target.file.name = `name-${++count}.png`
      await story.post('rename-file', { user: target.by, file: target.file.id, name: target.file.name })
    } else if (what === 'delete-file' && target.file) {
      await story.post('delete-file', { user: target.by, file: target.file.id })
      target.file.name = ''
    } else if (what === 'edit') {
      const text = `said ${++count}`
      await story.post('edit-message', { user: target.by, ...to, text })
      target.texts.push(text)
    } else if (what === 'delete') {
      await story.post('delete-message', { user: target.by, ...to })
      target.isDeleted = true
    } else if (what === 'pin' || what === 'unpin') {
      if (target.isPinned === (what === 'pin')) return
      await story.post(what, { user: who, ...to })
      target.isPinned = what === 'pin'
      if (target.isPinned) noted.push(`<@${idOf[who]}> pinned a message to this channel.`)
    } else {
      const remove = what === 'unreact'
      await story.post('reaction', { user: who, ...to, name: emoji, remove })
      if (remove) target.reactions.delete(`${emoji} ${who}`)
      else target.reactions.add(`${emoji} ${who}`)
    }
  }
  async function kept(channel: string): Promise<Message[]> {
    const messages: Message[] = []
    for await (const message of story.running.app.transcripts.read(channel)) messages.push(message)
    return messages
  }

  it('is in the transcript once, in order, with its versions, files, reactions, pins and deletions', async () => {
    const channel = (await story.incident()).channel?.id ?? ''
    const acts = fc.array(doing, { minLength: 8, maxLength: 16 })
    const meanwhile = fc.array(doing, { maxLength: 6 })
    const failures = fc.array(failure, { maxLength: 2 })
    const property = fc.asyncProperty(
      ...([acts, meanwhile, fc.array(trouble, { minLength: 1, maxLength: 3 }), failures] as const),
      async (before, during, rules, calls) => {
        const deliveries = rules.map(({ kind, ...rule }) => ({ ...rule, match: { type: 'events_api', kind } }))
        const troubles = calls.map(({ rule, method, after }) => ({ ...rule, match: { method }, after }))
        await story.post('faults', { rules: [...deliveries, ...troubles] })
        for (const one of before) await act(one)
        await story.running.app.background.idle()
        // People go on while it is read.
        const reading = story.running.app.gather(channel)
        for (const one of during) await act(one)
        await reading
        await story.running.app.background.idle()
        await fetch(`${story.url}/_control/faults`, { method: 'DELETE' })
        // Later than all that happened: what is seen at one moment has no order.
        await story.post('advance', { minutes: 1 })
        await story.running.app.gather(channel)
        await story.running.app.background.idle()

        const messages = await kept(channel)
        const places = messages.map(one => `${one.threadTs ?? one.ts}/${one.ts}`)
        expect(places).toEqual([...new Set(places)].sort(compareTs))
        const byTs = new Map(messages.map(one => [one.ts, one]))
        const ofPeople = messages.filter(one => people.some(who => idOf[who] === one.user))
        const reallySaid = new Set(all.map(one => one.ts))
        expect(ofPeople.filter(one => !one.isSystem && !reallySaid.has(one.ts))).toEqual([])
        expect(ofPeople.filter(one => one.isSystem).map(one => one.text)).toEqual([...arrivals, ...noted])
        for (const said of all) {
          const message = byTs.get(said.ts)
          if (said.isDeleted) {
            // Whoever heard neither of it nor of its deletion cannot know.
            if (message) expect(message.deletion, said.ts).toBeDefined()
            continue
          }
          expect(message).toMatchObject({ text: said.texts.at(-1), user: idOf[said.by as 'ana'] })
          expect(message?.deletion).toBeUndefined()
          expect(message?.threadTs ?? said.ts).toBe(said.root)
          expect(message?.isPinned ?? false).toBe(said.isPinned)
          expect(said.texts).toEqual(expect.arrayContaining((message?.earlier ?? []).map(one => one.text)))
          const reactions = (message?.reactions ?? []).flatMap(one =>
            (one.users ?? []).map(user => `${one.name} ${user}`),
          )
          const wanted = [...said.reactions].map(one => one.replace(/ana|ben/, who => idOf[who as 'ana']))
          expect(reactions.sort()).toEqual(wanted.sort())
          const files = (message?.files ?? []).map(({ id, name, deletion }) => ({ id, name: deletion ? '' : name }))
          expect(files).toEqual(said.file ? [said.file] : [])
        }
      },
    )
    const seed = process.env.FC_SEED ? { seed: Number(process.env.FC_SEED) } : {}
    await fc.assert(property, { ...seed, numRuns: Number(process.env.ORACLE_RUNS ?? 8), endOnFailure: true })
  }, 120_000)
})
