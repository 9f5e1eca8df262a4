import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decide } from '../../src/app/incidents.ts'
import { wholeText } from '../../src/app/reviews.ts'
import { writeUpdate } from '../../src/domain/updates.ts'
import { type Story, tellStory } from '../helpers/story.ts'

const room = 'inc-1-checkout-fails'

describe('what readers make of the updates', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
    await story.command('dev', 'general', '')
    await story.submit('dev', {
      title: 'Checkout fails',
      severity: 'SEV1',
      urgency: 'high',
      service: 'checkout',
      category: 'software',
    })
    await story.settle()
    await story.command('dev', room, 'role commander @ana')
    const { app } = story.running
    const input = { fields: { state: 'Looking', impact: 'Slow' }, nextInMinutes: 240, policy: app.policy }
    await decide(app, 'INC-1', { by: { by: 'U0ANA00001', via: 'modal' }, run: writeUpdate, input })
    await story.settle()
  })
  afterAll(() => story.end())

  const seen = async () => {
    const { response } = await story.command('ana', room, 'feedback')
    return JSON.stringify(response?.blocks ?? [])
  }
  const menu = async (user: string, rating: string) => {
    const message = (await story.messages('support')).findLast(({ text }) => text.includes('Slow'))
    const [, ref] = /"value":"(INC-1#\d+\/support)"/.exec(JSON.stringify(message?.blocks)) ?? []
    const action = { action_id: 'rate', value: `${ref}/${rating}` }
    await story.post('interact', { user, channel: 'support', messageTs: message?.ts, action })
    await story.settle()
  }

  it('is one choice below an update, which can be changed', async () => {
    await menu('chloe', 'helpful')
    await menu('gus', 'helpful')
    expect(await seen()).toContain('*Support* (2 people): had what they needed 0×, asked 0×, 👍 2, 👎 0')
    await menu('chloe', 'not-helpful')
    expect((await story.ephemerals('chloe')).at(-1)?.text).toContain('noted as not helpful')
    expect(await seen()).toContain('*Support* (2 people): had what they needed 0×, asked 0×, 👍 1, 👎 1')
  })

  it('can be said by its reporter from the first message on', async () => {
    const { channel } = (await story.post('open-dm', { user: 'dev' })) as unknown as { channel: string }
    const message = (await story.messages(channel)).find(({ text }) => text.startsWith('INC-1 is declared'))
    const [, value] = /"value":"(INC-1#\d+\/reporter\/helpful)"/.exec(JSON.stringify(message?.blocks)) ?? []
    const action = { action_id: 'rate', value }
    await story.post('interact', { user: 'dev', channel, messageTs: message?.ts, action })
    await story.settle()
    expect(await seen()).toContain('*Reporter* (1 person): had what they needed 0×, asked 0×, 👍 1, 👎 0')
  })

  it('counts who had what they needed once, however often they say so', async () => {
    for (let times = 0; times < 2; times++) {
      await story.press({ user: 'gus', channel: 'support', action: 'have_what_i_need' })
      await story.settle()
    }
    expect(await seen()).toContain('*Support* (2 people): had what they needed 1×, asked 0×, 👍 1, 👎 1')
  })

  it('is asked below the closing notice, and of the reporter once it is closed, with a line of their own', async () => {
    await story.command('ana', room, 'resolve Rolled back')
    await story.settle()
    await story.press({ user: 'emi', channel: 'leadership', action: 'rate_helpful' })
    await story.settle()
    await story.command('ana', room, 'close')
    await story.settle()
    const { channel } = (await story.post('open-dm', { user: 'dev' })) as unknown as { channel: string }
    expect((await story.messages(channel)).map(({ text }) => text)).toContain(
      'INC-1 is closed: Checkout fails. How was it handled?',
    )
    await story.press({ user: 'dev', channel, action: 'rate_not_helpful' })
    await story.settle()
    const [{ ts } = { ts: '' }] = (await story.ephemerals('dev')).slice(-1)
    const [, value] =
      /"value":"(INC-1#\d+\/reporter)"/.exec(JSON.stringify((await story.ephemerals('dev')).at(-1))) ?? []
    await story.post('interact', { user: 'dev', channel, messageTs: ts, action: { action_id: 'rating_line', value } })
    await story.settle()
    await story.submit('dev', { line: 'I heard of it from the news first.' })
    const blocks = await seen()
    expect(blocks).toContain('*Leadership* (1 person): had what they needed 0×, asked 0×, 👍 1, 👎 0')
    expect(blocks).toContain('*Reporter* (1 person): had what they needed 0×, asked 0×, 👍 1, 👎 1')
    expect(blocks).toContain('I heard of it from the news first.')
    expect(blocks).not.toContain('U0DEV00004')
  })

  it('stays with the people in the incident’s channel, and goes into the review', async () => {
    expect((await story.command('emi', 'general', 'INC-1 feedback')).response?.text).toContain(
      'are for the people in its channel',
    )
    await story.command('ana', room, 'review markdown')
    await story.settle()
    const saved = await story.running.app.reviews.get('INC-1', 'markdown')
    const review = saved && (await wholeText(saved.read()))
    expect(review).toMatch(/\| Support +\| 2 +\| 1 +\| 0 +\| 0 +\| 1 +\| 1 +\|/)
    expect(review).toContain('Reporter: I heard of it from the news first.')
  })
})
