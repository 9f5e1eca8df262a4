import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { wholeText } from '../../src/app/reviews.ts'
import { isFact } from '../../src/domain/timeline.ts'
import { nextUpdateAt } from '../../src/domain/updates.ts'
import { leaveAudiences, type Story, tellStory } from '../helpers/story.ts'

const war = 'inc-1-checkout-is-down'

/** Gus of support reads in his direct messages. */
const policy = `audiences:
  support:
    people: [U0GUS00006]
`

describe('an update that said something wrong', () => {
  let dir: string
  let story: Story
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'sitrep-corrections-'))
    const file = join(dir, 'policy.yml')
    await writeFile(file, policy)
    story = await tellStory({ POLICY_FILE: file })
    await leaveAudiences(story, 'gus')
    await story.command('ana', 'general', 'checkout is down')
    await story.submit('ana', { title: 'Checkout is down', severity: 'SEV1', urgency: 'high' })
    await story.settle()
    await story.command('ben', war, 'role commander me')
    await story.command('chloe', war, 'update')
    const fields = { state: 'The provider times out', impact: 'One in ten fails', workaround: 'Pay by invoice' }
    await story.submit('chloe', { ...fields, next: '30', skip: ['skip'] })
    await story.settle()
  })
  afterAll(async () => {
    await story.end()
    await rm(dir, { recursive: true, force: true })
  })

  const direct = async (user: string) => {
    const { channel } = (await story.post('open-dm', { user })) as unknown as { channel: string }
    return story.messages(channel)
  }
  const facts = async () => (await story.incident()).timeline
  const correct = async (user: string, values: Record<string, unknown>) => {
    await story.command(user, war, 'correct')
    await story.submit(user, values)
    const answer = await story.submit(user, {})
    await story.settle()
    return answer
  }

  it('is not for everybody to correct: Dev reads who can', async () => {
    const answer = await story.command('dev', war, 'correct')
    expect(answer.response?.text).toContain('the commander, their deputy or the communications lead can correct it')
  })

  it('is mended by Ben in every message where it stands, marked with the reader’s own time', async () => {
    const before = (await story.messages('support')).map(({ ts }) => ts)
    const owed = nextUpdateAt(await story.incident(), story.running.app.policy)
    await story.post('advance', { minutes: 4 })
    await correct('ben', { impact: 'One in three fails' })
    for (const messages of [await story.messages('support'), await direct('gus'), await story.messages('leadership')]) {
      const [message] = messages.filter(({ text }) => text.includes('One in'))
      expect(message?.text).toContain('One in three fails')
      expect(message?.text).toContain('Corrected 2026-03-02 10:04 UTC')
      expect(JSON.stringify(message?.blocks)).toMatch(/:pencil2: Corrected <!date\^1772445840\^/)
    }
    expect((await story.messages('support')).map(({ ts }) => ts)).toEqual(before)
    expect(nextUpdateAt(await story.incident(), story.running.app.policy)).toEqual(owed)
    expect((await facts()).filter(isFact('update-written'))).toHaveLength(1)
  })

  it('is told to the responders once, below it, with what was and what is', async () => {
    const told = (await story.messages(war)).filter(({ text }) => text === 'This update was corrected.')
    expect(told).toHaveLength(1)
    expect(JSON.stringify(told[0]?.blocks)).toContain(
      '<@U0BEN00002> corrected this update: the impact was “One in ten fails”, is “One in three fails”',
    )
    const post = (await facts()).filter(isFact('update-posted')).find(({ audience }) => audience === 'responders')
    expect(told[0]).toMatchObject({ thread_ts: post?.ts })
  })

  it('is posted anew where it was deleted meanwhile, and later updates are left alone', async () => {
    await story.command('chloe', war, 'update')
    await story.submit('chloe', { state: 'Rolling back', impact: 'One in nine fails', skip: ['skip'] })
    await story.settle()
    const [first] = await story.messages('leadership')
    const channel = (await story.channel('leadership')).id
    const later = (await story.messages('support')).filter(({ text }) => text.includes('One in three fails'))
    await fetch(`${story.url}/api/chat.delete`, {
      method: 'POST',
      headers: { authorization: 'Bearer xoxb-sandbox', 'content-type': 'application/json' },
      body: JSON.stringify({ channel, ts: (await story.messages('leadership')).at(-1)?.ts }),
    })
    expect((await story.messages('leadership')).map(({ ts }) => ts)).toEqual([first?.ts])
    await correct('chloe', { impact: 'One in four fails' })
    const [untouched, anew, ...more] = await story.messages('leadership')
    expect(untouched).toEqual(first)
    expect(anew?.text).toMatch(/One in four fails[\s\S]*Corrected 2026-03-02 10:04 UTC/)
    expect(more).toEqual([])
    expect((await story.messages('support')).filter(({ text }) => text.includes('One in three fails'))).toEqual(later)
    expect((await facts()).filter(isFact('update-reposted'))).toMatchObject([{ audience: 'leadership', channel }])
  })

  it('starts the next update from what it says now', async () => {
    await story.command('chloe', war, 'update')
    expect(JSON.stringify((await story.get('views/chloe')).view)).toContain('"initial_value":"One in four fails"')
    await story.post('close-view', { user: 'chloe', all: true })
  })

  it('stands in the review in every version', async () => {
    await story.command('ben', war, 'resolve Rolled back')
    await story.command('ben', war, 'review markdown')
    await story.settle()
    const { app } = story.running
    const saved = await app.reviews.get('INC-1', 'markdown')
    const review = saved && (await wholeText(saved.read()))
    expect(review).toContain('“One in ten fails”')
    expect(review).toContain('“One in four fails”')
  })

  it('is refused where nothing was changed', async () => {
    const answer = await correct('ben', {})
    expect(JSON.stringify(answer.errors)).toContain('It says that already')
  })
})

describe('a closing notice that said something wrong', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
    await story.command('ana', 'general', 'checkout is down')
    await story.submit('ana', { title: 'Checkout is down', severity: 'SEV1', urgency: 'high' })
    await story.settle()
    await story.command('ben', war, 'role commander me')
    await story.command('ben', war, 'resolve')
    await story.submit('ben', {
      resolution: 'Rolled back to 811',
      happened: 'A release broke payments.',
      promises: 'A second provider',
      skip: ['skip'],
    })
    await story.settle()
  })
  afterAll(() => story.end())

  const last = async (channel: string) => (await story.messages(channel)).findLast(({ files }) => !files)?.text ?? ''
  const view = async () => JSON.stringify((await story.get('views/ben')).view)

  it('is opened with what it says, and asks for no promise, which is a follow-up of its own', async () => {
    await story.command('ben', war, 'correct')
    const form = await view()
    expect(form).toContain('"initial_value":"Rolled back to 811"')
    expect(form).toContain('"initial_value":"A release broke payments."')
    expect(form).not.toContain('A second provider')
  })

  it('is mended where it stands for everybody who may see that, and what fixed it stays hidden', async () => {
    await story.submit('ben', { resolution: 'Rolled back to 810', happened: 'A release broke card payments.' })
    expect(await view()).toContain('*Hidden from Customers:* What fixed it')
    await story.submit('ben', {})
    await story.settle()
    expect(await last('leadership')).toContain('Rolled back to 810')
    for (const channel of ['leadership', 'customer-updates']) {
      expect(await last(channel)).toContain('A release broke card payments.')
      expect(await last(channel)).toContain('A second provider')
      expect(await last(channel)).toContain('Corrected 2026-03-02 10:00 UTC')
    }
    expect(await last('customer-updates')).not.toMatch(/81[01]/)
  })

  it('is on the record in both versions, and the incident says the later', async () => {
    const incident = await story.incident()
    expect(incident.resolution).toBe('Rolled back to 810')
    expect(incident.status).toBe('resolved')
    expect(incident.timeline.filter(isFact('follow-up-promised'))).toHaveLength(1)
    const told = (await story.messages(war)).find(({ text }) => text === 'This update was corrected.')
    expect(JSON.stringify(told?.blocks)).toContain('what fixed it was “Rolled back to 811”, is “Rolled back to 810”')
  })

  it('is corrected after a promise was kept from the line that follows it, and the other notice by command', async () => {
    await story.command('ben', war, 'followup done 1')
    await story.settle()
    await story.command('ben', war, 'correct')
    expect(await view()).toContain('What was promised and is done')
    await story.submit('ben', { state: 'A second provider since today' })
    await story.submit('ben', {})
    await story.settle()
    expect(await last('customer-updates')).toContain('is done: A second provider since today')
    const line = (await story.messages(war)).find(({ text }) => text.startsWith('The closing notice:'))
    await story.post('interact', { user: 'ben', channel: war, messageTs: line?.ts, action: 'correct_update' })
    await story.running.app.background.idle()
    expect(await view()).toContain('"initial_value":"Rolled back to 810"')
    await story.post('close-view', { user: 'ben', all: true })
  })

  it('of which Sitrep wrote every word is put in other words audience by audience', async () => {
    await story.command('ben', war, 'review')
    await story.settle()
    await story.command('ben', war, 'review publish')
    await story.settle()
    await story.command('ben', war, 'correct')
    expect(await view()).toContain('Words for Leadership')
    await story.submit('ben', { words_leadership: 'The review can be read; it names the provider.' })
    await story.settle()
    expect(await last('leadership')).toContain('it names the provider')
    expect(await last('leadership')).toContain('Corrected')
  })
})
