import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isFact } from '../../src/domain/timeline.ts'
import { sampleIncident } from '../../src/sample-incident.ts'
import { type Story, tellStory } from '../helpers/story.ts'

interface State {
  readonly status: string
  readonly step: number
  readonly say: string
  readonly problem: string | null
}

let story: Story
beforeAll(async () => {
  story = await tellStory()
})
afterAll(() => story.end())

const current = async () => (await story.get('play')).current as State

async function play(): Promise<State> {
  expect(await story.post('play', { speed: 1_000 })).toMatchObject({ ok: true, current: { status: 'playing' } })
  let state = await current()
  while (state.status === 'playing') {
    await new Promise(resolve => setTimeout(resolve, 50))
    state = await current()
  }
  return state
}
const said = async (channel: string) => (await story.messages(channel)).map(message => message.text)
const saysOnce = (texts: readonly string[], part: string) =>
  expect(texts.filter(text => text.includes(part))).toHaveLength(1)

describe('the sample incident', () => {
  it('is played to its end', async () => {
    expect(await play()).toMatchObject({ status: 'done', problem: null, step: sampleIncident.steps.length })
    await story.settle()
    expect(await story.incident()).toMatchObject({
      title: 'Checkout is failing for card payments',
      priority: 'P1',
      status: 'closed',
      roles: { commander: 'U0ANA00001', communications: 'U0CHLOE003' },
    })
  }, 60_000)

  it('shows leadership the report, no change, the automatic update, the second report and the end', async () => {
    const texts = await said('leadership')
    expect(texts).toHaveLength(5)
    expect(texts[0]).toContain('May we pause the spring campaign')
    expect(texts[1]).toContain('no change to report')
    expect(texts[2]).toContain('sent automatically')
    expect(texts[3]).toContain('Card payments work again')
    expect(texts[4]).toMatch(/resolved/i)
  })

  it('tells support and customers what concerns them, and no more', async () => {
    const support = await said('support')
    expect(support.some(text => text.includes('Pay by bank transfer or voucher.'))).toBe(true)
    const customers = await said('customer-updates')
    saysOnce(customers, 'One in three card payments is refused')
    saysOnce(customers, 'This is resolved')
    expect(customers.join('\n')).not.toMatch(/2480|Ben|campaign/)
  })

  it('reminds Chloé before each of the two updates, and Ana only where Chloé did not answer', async () => {
    const { channel } = (await story.post('open-dm', { user: 'chloe' })) as unknown as { channel: string }
    const reminders = (await said(channel)).filter(text => text.includes('the next update is due'))
    expect(reminders.length).toBeGreaterThanOrEqual(2)
    const nudged = (await story.incident()).timeline.filter(isFact('nudged'))
    expect(nudged.map(fact => fact.user).slice(0, 3)).toEqual(['U0CHLOE003', 'U0CHLOE003', 'U0ANA00001'])
  })

  it('leaves the review in the channel, with what people wrote there', async () => {
    const channel = await story.channel(/^inc-1-checkout/)
    const file = (await story.messages(channel.id)).findLast(message => message.files)?.files?.[0]
    expect(file?.name).toMatch(/^INC-1-review-\d+\.html$/)
    const review = await fetch(`${story.url}/_control/files/${file?.id}`).then(response => response.text())
    expect(review).toContain('Release 2480 is back everywhere')
    expect(review).toContain('Went back from release 2481 to 2480')
  })

  it('can be played again, and then makes the next incident', async () => {
    expect(await play()).toMatchObject({ status: 'done', problem: null })
    await story.settle()
    expect(await story.incident('INC-2')).toMatchObject({ status: 'closed' })
  }, 60_000)
})

describe('the clock of the sandbox', () => {
  it('says what Sitrep will do next, and stops there on a long way', async () => {
    await story.command('ana', 'general', 'declare')
    await story.submit('ana', { title: 'Search is slow', severity: 'SEV1', urgency: 'high' })
    await story.settle()
    const declaredAt = (await story.incident('INC-3')).declaredAt.getTime()
    const inMinutes = (minutes: number) => new Date(declaredAt + minutes * 60_000).toISOString()
    expect((await story.get('next-due')).due).toEqual({
      at: inMinutes(10),
      label: 'INC-3: remind the owner of the next update',
    })
    const moved = await story.post('advance', { minutes: 80 })
    const written = (await story.incident('INC-3')).timeline.filter(isFact('update-written'))
    expect(written.map(fact => Math.round((fact.at.getTime() - declaredAt) / 60_000))).toEqual([15, 45, 75])
    const leadership = await story.channel('leadership')
    expect(moved.newMessages).toContainEqual({ channel: leadership.id, count: 3 })
  })
})
