import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compareTs, type Message } from '../../src/domain/review.ts'
import { declareCheckout, type Story, tellStory } from '../helpers/story.ts'

const room = 'inc-1-checkout-fails'
const people = ['ana', 'ben'] as const

/** What was really said: the sandbox does what it is told, in this order. */
interface Said {
  readonly ts: string
  readonly by: string
  readonly root: string
  readonly texts: string[]
  readonly reactions: Set<string>
  isDeleted: boolean
}

const doing = fc.record({
  what: fc.constantFrom('post', 'post', 'reply', 'broadcast', 'edit', 'delete', 'delete', 'react', 'react', 'unreact'),
  who: fc.constantFrom(...people),
  at: fc.nat(1_000),
  emoji: fc.constantFrom('eyes', 'tada'),
})
const trouble = fc.record({
  fault: fc.constantFrom('duplicate', 'reorder', 'drop', 'drop', 'drop', 'lost-ack'),
  kind: fc.constantFrom('message', 'reaction_*'),
  after: fc.nat(6),
  times: fc.integer({ min: 1, max: 8 }),
})
const failure = fc.option(
  fc.record({
    fault: fc.constantFrom('http', 'reset-before', 'truncated'),
    method: fc.constantFrom('conversations.history', 'conversations.replies'),
  }),
  { nil: undefined, freq: 3 },
)

describe('a conversation, whatever is said, and whatever goes wrong', () => {
  let story: Story
  const all: Said[] = []
  let count = 0
  beforeAll(async () => {
    story = await tellStory()
    await declareCheckout(story)
    for (const user of people) await story.post('join', { user, channel: room })
  })
  afterAll(() => story.end())

  const standing = () => all.filter(one => !one.isDeleted)
  const pick = (from: readonly Said[], at: number) => from[at % Math.max(1, from.length)]
  async function post(by: string, more: object, root?: string): Promise<void> {
    const text = `said ${++count}`
    const { ts } = await story.post('message', { user: by, channel: room, text, ...more })
    all.push({ ts: String(ts), by, root: root ?? String(ts), texts: [text], reactions: new Set(), isDeleted: false })
  }
  async function act({ what, who, at, emoji }: typeof doing extends fc.Arbitrary<infer T> ? T : never): Promise<void> {
    const target = pick(standing(), at)
    if (what === 'post' || !target) return post(who, {})
    const to = { channel: room, messageTs: target.ts }
    if (what === 'reply' || what === 'broadcast')
      return post(who, { thread_ts: target.ts, broadcast: what === 'broadcast' }, target.root)
    if (what === 'edit') {
      const text = `said ${++count}`
      await story.post('edit-message', { user: target.by, ...to, text })
      target.texts.push(text)
    } else if (what === 'delete') {
      await story.post('delete-message', { user: target.by, ...to })
      target.isDeleted = true
    } else {
      const remove = what === 'unreact'
      await story.post('reaction', { user: who, ...to, name: emoji, remove })
      if (remove) target.reactions.delete(`${emoji} ${who}`)
      else target.reactions.add(`${emoji} ${who}`)
    }
  }
  const idOf = { ana: 'U0ANA00001', ben: 'U0BEN00002' }
  async function kept(channel: string): Promise<Message[]> {
    const messages: Message[] = []
    for await (const message of story.running.app.transcripts.read(channel)) messages.push(message)
    return messages
  }

  it('is in the transcript once, in order, with its versions, reactions and deletions', async () => {
    const channel = (await story.incident()).channel?.id ?? ''
    const acts = fc.array(doing, { minLength: 8, maxLength: 16 })
    const property = fc.asyncProperty(acts, fc.array(trouble, { maxLength: 2 }), failure, async (plan, rules, call) => {
      const deliveries = rules.map(({ kind, ...rule }) => ({ ...rule, match: { type: 'events_api', kind } }))
      const calls = call ? [{ fault: call.fault, match: { method: call.method }, times: 1 }] : []
      await story.post('faults', { rules: [...deliveries, ...calls] })
      for (const one of plan) await act(one)
      await story.running.app.background.idle()
      await story.running.app.gather(channel)
      await fetch(`${story.url}/_control/faults`, { method: 'DELETE' })
      await story.running.app.background.idle()

      const messages = await kept(channel)
      const places = messages.map(one => `${one.threadTs ?? one.ts}/${one.ts}`)
      expect(places).toEqual([...new Set(places)].sort(compareTs))
      const byTs = new Map(messages.map(one => [one.ts, one]))
      const reallySaid = new Set(all.map(one => one.ts))
      expect(
        messages.filter(one => people.some(who => idOf[who] === one.user) && !one.isSystem && !reallySaid.has(one.ts)),
      ).toEqual([])
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
        expect(said.texts).toEqual(expect.arrayContaining((message?.earlier ?? []).map(one => one.text)))
        const reactions = (message?.reactions ?? []).flatMap(one =>
          (one.users ?? []).map(user => `${one.name} ${user}`),
        )
        const wanted = [...said.reactions].map(one => one.replace(/ana|ben/, who => idOf[who as 'ana']))
        expect(reactions.sort()).toEqual(wanted.sort())
      }
    })
    await fc.assert(property, { numRuns: Number(process.env.ORACLE_RUNS ?? 12), endOnFailure: true })
  }, 120_000)
})
