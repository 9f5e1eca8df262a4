import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Story, tellStory } from '../helpers/story.ts'

const war = 'inc-1-checkout-is-down'

describe('a customer who waits for the end', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
    await story.command('ana', 'general', 'declare')
    await story.submit('ana', { title: 'Checkout is down', severity: 'SEV1', urgency: 'high', service: 'checkout' })
    await story.settle()
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
    await story.settle()
    expect(await last('customer-updates')).toBe(`Checkout and payments: resolved
Where things stand: This is resolved.
What happened: A release broke the connection to our payment provider.
What you may notice: 412 payments were refused between 10:00 and 10:20.
What we do about it: A release is tried in one region first.
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

  it('is not told of the review, of which leadership is, once', async () => {
    const before = await story.messages('customer-updates')
    await story.command('ben', war, 'review publish')
    await story.command('ana', war, 'review publish')
    await story.settle()
    expect((await story.messages('leadership')).filter(one => one.text.includes('review is published'))).toHaveLength(1)
    expect(await story.messages('customer-updates')).toEqual(before)
  })

  it('counts for nobody as an update that was owed', async () => {
    const { response } = await story.command('ben', war, 'comms')
    expect(JSON.stringify(response?.blocks)).toContain('*Customers*\\n2 of 2 on time (100 %)')
  })
})
