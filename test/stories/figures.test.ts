import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { departures } from '../helpers/departures.ts'
import { declareCheckout, type Story, tellStory } from '../helpers/story.ts'

describe('the figures of the last month', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
  })
  afterAll(() => story.end())

  const figures = async (who: string, text = 'metrics') => {
    const { response } = await story.command(who, 'general', text)
    return `${response?.text} ${JSON.stringify(response?.blocks ?? [])}`
  }

  it('say that there is nothing to count while there is nothing', async () => {
    expect(await figures('emi')).toContain('Figures, last 30 days: no incident')
  })

  it('are those of the incidents that the person who asks may see', async () => {
    await declareCheckout(story)
    const room = (await story.channel(/^inc-1/)).id
    await story.post('advance', { minutes: 4 })
    await story.command('ana', room, 'ack')
    await story.command('ana', room, 'resolve Rolled back')
    await story.settle()
    await story.command('ben', 'general', '')
    await story.submit('ben', { title: 'CANARY', severity: 'SEV1', urgency: 'high', private: true })
    await story.settle()
    await story.post('advance', { minutes: 9 })
    await story.command('ben', 'inc-2', 'ack')
    await story.settle()
    const outside = await figures('emi')
    expect(outside).toContain('Figures, last 30 days: 1 incident')
    expect(outside).toContain('*Time to acknowledge*: median 4 min, p90 4 min, of 1  _Declared → Acknowledged_')
    expect(outside).toContain('*Acknowledge*: 1 of 1 in time (100 %)')
    expect(outside).not.toMatch(/INC-2|CANARY|private/)
    const inside = await figures('ben')
    expect(inside).toContain('Figures, last 30 days: 2 incidents')
    expect(inside).toContain('*Time to acknowledge*: median 4 min, p90 9 min, of 2')
    expect(inside).toContain('*Acknowledge*: 1 of 2 in time (50 %)')
  })

  it('leave out what was cancelled, and say so', async () => {
    await story.command('ana', 'general', '')
    await story.submit('ana', {
      title: 'Nothing',
      severity: 'SEV3',
      urgency: 'low',
      service: 'api',
      category: 'software',
    })
    await story.settle()
    await story.command('ana', (await story.channel(/^inc-3/)).id, 'cancel a false alarm')
    await story.settle()
    const seen = await figures('emi')
    expect(seen).toContain('last 30 days: 1 incident')
    expect(seen).toContain('Not counted: 1 cancelled or merged.')
  })

  it('are of one service, and of as many days as one asks for', async () => {
    expect(await figures('emi', 'metrics service checkout')).toContain(
      'Figures of Checkout and payments, last 30 days: 1 incident',
    )
    expect(await figures('emi', 'metrics 7d service api')).toContain('Figures of Public API, last 7 days: no incident')
    await story.command('ben', 'inc-2', 'cancel it was nothing')
    await story.settle()
    await story.sleepUntilRestart(1500)
    expect(await figures('emi', 'metrics 1d')).toContain('last 1 day: no incident')
    expect(await figures('emi', 'metrics 90d')).toContain('last 90 days: 1 incident')
    expect(await figures('emi', 'metrics 900d')).toContain('Say over how many days')
    expect(await figures('emi', 'metrics last year')).toContain('Say over how many days')
  })

  it('are behind a button on the Home tab', async () => {
    await story.post('open-home', { user: 'emi' })
    await vi.waitFor(async () => expect(JSON.stringify(await story.get('home/emi'))).toContain('Figures'))
    await story.post('interact', { user: 'emi', view_id: 'home', action: { action_id: 'metrics' } })
    await vi.waitFor(async () =>
      expect(JSON.stringify(await story.get('views/emi'))).toContain('Figures, last 30 days: 1 incident'),
    )
    const sent = (await departures(story)).filter(({ what }) => what === 'views.open' || what === 'views.update')
    expect(sent.at(-1)?.text).toContain('Promises kept')
  })
})
