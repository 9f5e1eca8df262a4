import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deliveriesOf } from '../../src/domain/delivery.ts'
import { isFact } from '../../src/domain/timeline.ts'
import { type Story, tellStory } from '../helpers/story.ts'

const war = 'inc-1-checkout-is-down'

describe('an update that does not get everywhere', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
    await story.command('ana', 'general', 'checkout is down')
    await story.submit('ana', { title: 'Checkout is down', severity: 'SEV1', urgency: 'high' })
    await story.settle()
    await refuse('is_archived', 2)
    await story.command('chloe', war, 'update')
    await story.submit('chloe', { state: 'Out', impact: 'One in ten fails', next: '30', skip: ['skip'] })
    await story.settle()
  })
  afterAll(() => story.end())

  const refuse = async (error: string, times: number) =>
    story.post('faults', {
      rules: [
        {
          fault: 'error',
          error,
          times,
          match: { method: 'chat.postMessage', channel: (await story.channel('leadership')).id },
        },
      ],
    })
  const told = async () => (await story.messages(war)).filter(({ text }) => text.includes('could not post'))
  const states = async () => {
    const incident = await story.incident()
    const [update] = incident.timeline.filter(isFact('update-written'))
    if (!update) throw new Error('there is no update')
    return deliveriesOf(incident, update).map(({ audience, state, reason }) => [audience, state, reason])
  }

  it('tells Chloé who was not reached, and why', async () => {
    const [message, ...more] = await told()
    expect(more).toEqual([])
    expect(message?.text).toContain('could not post the update for leadership')
    expect(JSON.stringify(message?.blocks)).toContain('<@U0CHLOE003>, please')
    expect(await states()).toEqual([
      ['responders', 'sent', undefined],
      ['leadership', 'failed', 'is_archived'],
      ['support', 'sent', undefined],
      ['customers', 'sent', undefined],
    ])
  })

  it('stands in the tray as it is with each audience', async () => {
    await story.command('chloe', war, '')
    expect(JSON.stringify((await story.get('views/chloe')).view)).toContain(
      'sent to Responders, Support, Customers; :warning: could not be delivered to Leadership (is_archived)',
    )
    await story.post('close-view', { user: 'chloe', all: true })
  })

  it('is there to be copied, as leadership would have read it', async () => {
    await story.press({ user: 'chloe', action: 'copy_update', channel: war })
    await story.running.app.background.idle()
    const view = JSON.stringify((await story.get('views/chloe')).view)
    expect(view).toContain('What Leadership would read')
    expect(view).toContain('Business impact\\nOne in ten fails')
    await story.post('close-view', { user: 'chloe', all: true })
  })

  it('says it again where trying again does not help', async () => {
    await story.press({ user: 'chloe', action: 'retry_update', channel: war })
    await story.settle()
    expect(await told()).toHaveLength(2)
    expect((await states())[1]).toEqual(['leadership', 'failed', 'is_archived'])
  })

  it('gets there with another press, once, however often it is pressed', async () => {
    await story.press({ user: 'chloe', action: 'retry_update', channel: war })
    await story.press({ user: 'ben', action: 'retry_update', channel: war })
    await story.settle()
    const messages = await story.messages('leadership')
    expect(messages.map(({ text }) => text)).toEqual([expect.stringContaining('One in ten fails')])
    expect((await states())[1]).toEqual(['leadership', 'sent', undefined])
  })
})
