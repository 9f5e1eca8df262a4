import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { declareCheckout, leaveAudiences, type Story, tellStory } from '../helpers/story.ts'

const room = 'inc-1-checkout-fails'

describe('what Dev reads of an incident that was merged', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
    await leaveAudiences(story, 'dev', 'emi')
    await declareCheckout(story)
    await story.command('ben', 'general', '')
    await story.submit('ben', { title: 'Card payments fail', severity: 'SEV1', urgency: 'high', service: 'checkout' })
    await story.settle()
  })
  afterAll(() => story.end())

  const direct = async (user: string) => {
    const { channel } = (await story.post('open-dm', { user })) as unknown as { channel: string }
    return story.messages(channel)
  }
  const textsOf = async (user: string) => (await direct(user)).map(({ text }) => text)
  const update = async (channel: string, state: string) => {
    await story.command('ben', channel, 'update')
    await story.submit('ben', { state, impact: state, next: '240', skip: ['skip'] })
    await story.settle()
  }

  it('is told once that it goes on as another, and where', async () => {
    await story.command('dev', 'general', 'INC-1 subscribe')
    await story.command('emi', 'general', 'subscribe priority P1')
    await update(room, 'We look')
    const before = (await textsOf('dev')).length
    await story.command('ana', room, 'merge INC-2')
    await story.settle()
    expect((await textsOf('dev')).slice(before)).toEqual(['INC-1 goes on as INC-2 Card payments fail'])
    const blocks = JSON.stringify((await direct('dev')).at(-1)?.blocks)
    expect(blocks).toContain('INC-1 goes on as INC-2 Card payments fail')
    expect(blocks).toContain('The next one is due')
    // Who follows all such incidents hears of the end of this one, and of the other anyway.
    expect((await textsOf('emi')).at(-1)).toContain('This is handled')
    expect((await textsOf('emi')).join()).not.toContain('goes on as')
  })

  it('goes on with the updates of the other, also after a restart', async () => {
    await story.restart()
    await update('inc-2-card-payments-fail', 'Half of it works')
    expect((await textsOf('dev')).filter(text => text.includes('Half of it works'))).toHaveLength(1)
    expect(JSON.stringify((await direct('dev')).at(-1)?.blocks)).toContain('because you subscribed to INC-2')
    expect((await textsOf('dev')).filter(text => text.includes('goes on as'))).toHaveLength(1)
  })

  it('ends with one press', async () => {
    const { channel } = (await story.post('open-dm', { user: 'dev' })) as unknown as { channel: string }
    await story.press({ user: 'dev', channel, action: 'unsubscribe' })
    await story.settle()
    const before = (await textsOf('dev')).length
    await update('inc-2-card-payments-fail', 'All of it works')
    expect(await textsOf('dev')).toHaveLength(before)
  })

  it('is nothing of a private one', async () => {
    const declare = async (title: string) => {
      await story.command('ana', 'general', '')
      await story.submit('ana', { title, severity: 'SEV1', urgency: 'high', private: true })
      await story.settle()
    }
    await declare('Payroll leaked')
    await declare('CANARY')
    await story.running.app.subscriptions.add({ user: 'U0DEV00004', kind: 'incident', of: 'INC-3' })
    await story.command('ana', 'inc-3', 'merge INC-4')
    await story.settle()
    expect((await story.incident('INC-3')).status).toBe('merged')
    expect((await textsOf('dev')).join()).not.toMatch(/INC-3|INC-4|CANARY|Payroll/)
    expect(await story.running.app.subscriptions.of('U0DEV00004')).not.toContainEqual({ kind: 'incident', of: 'INC-4' })
  })

  it('is told after hours in which Slack took nothing, also where the other is over by then', async () => {
    const declare = async (title: string) => {
      await story.command('ben', 'general', '')
      await story.submit('ben', { title, severity: 'SEV4', urgency: 'low', service: 'website' })
      await story.settle()
    }
    await declare('Search is slow')
    await declare('The index is gone')
    await story.command('dev', 'general', 'INC-5 subscribe')
    await update('inc-5-search-is-slow', 'We look')
    const dm = ((await story.post('open-dm', { user: 'dev' })) as unknown as { channel: string }).channel
    const match = { method: 'chat.postMessage', channel: 'U0DEV00004' }
    await story.post('faults', { rules: [{ fault: 'error', error: 'internal_error', times: 0, match }] })
    await story.command('ben', 'inc-5-search-is-slow', 'merge INC-6')
    await story.settle()
    await story.post('advance', { minutes: 70 })
    await story.command('ben', 'inc-6-the-index-is-gone', 'cancel It was the same')
    await story.settle()
    expect((await story.messages(dm)).map(({ text }) => text).join()).not.toContain('INC-6')
    await fetch(`${story.url}/_control/faults`, { method: 'DELETE' })
    await story.post('advance', { minutes: 20 })
    await story.settle()
    expect((await textsOf('dev')).filter(text => text.includes('was handled as'))).toEqual([
      'INC-5 was handled as INC-6 The index is gone, and is over now: not an incident after all',
    ])
  })
})
