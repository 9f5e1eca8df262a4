import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { declareCheckout, leaveAudiences, type Story, tellStory } from '../helpers/story.ts'

const room = 'inc-1-checkout-fails'

describe('what Dev reads, who subscribed to an incident', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
    await leaveAudiences(story, 'dev', 'emi')
    await declareCheckout(story)
  })
  afterAll(() => story.end())

  const update = async (state: string) => {
    await story.command('ana', room, 'update')
    await story.submit('ana', {
      state,
      impact: 'One in three payments fails',
      actions: 'Rolling back',
      next: '240',
      skip: ['skip'],
    })
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
    expect(await told('dev')).toMatch(/^You are subscribed to INC-1\. .*The next one is due 2026/)
    expect(JSON.stringify((await story.ephemerals('dev')).at(-1)?.blocks)).toMatch(
      /The next one is due <!date\^\d+\^[^|]+\|[^>]+ UTC>\./,
    )
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

  it('is nothing more than the channel for Emi, who reads it among the leaders, unless she would read less there', async () => {
    await story.post('join', { user: 'emi', channel: 'leadership' })
    await story.post('advance', { minutes: 2 })
    await story.command('emi', 'general', 'INC-1 subscribe')
    await update('Three quarters are rolled back')
    expect(JSON.stringify(await directTo('emi'))).not.toContain('Three quarters')
    expect((await story.messages('leadership')).at(-1)?.text).toContain('Three quarters')
    const { timeline } = await story.incident()
    const skipped = { type: 'reader-skipped', audience: 'followers', channel: 'U0EMI00005', reason: 'reads-in-channel' }
    expect(timeline).toContainEqual(expect.objectContaining(skipped))
    await story.command('ana', room, 'update')
    const more = { state: 'Nearly all', impact: 'Some', workaround: 'Pay by invoice', next: '240', skip: ['skip'] }
    await story.submit('ana', more)
    await story.settle()
    expect((await lastDirect('emi'))?.text).toContain('Pay by invoice')
    await story.command('emi', 'general', 'INC-1 unsubscribe')
  })

  it('counts on the stakeholder map', async () => {
    const { response } = await story.command('ben', room, 'stakeholders')
    expect(response?.text).toMatch(/^Who hears of INC-1:\nResponders, next .*\nLeadership, next /)
    expect(JSON.stringify(response?.blocks)).toMatch(/Followers\* \(informed\) 2 people who subscribed.*Last told/)
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
    expect(JSON.stringify((await story.get('views/ana')).view)).toContain('*Followers* · 1 person, directly')
    await story.submit('ana', {})
    await story.settle()
    expect((await lastDirect('dev'))?.text).toContain('Rolled back')
  })

  it('is previewed with how many read it, what they do not, and is put in other words for them alone', async () => {
    await story.command('ana', room, 'reopen not over')
    await story.command('ana', room, 'update')
    await story.submit('ana', { state: 'Once more', impact: 'One in nine', needs: 'A decision', next: '30' })
    const preview = JSON.stringify((await story.get('views/ana')).view)
    expect(preview).toContain('*Followers* · 1 person, directly')
    expect(preview).toContain('*Hidden from Followers:* What we are doing, What we need')
    await story.submit('ana', { words_followers: 'It is back for one in nine of you.' })
    await story.settle()
    expect((await lastDirect('dev'))?.text).toContain('It is back for one in nine of you.')
    expect((await story.messages('support')).at(-1)?.text).not.toContain('one in nine of you')
    await story.command('ana', room, 'correct')
    await story.submit('ana', { state: 'Once more, briefly' })
    const correction = JSON.stringify((await story.get('views/ana')).view)
    expect(correction).toContain('*Followers* · 1 person, directly')
    expect(correction).toContain('"initial_value":"It is back for one in nine of you."')
    await story.post('close-view', { user: 'ana', all: true })
  })

  it('is previewed to nobody who reads it in the channel', async () => {
    await story.command('ana', room, 'subscribe')
    await story.command('ana', room, 'update')
    await story.submit('ana', { state: 'Once more', next: '30' })
    expect(JSON.stringify((await story.get('views/ana')).view)).toContain('*Followers* · 1 person, directly')
    await story.post('close-view', { user: 'ana', all: true })
    await story.command('ana', room, 'unsubscribe')
  })
})

describe('what Emi and Dev read, who subscribed to a service and a priority', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
    await leaveAudiences(story, 'emi', 'dev', 'chloe')
  })
  afterAll(() => story.end())

  const declare = async (fields: Record<string, unknown>) => {
    await story.command('ana', 'general', '')
    await story.submit('ana', { severity: 'SEV1', urgency: 'high', category: 'software', ...fields })
    await story.settle()
  }
  const direct = async (user: string) => {
    const { channel } = (await story.post('open-dm', { user })) as unknown as { channel: string }
    return story.messages(channel)
  }
  const textsOf = async (user: string) => (await direct(user)).map(({ text }) => text)
  const say = async (user: string, text: string) => (await story.command(user, 'general', text)).response?.text

  it('is asked for by the names that people use', async () => {
    expect(await say('emi', 'subscribe service Checkout and payments')).toContain(
      'subscribed to Checkout and payments.',
    )
    expect(await say('emi', 'subscribe service checkout')).toContain('already')
    expect(await say('dev', 'subscribe priority p2')).toContain('subscribed to P2 or more pressing.')
    expect(await say('dev', 'subscribe service chekout')).toContain('Did you mean `checkout`?')
    expect(await say('dev', 'subscribe priority huge')).toContain('P1, P2, P3, P4')
    expect((await story.command('gus', 'support', 'subscribe priority P2')).response?.text).toContain(
      'Guests hear of the incidents whose channels they are in',
    )
  })

  it('begins with one message: what, how bad, where, and when they hear next', async () => {
    await declare({ title: 'Payments fail', service: 'checkout' })
    for (const user of ['emi', 'dev']) {
      const told = (await direct(user)).filter(({ text }) => text.includes('Payments fail'))
      expect(told.map(({ text }) => text)).toEqual(['INC-1 Payments fail (P1): We are looking into it'])
      const blocks = JSON.stringify(told[0]?.blocks)
      expect(blocks).toContain((await story.channel('inc-1-payments-fail')).id)
      expect(blocks).toContain('The next one is due')
    }
    expect(JSON.stringify((await direct('emi')).at(-1)?.blocks)).toContain('subscribed to Checkout and payments.')
    expect(JSON.stringify((await direct('dev')).at(-1)?.blocks)).toContain('subscribed to P2 or more pressing.')
  })

  it('is not a message to those who work on it', async () => {
    await story.command('ben', 'general', 'subscribe priority P4')
    await declare({ title: 'Search is slow', service: 'website' })
    expect((await textsOf('ben')).filter(text => text.includes('Search'))).toEqual([])
    expect((await textsOf('emi')).filter(text => text.includes('Search'))).toEqual([])
    expect((await textsOf('dev')).filter(text => text.includes('Search'))).toHaveLength(1)
  })

  it('is no private incident, at no point', async () => {
    await declare({ title: 'Payroll leaked', service: 'checkout', private: true })
    await story.command('ana', 'inc-3', 'update')
    await story.submit('ana', { state: 'Payroll was copied', next: '240', skip: ['skip'] })
    await story.settle()
    for (const user of ['emi', 'dev']) expect((await textsOf(user)).join()).not.toContain('Payroll')
  })

  it('is nothing of a minor one, until it becomes a major one', async () => {
    const room = 'inc-4-a-typo'
    const update = async (state: string) => {
      await story.command('ana', room, 'update')
      await story.submit('ana', { state, impact: state, next: '240', skip: ['skip'] })
      await story.settle()
    }
    await declare({ title: 'A typo', severity: 'SEV4', urgency: 'low', service: 'website' })
    await update('It says teh')
    expect((await textsOf('dev')).join()).not.toMatch(/typo|teh/)
    await story.command('ana', room, 'severity SEV1')
    await update('It says something rude')
    expect((await textsOf('dev')).at(-1)).toContain('It says something rude')
  })

  it('is nothing for Chloé, who is a guest by the time it is sent, and no failure either', async () => {
    const { app } = story.running
    await app.subscriptions.add({ user: 'U0CHLOE003', kind: 'incident', of: 'INC-1' })
    await story.post('set-role', { user: 'ana', person: 'chloe', role: 'guest' })
    await story.command('ana', 'inc-1-payments-fail', 'update')
    await story.submit('ana', { state: 'Paying works again', impact: 'None', next: '240', skip: ['skip'] })
    await story.settle()
    const { timeline } = await story.incident()
    const addressed = timeline.findLast(fact => fact.type === 'update-addressed')
    expect(addressed).toMatchObject({
      to: expect.arrayContaining([expect.objectContaining({ channel: 'U0CHLOE003' })]),
    })
    expect((await textsOf('dev')).at(-1)).toContain('Paying works again')
    expect(await textsOf('chloe')).toEqual([])
    expect(timeline.filter(fact => fact.type === 'work-abandoned')).toEqual([])
  })

  it('ends below an update, for that subscription alone', async () => {
    await story.command('dev', 'general', 'INC-1 subscribe')
    const { channel } = (await story.post('open-dm', { user: 'dev' })) as unknown as { channel: string }
    await story.press({ user: 'dev', channel, action: 'unsubscribe' })
    await story.settle()
    expect((await story.ephemerals('dev')).at(-1)?.text).toBe(
      'You are no longer subscribed to P2 or more pressing. You are still subscribed to INC-1.',
    )
  })
})
