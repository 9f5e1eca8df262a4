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
  const following = async () => (await story.messages(war)).filter(({ text }) => /^Update \d+: /.test(text))
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
      'sent to Responders, Support, Customers; :warning: could not be delivered to Leadership (the channel is archived: unarchive it, or name another in the policy)',
    )
    await story.post('close-view', { user: 'chloe', all: true })
  })

  it('is followed by one line below the card, which says where it got to and what can be done', async () => {
    const [line, ...more] = await following()
    expect(more).toEqual([])
    const card = (await story.messages(war)).find(one => one.text.startsWith('INC-1 Checkout is down'))
    expect(line).toMatchObject({ thread_ts: card?.ts })
    expect(line?.text).toBe(
      'Update 1: Responders sent · Leadership not reached (the channel is archived: unarchive it, or name another in the policy) · Support sent · Customers sent',
    )
    const blocks = JSON.stringify(line?.blocks)
    expect(blocks).toContain('*Update 1* by <@U0CHLOE003>')
    expect(blocks).toContain('Try again: Leadership')
    expect(blocks).toContain('"action_id":"correct_update"')
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

  it('stands as sent in the same line then, which has nothing left to try', async () => {
    const [line, ...more] = await following()
    expect(more).toEqual([])
    expect(line?.text).toBe('Update 1: Responders sent · Leadership sent · Support sent · Customers sent')
    expect(JSON.stringify(line?.blocks)).not.toContain('Try again')
    expect(line?.edited).toBeDefined()
  })

  it('is corrected from its own line also when a later one has followed', async () => {
    await story.command('chloe', war, 'update')
    await story.submit('chloe', { state: 'Back', impact: 'None', next: '30', skip: ['skip'] })
    await story.settle()
    const [first, second, ...more] = await following()
    expect(more).toEqual([])
    expect(second?.text).toContain('Update 2: Responders sent')
    await story.post('interact', { user: 'chloe', channel: war, messageTs: first?.ts, action: 'correct_update' })
    await story.running.app.background.idle()
    await story.submit('chloe', { impact: 'One in nine fails' })
    await story.submit('chloe', {})
    await story.settle()
    expect((await story.messages('leadership')).map(({ text }) => text)).toEqual([
      expect.stringContaining('One in nine fails'),
      expect.stringContaining('None'),
    ])
  })

  it('is followed anew where somebody deleted that line, and not by a second one when Sitrep starts anew', async () => {
    await story.restart()
    await story.settle()
    expect(await following()).toHaveLength(2)
    const [, second] = await following()
    await fetch(`${story.url}/api/chat.delete`, {
      method: 'POST',
      headers: { authorization: 'Bearer xoxb-sandbox', 'content-type': 'application/json' },
      body: JSON.stringify({ channel: (await story.channel(war)).id, ts: second?.ts }),
    })
    await story.press({ user: 'chloe', action: 'correct_update', channel: war })
    await story.command('chloe', war, 'correct')
    await story.submit('chloe', { impact: 'None any more' })
    await story.submit('chloe', {})
    await story.settle()
    const lines = await following()
    expect(lines.map(({ text }) => text.slice(0, 8))).toEqual(['Update 1', 'Update 2'])
    expect(lines[1]?.ts).not.toBe(second?.ts)
  })
})

describe('an update that is waited for', () => {
  it('says so in its line, which follows the posts and is drawn anew once for a row of them', async () => {
    const story = await tellStory()
    try {
      await story.command('ana', 'general', 'checkout is down')
      await story.submit('ana', { title: 'Checkout is down', severity: 'SEV1', urgency: 'high' })
      await story.settle()
      const leadership = (await story.channel('leadership')).id
      const match = { method: 'chat.postMessage', channel: leadership }
      await story.post('faults', { rules: [{ fault: 'error', error: 'internal_error', times: 1, match }] })
      await story.command('chloe', war, 'update')
      await story.submit('chloe', { state: 'Out', impact: 'One in ten fails', next: '30', skip: ['skip'] })
      await story.settle()
      const line = async () => (await story.messages(war)).filter(({ text }) => /^Update 1:/.test(text)).at(-1)
      await story.post('advance', { minutes: 0.1 })
      expect((await line())?.text).toMatch(/Leadership (on its way|sent)/)
      await story.post('advance', { minutes: 1 })
      await story.settle()
      expect((await line())?.text).toBe('Update 1: Responders sent · Leadership sent · Support sent · Customers sent')
    } finally {
      await story.end()
    }
  })
})
