import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { compareTs, type Message } from '../../src/domain/review.ts'
import { quickPace } from '../helpers/quick-pace.ts'
import { declareCheckout, type Story, tellStory } from '../helpers/story.ts'
import { Conversation, doing, failure, idOf, people, type Said, seldom, trouble } from './conversation.ts'
import { Told, type ToldOf } from './told.ts'

const room = 'inc-1-checkout-fails'

describe.each([
  ['stays, with its text', true],
  ['leaves that it was there', false],
] as const)(
  'a conversation in which what is deleted %s, whatever is said, and whatever goes wrong',
  (_, keepDeleted) => {
    let story: Story
    let dir: string
    let conversation: Conversation
    let told: Told
    beforeAll(async () => {
      dir = await mkdtemp(join(tmpdir(), 'sitrep-oracle-'))
      const policy = join(dir, 'policy.yml')
      await writeFile(policy, `transcript: { keepDeleted: ${keepDeleted} }\n`)
      // Small pages are many, and Slack gives so many a minute.
      story = await tellStory({ POLICY_FILE: policy }, quickPace(2_000))
      await declareCheckout(story)
      conversation = new Conversation(story, room)
      await conversation.begin()
      told = new Told(story, (await story.channel(room)).id)
    })
    afterAll(async () => {
      await story.end()
      await rm(dir, { recursive: true })
    })

    /** All that Slack has to say, as far as it is not lost on the way, is with Sitrep. */
    async function arrived(): Promise<void> {
      await vi.waitFor(async () => expect(await told.outstanding(conversation.events)).toEqual([]), { timeout: 10_000 })
      await story.running.app.background.idle()
    }
    async function kept(channel: string): Promise<Message[]> {
      const messages: Message[] = []
      for await (const message of story.running.app.transcripts.read(channel)) messages.push(message)
      return messages
    }

    /** What has to be kept of a message, after all that Slack told of it; undefined while it told nothing. */
    function expected(said: Said, of: ToldOf | undefined) {
      if (!of) return undefined
      const isKnown = of.texts.length > 0
      const isWithheld = said.isDeleted && !keepDeleted
      const texts = isWithheld ? [] : of.texts
      const last = texts.at(-1)
      return {
        ts: said.ts,
        user: isKnown ? idOf[said.by] : undefined,
        root: isKnown ? said.root : said.ts,
        text: last?.text ?? '',
        earlier: texts.slice(0, -1),
        isEdited: last !== undefined && last.since !== said.ts,
        // What is not there any more was deleted, also when no event said so.
        deletion: said.isDeleted ? { at: of.deletedAt } : undefined,
        files: isWithheld ? [] : of.files,
      }
    }
    function found({ ts, user, threadTs: root = ts, text, earlier = [], isEdited, deletion, files }: Message) {
      return {
        ts,
        user,
        root,
        text,
        earlier,
        isEdited,
        deletion: deletion && { at: deletion.at },
        files: files.map(one => one.id),
      }
    }

    it('is in the transcript once, in order, with every version, file, reaction, pin and deletion that was told', async () => {
      const channel = (await story.incident()).channel?.id ?? ''
      const acts = fc.array(doing, { minLength: 8, maxLength: 16 })
      const meanwhile = fc.array(doing, { maxLength: 12 })
      const failures = fc.array(failure, { maxLength: 2 })
      const property = fc.asyncProperty(
        ...([acts, meanwhile, fc.array(trouble, { maxLength: 3 }), failures] as const),
        async (before, during, rules, calls) => {
          const deliveries = rules.map(({ kind, ...rule }) => ({ ...rule, match: { type: 'events_api', kind } }))
          const troubles = calls.map(({ rule, method, after }) => ({ ...rule, match: { method }, after }))
          await story.post('faults', { rules: [...deliveries, ...troubles] })
          for (const one of before) await conversation.act(one)
          await story.running.app.background.idle()
          // People go on while it is read.
          const reading = story.running.app.gather(channel)
          for (const one of during) await conversation.act(one)
          await reading
          await fetch(`${story.url}/_control/faults`, { method: 'DELETE' })
          await arrived()
          // Later than all that happened: what is seen at one moment has no order.
          await story.post('advance', { minutes: 1 })
          await story.running.app.gather(channel)
          await arrived()

          const messages = await kept(channel)
          const places = messages.map(one => `${one.threadTs ?? one.ts}/${one.ts}`)
          expect(places).toEqual([...new Set(places)].sort(compareTs))
          const byTs = new Map(messages.map(one => [one.ts, one]))
          const ofPeople = messages.filter(one => people.some(who => idOf[who] === one.user))
          const reallySaid = new Set(conversation.all.map(one => one.ts))
          expect(ofPeople.filter(one => !one.isSystem && !reallySaid.has(one.ts))).toEqual([])
          expect(ofPeople.filter(one => one.isSystem).map(one => one.text)).toEqual(conversation.noted)
          for (const said of conversation.all) {
            const message = byTs.get(said.ts)
            const of = told.of(said.ts)
            expect(message && found(message)).toEqual(expected(said, of))
            // Nothing lost on the way, nothing lost here.
            if (!told.hasLost(said.ts)) expect(of?.texts.map(one => one.text)).toEqual(said.texts)
            const reactions = (message?.reactions ?? []).flatMap(one =>
              (one.users ?? []).map(user => `${one.name} ${user}`),
            )
            const files = message?.files ?? []
            if (said.isDeleted) {
              // What of it was gone before it was seen, nobody can know.
              expect([...said.reacted]).toEqual(expect.arrayContaining(reactions))
              continue
            }
            expect(message?.text).toBe(said.texts.at(-1))
            expect(message?.isPinned ?? false).toBe(said.isPinned)
            expect(reactions.sort()).toEqual([...said.reactions].sort())
            expect(files.map(({ name, deletion }) => (deletion ? '' : name))).toEqual(said.file ? [said.file.name] : [])
          }
        },
      )
      const seed = process.env.FC_SEED ? { seed: Number(process.env.FC_SEED) } : {}
      const numRuns = Number(process.env.ORACLE_RUNS ?? 5)
      await fc.assert(property, { ...seed, numRuns, endOnFailure: true, examples: seldom })
      expect(told.seen).toEqual({
        lost: expect.toSatisfy(isSome),
        betweenPages: expect.toSatisfy(isSome),
        threadPages: expect.toSatisfy(isSome),
      })
    }, 120_000)
  },
)

function isSome(count: unknown): boolean {
  return Number(count) > 0
}
