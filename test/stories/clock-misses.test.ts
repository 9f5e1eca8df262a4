import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isFact } from '../../src/domain/timeline.ts'
import { type Story, tellStory } from '../helpers/story.ts'

const war = 'inc-1-search-is-slow'

describe('Ben, the deputy of a commander who is too busy to write', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
    await story.command('ana', 'general', 'declare')
    await story.submit('ana', { title: 'Search is slow', severity: 'SEV1', urgency: 'high' })
    await story.settle()
    await story.command('ana', war, 'role commander')
    await story.command('ben', war, 'role deputy')
    await story.settle()
  })
  afterAll(() => story.end())

  const direct = async (user: string) => {
    const { channel } = (await story.post('open-dm', { user })) as unknown as { channel: string }
    return { channel, texts: (await story.messages(channel)).map(message => message.text) }
  }
  const calls = async () => (await direct('ben')).texts.filter(text => text.includes('Nobody wrote the last'))

  it('hears nothing of it when one update was missed', async () => {
    await story.post('advance', { minutes: 16 })
    expect(await story.messages('leadership')).toHaveLength(1)
    expect(await calls()).toEqual([])
  })

  it('is told once when two in a row were; when it is twice as many, all who work on it are', async () => {
    await story.post('advance', { minutes: 30 })
    expect(await calls()).toEqual(['INC-1: Nobody wrote the last 2 updates. Somebody has to.'])
    await story.restart()
    await story.post('advance', { minutes: 60 })
    expect(await story.messages('leadership')).toHaveLength(4)
    expect(await calls()).toHaveLength(1)
    const inChannel = (await story.messages(war)).filter(({ text }) => text.includes('Nobody wrote the last'))
    expect(inChannel.map(({ text }) => text)).toEqual(['INC-1: Nobody wrote the last 4 updates. Somebody has to.'])
  })

  it('writes from that message, and the row of misses is over', async () => {
    const { channel } = await direct('ben')
    await story.press({ user: 'ben', action: 'update', channel })
    await story.running.app.background.idle()
    await story.submit('ben', { state: 'Looking into it', next: '30', skip: ['skip'] })
    await story.settle()
    expect((await story.messages('leadership')).at(-1)?.text).toContain('Looking into it')
    await story.post('advance', { minutes: 30 })
    expect(await calls()).toHaveLength(1)
    await story.post('advance', { minutes: 30 })
    expect((await story.incident()).timeline.filter(isFact('misses-escalated'))).toHaveLength(3)
  })
})
