import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { latestVersion, writtenNow } from '../../src/domain/write-review.ts'
import { declareCheckout, type Story, tellStory } from '../helpers/story.ts'

const war = 'inc-1-checkout-fails'

async function resolved(): Promise<Story> {
  const story = await tellStory()
  await declareCheckout(story)
  await story.command('ben', war, 'role commander me')
  await story.command('ben', war, 'resolve')
  await story.submit('ben', { resolution: 'Rolled back to 811', skip: ['skip'] })
  await story.settle()
  return story
}

/** The newest review in the channel, as text. */
async function builtReview(story: Story): Promise<string> {
  await story.command('ben', war, 'review markdown')
  await story.settle()
  const file = (await story.messages(war)).findLast(one => one.files)?.files?.[0]?.id
  return fetch(`${story.url}/_control/files/${file}`).then(response => response.text())
}

const view = async (story: Story, user: string) => JSON.stringify((await story.get(`views/${user}`)).view)

describe('the owner of a review', () => {
  let story: Story
  beforeAll(async () => {
    story = await resolved()
  })
  afterAll(() => story.end())

  it('is whoever led the incident, and sees each section with its question', async () => {
    await story.command('ben', war, 'review write')
    const sections = await view(story, 'ben')
    expect(sections).toContain('nothing written yet')
    expect(sections).toContain('due <!date^')
    expect(sections).toContain('What could have made this much worse, and did not?')
  })

  it('writes one after another in one window', async () => {
    await story.press({ user: 'ben', action: 'write_section', value: 'INC-1#lucky' })
    await story.settle()
    expect((await story.submit('ben', { 'text/lucky/0/1': 'It was a *Monday* morning.' })).ok).toBe(true)
    expect(await view(story, 'ben')).toContain('“Where we got lucky” is saved.')
    await story.press({ user: 'ben', action: 'write_section', value: 'INC-1#went-well' })
    await story.settle()
    await story.submit('ben', { 'text/went-well/0/1': 'The rollback took\n\ntwo minutes.' })
    await story.settle()
    expect(writtenNow(await story.incident()).map(one => [one.section, one.text])).toEqual([
      ['went-well', 'The rollback took\n\ntwo minutes.'],
      ['lucky', 'It was a *Monday* morning.'],
    ])
  })

  it('is asked why five times, and gets numbered lines', async () => {
    await story.command('ben', war, 'review write root cause')
    await story.press({ user: 'ben', action: 'five_whys' })
    await story.settle()
    await story.submit('ben', {
      'text/root-cause/0/1': 'A token had expired.',
      'why/root-cause/0/1': 'Nobody renewed it',
      'why/root-cause/0/2': 'Nobody was told that it ends',
    })
    const written = writtenNow(await story.incident()).find(one => one.section === 'root-cause')
    expect(written?.text).toBe('A token had expired.\n\n1. Nobody renewed it\n2. Nobody was told that it ends')
  })

  it('finds the words in the review, however often it is built and edited', async () => {
    expect(await builtReview(story)).toContain('Nobody was told that it ends')
    const version = latestVersion(await story.incident(), 'went-well')
    await story.command('ben', war, 'review write went-well')
    await story.submit('ben', { [`text/went-well/${version}/1`]: 'The rollback took one minute.' })
    const again = await builtReview(story)
    expect(again).toContain('The rollback took one minute.')
    expect(again).not.toContain('two minutes')
    expect(again).toContain('Nobody was told that it ends')
    expect(again).toContain('It was a \\*Monday\\* morning.')
  })
})

describe('two people who write the same section at the same time', () => {
  let story: Story
  beforeAll(async () => {
    story = await resolved()
  })
  afterAll(() => story.end())

  it('both keep what they wrote: the slower one is shown both texts and brings them together', async () => {
    await story.command('ana', war, 'review write summary')
    await story.command('ben', war, 'review write summary')
    await story.submit('ben', { 'text/summary/0/1': 'Ben: payments failed.' })
    await story.submit('ana', { 'text/summary/0/1': 'Ana: one in three payments failed.' })
    const written = async () => writtenNow(await story.incident()).map(({ text }) => text)
    expect(await written()).toEqual(['Ben: payments failed.'])
    const both = await view(story, 'ana')
    expect(both).toContain('Ben: payments failed.')
    expect(both).toContain('Ana: one in three payments failed.')
    const version = latestVersion(await story.incident(), 'summary')
    await story.submit('ana', { [`text/summary/${version}/1`]: 'One in three payments failed.' })
    expect(await written()).toEqual(['One in three payments failed.'])
    const versions = (await story.incident()).timeline.filter(fact => fact.type === 'review-section-written')
    expect(versions.map(({ text }) => text)).toEqual(['Ben: payments failed.', 'One in three payments failed.'])
  })
})

describe('whoever waits for a review', () => {
  let story: Story
  beforeAll(async () => {
    story = await resolved()
  })
  afterAll(() => story.end())

  const direct = async (user: string) => {
    const { channel } = (await story.post('open-dm', { user })) as unknown as { channel: string }
    const all = await story.messages(channel)
    return all.map(({ text }) => text).filter(text => /^A review is/.test(text))
  }

  it('has its owner reminded the day before, once, after an outage too', async () => {
    await story.post('advance', { minutes: 2 * 1440 - 30 })
    await story.settle()
    expect(await direct('ben')).toEqual(['A review is due soon: INC-1 Checkout fails'])
    await story.sleepUntilRestart(6 * 1440)
    expect(await direct('ben')).toEqual([
      'A review is due soon: INC-1 Checkout fails',
      'A review is overdue: INC-1 Checkout fails',
    ])
  })

  it('hears of nothing more once it is published, and leadership once', async () => {
    await story.command('ben', war, 'review')
    await story.settle()
    await story.command('ben', war, 'review write lucky')
    await story.submit('ben', { 'text/lucky/0/1': 'It was early.' })
    await story.settle()
    const before = (await direct('ben')).length
    await story.command('ana', war, 'review publish')
    await story.command('ben', war, 'review publish')
    await story.settle()
    await story.post('advance', { minutes: 20 * 1440 })
    await story.settle()
    expect(await direct('ben')).toHaveLength(before)
    const told = (await story.messages('leadership')).filter(one => one.text.includes('review is published'))
    expect(told).toHaveLength(1)
    const card = JSON.stringify((await story.messages(war)).find(one => one.text.startsWith('INC-1 Checkout fails:')))
    expect(card).toContain('*Review:* published')
  })

  it('reads what was written after it was built', async () => {
    const file = (await story.messages(war)).findLast(one => one.files)?.files?.[0]?.id
    const review = await fetch(`${story.url}/_control/files/${file}`).then(response => response.text())
    expect(review).toContain('It was early.')
  })
})

describe('a private review', () => {
  let story: Story
  beforeAll(async () => {
    story = await resolved()
  })
  afterAll(() => story.end())

  it('is told to nobody outside, and its owner is reminded only while they are in its channel', async () => {
    await story.command('ben', war, 'private')
    await story.settle()
    await story.command('ben', 'inc-1', 'review')
    await story.settle()
    const before = await story.messages('leadership')
    await story.command('ben', 'inc-1', 'review publish')
    await story.settle()
    expect(await story.messages('leadership')).toEqual(before)
  })
})
