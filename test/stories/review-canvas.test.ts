import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isFact } from '../../src/domain/timeline.ts'
import { declareCheckout, type Story, tellStory } from '../helpers/story.ts'

const war = 'inc-1-checkout-fails'

interface Canvas {
  readonly id: string
  readonly is_channel_canvas: boolean
}

/** What the channel's tabs hold, as the workspace has it. */
async function canvases(story: Story): Promise<readonly Canvas[]> {
  const { channels } = await story.get('state')
  const found = (channels as { name?: string; canvases?: Canvas[] }[]).find(({ name }) => name === war)
  return found?.canvases ?? []
}

async function read(story: Story, { id }: Canvas): Promise<string> {
  return JSON.stringify((await story.get(`canvas/${id}`)).canvas)
}

async function build(story: Story): Promise<void> {
  await story.command('ana', war, 'review canvas')
  await story.settle()
}

const recorded = async (story: Story) => (await story.incident()).timeline.filter(isFact('review-canvas'))

async function pinnedReviews(story: Story) {
  const { pins } = await story.channel(war)
  return (await story.messages(war)).filter(
    ({ ts, files = [] }) => pins.includes(ts) && files.some(({ name }) => name.startsWith('INC-1-review-')),
  )
}

async function resolvedStory(): Promise<Story> {
  const story = await tellStory()
  await declareCheckout(story)
  await story.command('ana', war, 'resolve Rolled back.')
  await story.settle()
  return story
}

describe('whoever wants the review as a canvas', () => {
  let story: Story
  beforeAll(async () => {
    story = await resolvedStory()
  })
  afterAll(() => story.end())

  it('finds it in the tab of the incident’s channel, though Slack’s answer was lost', async () => {
    await story.post('faults', { fault: 'reset-after', match: { method: 'conversations.canvases.create' } })
    await build(story)
    expect(await recorded(story)).toEqual([])
    await story.post('advance', { minutes: 1 })
    await story.sleepUntilRestart(1)
    const [canvas, ...more] = await canvases(story)
    expect(more).toEqual([])
    expect(canvas?.is_channel_canvas).toBe(true)
    expect((await recorded(story)).map(fact => fact.canvas)).toEqual([canvas?.id])
    const text = await read(story, canvas!)
    expect(text).toContain('Checkout fails')
    expect(text).toContain('Rolled back')
  })

  it('reads first that it is written anew each time, and where words are kept', async () => {
    const [canvas] = await canvases(story)
    expect(await read(story, canvas!)).toMatch(/"markdown":"\*\*Sitrep writes this canvas anew with every build/)
  })

  it('is told in the channel where it is, once', async () => {
    const notices = (await story.messages(war)).filter(({ text }) => text.includes('is in this channel’s canvas'))
    expect(notices).toHaveLength(1)
  })

  it('finds the same canvas written anew after another build', async () => {
    await story.command('ana', war, 'note The pool is watched now')
    await story.settle()
    await build(story)
    const [canvas, ...more] = await canvases(story)
    expect(more).toEqual([])
    expect(await read(story, canvas!)).toContain('The pool is watched now')
    expect(await recorded(story)).toHaveLength(1)
  })

  it('loses nothing that somebody wrote into it: the next build is a file, pinned', async () => {
    const [canvas] = await canvases(story)
    await story.post('edit-canvas', { user: 'ben', canvas: canvas!.id, markdown: '# Cause\n\nThe pool was too small' })
    await build(story)
    expect(await read(story, canvas!)).toContain('The pool was too small')
    expect(await pinnedReviews(story)).toHaveLength(1)
  })
})

describe('where the channel has no canvas for it', () => {
  let story: Story
  beforeAll(async () => {
    story = await resolvedStory()
  })
  afterAll(() => story.end())

  it('a plan without canvases gets the same as a file, pinned', async () => {
    const error = 'team_tier_cannot_create_channel_canvases'
    await story.post('faults', { fault: 'error', error, match: { method: 'conversations.canvases.create' } })
    await build(story)
    expect(await canvases(story)).toEqual([])
    expect(await pinnedReviews(story)).toHaveLength(1)
    expect(await recorded(story)).toEqual([])
  })

  it('what people wrote into the channel’s canvas is left as it is', async () => {
    await story.post('create-canvas', { user: 'ben', channel: war, markdown: 'Our own notes' })
    await build(story)
    const [canvas, ...more] = await canvases(story)
    expect(more).toEqual([])
    expect(await read(story, canvas!)).toContain('Our own notes')
    expect(await read(story, canvas!)).not.toContain('Rolled back')
    // The newest one alone, besides whatever else is pinned.
    const [pinned, ...others] = await pinnedReviews(story)
    expect(others).toEqual([])
    expect(pinned?.files?.[0]?.name).toBe((await story.incident()).timeline.findLast(isFact('review-delivered'))?.file)
    expect((await story.channel(war)).pins.length).toBeGreaterThan(1)
  })
})
