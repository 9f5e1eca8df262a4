import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Story, tellStory } from '../helpers/story.ts'

const room = 'inc-1-checkout-fails'

describe('what Dev reads, who subscribed to an incident', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
    await story.command('ana', 'general', '')
    await story.submit('ana', {
      title: 'Checkout fails',
      severity: 'SEV1',
      urgency: 'high',
      service: 'checkout',
      category: 'software',
    })
    await story.settle()
  })
  afterAll(() => story.end())

  const update = async (state: string) => {
    await story.command('ana', room, 'update')
    await story.submit('ana', { state, impact: 'One in three payments fails', actions: 'Rolling back', next: '240' })
    await story.settle()
  }
  const directTo = async (user: string) => {
    const { channel } = (await story.post('open-dm', { user })) as unknown as { channel: string }
    return story.messages(channel)
  }
  const lastDirect = async (user: string) => (await directTo(user)).at(-1)
  const told = async (user: string) => (await story.ephemerals(user)).at(-1)?.text

  it('begins with one press on the announcement', async () => {
    await story.press({ user: 'dev', channel: 'incidents', action: 'subscribe' })
    await story.settle()
    expect(await told('dev')).toMatch(/^You are subscribed to INC-1\. .*The next one is due at/)
    await story.press({ user: 'dev', channel: 'incidents', action: 'subscribe' })
    await story.settle()
    expect(await told('dev')).toContain('You subscribed to INC-1 already.')
  })

  it('is each update once, in the followers’ words, with why and how to end it', async () => {
    await update('A release is being rolled back')
    const message = await lastDirect('dev')
    expect(message?.text).toContain('A release is being rolled back')
    // What is done about it is not among what followers see.
    expect(message?.text).not.toContain('Rolling back')
    const blocks = JSON.stringify(message?.blocks)
    expect(blocks).toContain('You read this because you subscribed to INC-1.')
    expect(blocks).toContain('"action_id":"unsubscribe"')
    expect((await directTo('dev')).filter(({ text }) => text.includes('A release'))).toHaveLength(1)
  })

  it('is nothing more than the channel for who is in it', async () => {
    await story.command('ben', room, 'subscribe')
    await update('Half of it is rolled back')
    expect(JSON.stringify(await directTo('ben'))).not.toContain('Half of it')
    expect((await lastDirect('dev'))?.text).toContain('Half of it is rolled back')
  })

  it('is asked about with the command, from anywhere', async () => {
    expect((await story.command('dev', 'general', 'subscribe list')).response?.text).toBe(
      'You are subscribed to INC-1.',
    )
    expect((await story.command('dev', 'general', 'subscribe INC-99')).response?.text).toContain('There is no INC-99')
  })

  it('may be questions too', async () => {
    const { channel } = (await story.post('open-dm', { user: 'dev' })) as unknown as { channel: string }
    await story.press({ user: 'dev', channel, action: 'have_what_i_need' })
    await story.settle()
    expect(await told('dev')).toContain('noted that you have what you need')
  })

  it('ends with one press below an update', async () => {
    const { channel } = (await story.post('open-dm', { user: 'dev' })) as unknown as { channel: string }
    await story.press({ user: 'dev', channel, action: 'unsubscribe' })
    await story.settle()
    expect(await told('dev')).toBe('You are no longer subscribed to INC-1.')
    const before = (await directTo('dev')).length
    await update('All of it is rolled back')
    expect(await directTo('dev')).toHaveLength(before)
  })

  it('is the same by command, and the last word when it is over', async () => {
    expect((await story.command('dev', 'general', 'INC-1 subscribe')).response?.text).toContain('You are subscribed')
    expect((await story.command('dev', 'general', 'unsubscribe INC-1')).response?.text).toContain('no longer')
    expect((await story.command('dev', 'general', 'unsubscribe INC-1')).response?.text).toContain('not subscribed')
    await story.command('dev', 'general', 'subscribe INC-1')
    await story.restart()
    await story.command('ana', room, 'resolve')
    await story.submit('ana', { resolution: 'Rolled back', happened: 'A release broke payments' })
    await story.settle()
    expect((await lastDirect('dev'))?.text).toContain('Rolled back')
  })
})
