import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { leaveAudiences, type Story, tellStory } from '../helpers/story.ts'

const war = 'inc-1-checkout-is-down'

describe('a customer who waits for the end', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
    await leaveAudiences(story, 'dev')
    await story.command('ana', 'general', 'declare')
    await story.submit('ana', { title: 'Checkout is down', severity: 'SEV1', urgency: 'high', service: 'checkout' })
    await story.settle()
    await story.command('dev', 'general', 'subscribe INC-1')
    await story.command('ben', war, 'role commander me')
    await story.command('ben', war, 'update')
    await story.submit('ben', {
      state: 'pay-2 refuses tokens',
      impact: 'One in three payments fails.',
      next: '60',
      skip: ['skip'],
    })
    await story.settle()
    await story.post('advance', { minutes: 20 })
  })
  afterAll(() => story.end())

  const last = async (channel: string) => (await story.messages(channel)).at(-1)?.text ?? ''

  it('is asked about by a form that is filled with the last impact and says who reads what', async () => {
    await story.command('ben', war, 'resolve')
    const { view } = (await story.get('views/ben')) as unknown as { view: unknown }
    const form = JSON.stringify(view)
    expect(form).toContain('"initial_value":"One in three payments fails."')
    expect(form).toContain(
      'In plain words, without names of systems or people. Read by Responders, Leadership, Support, Customers.',
    )
    expect(form).toContain('A fix, or the workaround that holds. Read by Responders, Leadership.')
  })

  it('reads what happened, the impact, what is done about it, what is promised, and an apology', async () => {
    await story.submit('ben', {
      resolution: 'Rolled pay-2 back to 811',
      happened: 'A release broke the connection to our payment provider.',
      impact: '412 payments were refused between 10:00 and 10:20.',
      prevention: 'A release is tried in one region first.',
      promises: '- A second payment provider by May\n- An alert on refused payments',
    })
    const preview = JSON.stringify((await story.get('views/ben')).view)
    expect(preview).toContain('Preview INC-1')
    expect(preview).toContain('We are sorry for the disruption. Thank you for your patience.')
    expect(preview).toContain('*Hidden from Customers:* What fixed it')
    await story.settle()
    expect((await story.incident()).status).not.toBe('resolved')
    await story.submit('ben', {})
    await story.settle()
    expect(await last('customer-updates')).toBe(`Checkout and payments: resolved
Where things stand: This is resolved.
What happened: A release broke the connection to our payment provider.
What you may notice: 412 payments were refused between 10:00 and 10:20.
So that it does not happen again: A release is tried in one region first.
What we promise: A second payment provider by May
An alert on refused payments
We are sorry for the disruption. Thank you for your patience.`)
  })

  it('reads it without what fixed it, which leadership and responders read', async () => {
    expect(await last('leadership')).toContain('Rolled pay-2 back to 811')
    expect(await last('leadership')).not.toContain('sorry')
    expect(await last('customer-updates')).not.toMatch(/pay-2|811/)
  })

  it('finds all of it in the review', async () => {
    await story.command('ben', war, 'review')
    await story.settle()
    const file = (await story.messages(war)).findLast(one => one.files)?.files?.[0]?.id
    const review = await fetch(`${story.url}/_control/files/${file}`).then(response => response.text())
    expect(review).toContain('A release broke the connection to our payment provider.')
    expect(review).toContain('A release is tried in one region first.')
    expect(review).toContain('An alert on refused payments')
  })

  it('hears on the day when a promise is kept, once, in its words; support and leadership hear it too', async () => {
    await story.post('advance', { minutes: 36 * 60 })
    const listed = await story.command('ben', war, 'followup')
    expect(JSON.stringify(listed.response?.blocks)).toContain('2. An alert on refused payments')
    await story.command('ben', war, 'followup done 2')
    await story.command('ben', war, 'followup done 2')
    await story.settle()
    const told = (await story.messages('customer-updates')).filter(one => one.text.includes('is done:'))
    expect(told.map(one => one.text)).toEqual([
      `Checkout and payments: resolved
Where things stand: What we promised on 2 March is done: An alert on refused payments`,
    ])
    for (const channel of ['leadership', 'support']) expect(await last(channel)).toContain('is done: An alert')
    expect(JSON.stringify((await story.command('ben', war, 'followup')).response?.blocks)).toContain(
      ':white_check_mark: 2. An alert on refused payments',
    )
  })

  it('hears of it in a direct message, as one who subscribed', async () => {
    const { channel } = (await story.post('open-dm', { user: 'dev' })) as unknown as { channel: string }
    expect((await last(channel)).split('\n').at(-1)).toBe(
      'Where things stand: What we promised on 2 March is done: An alert on refused payments',
    )
  })

  it('is not told of the review, of which leadership is, once, with what it may read of it', async () => {
    const before = await story.messages('customer-updates')
    await story.command('ben', war, 'review publish')
    await story.command('ana', war, 'review publish')
    await story.settle()
    expect((await story.messages('leadership')).filter(one => one.text.includes('review is published'))).toHaveLength(1)
    expect(await story.messages('customer-updates')).toEqual(before)
    const messages = (await story.messages('leadership')) as readonly { ts: string; thread_ts?: string; text: string }[]
    const told = messages.find(one => one.text.includes('review is published'))
    const below = (await story.messages('leadership')).filter(one => 'thread_ts' in one && one.thread_ts === told?.ts)
    const [{ id, name } = { id: '', name: '' }, ...more] = below.flatMap(one => one.files ?? [])
    expect([name, more]).toEqual(['INC-1-review.html', []])
    const copy = await fetch(`${story.url}/_control/files/${id}`).then(response => response.text())
    expect(copy).toContain('Written for: Leadership')
    expect(copy).toContain('A release broke the connection to our payment provider.')
    expect(copy).not.toMatch(/Ben Sample|What you can do meanwhile/)
  })

  it('counts for nobody as an update that was owed', async () => {
    const { response } = await story.command('ben', war, 'comms')
    expect(JSON.stringify(response?.blocks)).toContain('*Customers*\\n2 of 2 on time (100 %)')
  })
})

describe('whoever ends an incident', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
    await story.command('ana', 'general', 'checkout is down')
    await story.submit('ana', { title: 'Checkout is down', severity: 'SEV1', urgency: 'high' })
    await story.settle()
    await story.command('ben', war, 'role commander me')
    await story.command('ben', war, 'update')
    await story.submit('ben', { state: 'Looking', next: '60', skip: ['skip'] })
    await story.settle()
  })
  afterAll(() => story.end())

  const view = async (user: string) => JSON.stringify((await story.get(`views/${user}`)).view)
  const last = async (channel: string) => (await story.messages(channel)).at(-1)?.text ?? ''
  const leave = (user: string) => story.post('close-view', { user, all: true })

  it('loses nothing by going back: what was written is in the form again', async () => {
    await story.command('ben', war, 'resolve')
    await story.submit('ben', { resolution: 'Rolled back', prevention: 'One region first', promises: 'An alert' })
    await story.submit('ben', { words_leadership: 'It is over; refunds are paid.' })
    await story.command('ben', war, 'reopen too early')
    await leave('ben')
    await story.command('ben', war, 'resolve')
    await story.submit('ben', { resolution: 'Rolled back again', prevention: 'One region first', promises: 'An alert' })
    await leave('ben')
    await story.restart()
    await story.command('ben', war, 'resolve')
    const form = await view('ben')
    for (const text of ['Rolled back again', 'One region first', 'An alert'])
      expect(form).toContain(`"initial_value":"${text}"`)
    expect((await story.incident()).status).toBe('investigating')
  })

  it('looks again when somebody sent an update meanwhile, and nothing has changed until then', async () => {
    await story.submit('ben', {})
    await story.command('chloe', war, 'update')
    await story.submit('chloe', { state: 'Chloé restarts it', next: '60', skip: ['skip'] })
    await story.settle()
    await story.submit('ben', { words_leadership: 'It is over; refunds are paid.' })
    const preview = await view('ben')
    expect(preview).toContain('<@U0CHLOE003> sent an update')
    expect(preview).toContain('"initial_value":"It is over; refunds are paid."')
    const incident = await story.incident()
    expect(incident.status).toBe('investigating')
    expect(incident.timeline.filter(fact => fact.type === 'follow-up-promised')).toHaveLength(1)
  })

  it('ends it and tells of it in one write, once however often it is pressed', async () => {
    const before = (await story.incident()).version
    const { view: shown } = (await story.get('views/ben')) as unknown as { view: { id: string } }
    expect(shown.id).toBeDefined()
    await story.submit('ben', {})
    const facts = (await story.incident()).timeline.slice(-3).map(fact => fact.type)
    expect((await story.incident()).status).toBe('resolved')
    expect(facts).toContain('update-written')
    expect((await story.incident()).version).toBeGreaterThan(before)
    await story.settle()
    expect(await last('leadership')).toContain('It is over; refunds are paid.')
    expect(await last('customer-updates')).not.toContain('refunds')
    const finals = (await story.incident()).timeline.filter(
      fact => fact.type === 'update-written' && fact.kind === 'final',
    )
    expect(finals).toHaveLength(2)
    expect((await story.get('views/ben')).view).toBeNull()
  })

  it('previews a cancellation and a merge to those who heard of it, each before anything is done', async () => {
    await story.command('ben', war, 'reopen not over')
    await story.command('ben', war, 'cancel')
    await story.submit('ben', { reason: 'A drill' })
    expect(await view('ben')).toContain('Cancel the incident')
    expect((await story.incident()).status).toBe('investigating')
    await leave('ben')
    await story.command('ana', 'general', 'payments fail')
    await story.submit('ana', { title: 'Payments fail', severity: 'SEV1', urgency: 'high' })
    await story.settle()
    await story.command('ben', war, 'merge')
    await story.submit('ben', { into: 'INC-2' })
    expect(await view('ben')).toContain('INC-2')
    expect((await story.incident()).status).toBe('investigating')
    await story.submit('ben', { words_support: 'Point customers to INC-2.' })
    await story.settle()
    expect(await story.incident()).toMatchObject({ status: 'merged', mergedInto: 'INC-2' })
    expect((await story.messages('support')).some(({ text }) => text.includes('Point customers to INC-2.'))).toBe(true)
  })
})
