import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tellings } from '../../src/domain/communications.ts'
import { isFact } from '../../src/domain/timeline.ts'
import { declareCheckout, type Story, tellStory } from '../helpers/story.ts'

const declare = async (story: Story, title: string, minutes: number) => {
  await story.post('advance', { minutes })
  await story.command('ana', 'general', 'declare')
  await story.submit('ana', { title, severity: 'SEV1', urgency: 'high' })
  await story.settle()
}
const texts = async (story: Story) => (await story.messages('leadership')).map(message => message.text)
const lastIn = async (story: Story) => {
  const last = (await story.messages('leadership')).at(-1)
  if (!last) throw new Error('nobody wrote to leadership')
  return last
}
const pressIn = async (story: Story, user: string, button: string) => {
  const { ts, blocks } = await lastIn(story)
  const buttons = (blocks ?? []).flatMap(block => ('elements' in block ? (block.elements as Button[]) : []))
  const meant = buttons.find(({ text }) => text?.text === button)
  if (!meant) throw new Error(`there is no button ${button}`)
  const { action_id, value } = meant
  await story.post('interact', { user, channel: 'leadership', messageTs: ts, action: { action_id, value } })
  await story.settle()
}
interface Menu {
  readonly action_id: string
  readonly options?: readonly { readonly value: string }[]
}
interface Button {
  readonly action_id: string
  readonly value?: string
  readonly text?: { readonly text: string }
}

describe('Emi, who leads the company, on a morning with three incidents', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
    await declareCheckout(story)
    await declare(story, 'Search is slow', 3)
    await declare(story, 'Mail is late', 4)
  })
  afterAll(() => story.end())

  it('is called to the first word on each of them when it is due', async () => {
    await story.post('advance', { minutes: 16 })
    expect(await texts(story)).toEqual([
      expect.stringMatching(/^INC-1 Checkout fails/),
      expect.stringMatching(/^INC-2 Search is slow/),
      expect.stringMatching(/^INC-3 Mail is late/),
    ])
  })

  it('reads after that in one message, which grows, that they go on', async () => {
    await story.post('advance', { minutes: 30 })
    const [message, ...more] = (await texts(story)).slice(3)
    expect(more).toEqual([])
    expect(message).toMatch(
      /^Updates on 3 incidents\nINC-1 Checkout fails.*\n.*\n.*11:15.*\n.*\nINC-2 Search.*\n.*\n.*11:18/,
    )
    expect(message).toMatch(/INC-3 Mail is late.*\n.*\nNext update: 2026-03-02 11:22 UTC/)
  })

  it('can rate each of them in its part of that message', async () => {
    const { ts, blocks } = await lastIn(story)
    const menus = (blocks ?? []).flatMap(block =>
      'elements' in block
        ? (block.elements as Menu[])
            .filter(one => one.action_id === 'rate')
            .map(({ options = [] }) => ({ block_id: block.block_id, action_id: 'rate', value: options[0]?.value }))
        : [],
    )
    expect(menus.map(({ value }) => value?.split('#')[0])).toEqual(['INC-1', 'INC-2', 'INC-3'])
    const action = menus[1]
    await story.post('interact', { user: 'emi', channel: 'leadership', messageTs: ts, action })
    await story.settle()
    expect(await story.running.app.feedback.of('INC-2')).toMatchObject([{ audience: 'leadership', rating: 'helpful' }])
  })

  it('was told of each on time: none waited for another', async () => {
    const posts = await Promise.all(
      ['INC-1', 'INC-2', 'INC-3'].map(async id => {
        const incident = await story.incident(id)
        const told = tellings(incident, story.running.app.policy).filter(one => one.audience === 'leadership')
        const all = incident.timeline.filter(isFact('update-posted')).filter(one => one.audience === 'leadership')
        for (const [index, post] of all.entries())
          expect(Number(post.at) - Number(told[index]?.dueAt)).toBeLessThan(1000)
        return all.at(-1)?.ts
      }),
    )
    expect(new Set(posts).size).toBe(1)
  })

  it('asks what she still needs of one of them, and says of all that she has what she needs', async () => {
    await pressIn(story, 'emi', 'INC-2: I still need…')
    await story.submit('emi', { topic: 'customers' })
    await story.settle()
    expect((await story.incident('INC-2')).timeline.filter(isFact('question-asked'))).toHaveLength(1)
    expect((await story.incident('INC-1')).timeline.filter(isFact('question-asked'))).toEqual([])
    await pressIn(story, 'emi', 'I have what I need')
    for (const id of ['INC-1', 'INC-2', 'INC-3']) {
      const answers = await story.running.app.feedback.of(id)
      expect(answers.map(({ audience, has }) => [audience, has])).toEqual([['leadership', 'enough']])
    }
  })

  it('reads at once, and by itself, what a person wrote', async () => {
    await story.command('ana', 'inc-3-mail-is-late', 'update')
    await story.submit('ana', { state: 'The queue is drained', next: '60', skip: ['skip'] })
    await story.settle()
    expect(await texts(story)).toHaveLength(5)
    expect((await lastIn(story)).text).toMatch(/^INC-3 Mail is late.*\n.*The queue is drained/)
  })

  it('reads of the next quarter in another message, over a restart', async () => {
    await story.post('advance', { minutes: 22 })
    await story.restart()
    await story.post('advance', { minutes: 4 })
    expect(await texts(story)).toHaveLength(6)
    expect((await lastIn(story)).text).toMatch(/^Updates on 2 incidents\nINC-1.*/)
  })

  it('reads nothing more of an incident that was made private meanwhile', async () => {
    await declare(story, 'Printing stopped', 16)
    await story.post('advance', { minutes: 14 })
    const before = await lastIn(story)
    expect(before.text).toContain('INC-2 Search')
    await story.command('ana', 'inc-2-search-is-slow', 'private')
    await story.settle()
    // The message still asks of all of them; Emi answers for those that she may hear of.
    await pressIn(story, 'emi', 'I have what I need')
    expect((await story.ephemerals('emi')).at(-1)?.text).toContain('noted that you have what you need')
    await story.post('advance', { minutes: 5 })
    const after = (await story.messages('leadership')).find(({ ts }) => ts === before.ts)
    expect(JSON.stringify(after)).not.toContain('Search')
    expect(after?.text).toContain('INC-3')
    expect((await lastIn(story)).text).toMatch(/^INC-4/)
  })
})

describe('Emi, who is left in peace from twelve to two', () => {
  let dir: string
  let story: Story
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'sitrep-digest-'))
    const file = join(dir, 'policy.yml')
    await writeFile(
      file,
      `audiences:
  leadership:
    channels: [C0LEADERS4]
    quietHours: { from: "12:00", to: "14:00", timeZone: UTC }
`,
    )
    story = await tellStory({ POLICY_FILE: file })
    await story.post('advance', { minutes: 130 })
    await declareCheckout(story)
    await declare(story, 'Search is slow', 3)
  })
  afterAll(async () => {
    await story.end()
    await rm(dir, { recursive: true, force: true })
  })

  const write = async (room: string, state: string) => {
    await story.command('ana', room, 'update')
    await story.submit('ana', { state, next: '60', skip: ['skip'] })
    await story.settle()
  }

  it('reads one message at two, with what was reported of each', async () => {
    await write('inc-1-checkout-fails', 'The gateway is down')
    await write('inc-2-search-is-slow', 'The index is rebuilt')
    await story.post('advance', { minutes: 10 })
    expect(await texts(story)).toEqual([])
    await story.post('advance', { minutes: 105 })
    expect(await texts(story)).toHaveLength(1)
    const { text } = await lastIn(story)
    expect(text).toMatch(
      /^Updates on 2 incidents\nINC-1.*\n.*The gateway is down\n(.*\n)*INC-2.*\n.*The index is rebuilt/,
    )
  })

  it('reads a correction of one in the same message, and keeps the other', async () => {
    const before = await lastIn(story)
    await story.command('ana', 'inc-1-checkout-fails', 'correct')
    await story.submit('ana', { state: 'The gateway answers slowly' })
    await story.submit('ana', {})
    await story.settle()
    const after = await lastIn(story)
    expect(after.ts).toBe(before.ts)
    expect(after.text).toMatch(
      /INC-1.*\n.*The gateway answers slowly\n(.*\n)*Corrected 2026-03-02 14:.. UTC\nINC-2.*\n.*The index is rebuilt/,
    )
    expect(after.text.match(/Corrected/g)).toHaveLength(1)
  })
})
