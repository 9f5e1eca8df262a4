import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isFact } from '../../src/domain/timeline.ts'
import { type Story, tellStory } from '../helpers/story.ts'

const war = 'inc-1-checkout-is-down'
const fields = {
  state: 'The payment provider times out',
  impact: 'Card payments fail for one in three',
  actions: 'Failing over to the second provider',
  workaround: 'Pay by invoice',
  needs: 'A decision on refunds',
}

describe('an update, from the form over the preview to its readers', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
    await story.command('ana', 'general', 'checkout is down')
    await story.submit('ana', { title: 'Checkout is down', severity: 'SEV1', urgency: 'high' })
    await story.settle()
  })
  afterAll(() => story.end())

  const view = async (user: string) => JSON.stringify((await story.get(`views/${user}`)).view)
  const last = async (channel: string) => (await story.messages(channel)).at(-1)?.text ?? ''
  const updates = async () => (await story.incident()).timeline.filter(isFact('update-written'))

  it('shows Chloé who reads what and what is hidden from whom before anything is sent', async () => {
    await story.command('chloe', war, 'update')
    await story.submit('chloe', { ...fields, next: '30' })
    const preview = await view('chloe')
    expect(preview).toContain('Preview INC-1')
    expect(preview).toContain('*Hidden from Leadership:* What we are doing, Workaround')
    expect(preview).toContain(`*Leadership* · <#${(await story.channel('leadership')).id}>`)
    expect(preview).toContain('Card payments fail for one in three')
    await story.settle()
    expect(await updates()).toEqual([])
    expect(await story.messages('leadership')).toEqual([])
  })

  it('sends each audience its own words where Chloé changed them, and the template’s to the others', async () => {
    await story.submit('chloe', { words_leadership: 'Refunds need your decision today.\n\nOne in three cannot pay.' })
    await story.settle()
    expect((await story.get('views/chloe')).view).toBeNull()
    expect(await updates()).toMatchObject([
      { by: 'U0CHLOE003', wordings: { leadership: 'Refunds need your decision today.\n\nOne in three cannot pay.' } },
    ])
    expect(Object.keys((await updates())[0]?.wordings ?? {})).toEqual(['leadership'])
    expect(await last('leadership')).toContain('Refunds need your decision today.')
    expect(await last('leadership')).not.toContain('Card payments fail')
    expect(await last('leadership')).toContain('Next update: 2026-03-02 10:30 UTC')
    expect(await last('customer-updates')).toContain('Card payments fail for one in three')
    expect(await last('customer-updates')).not.toContain('Refunds')
  })

  it('brings lists, emoji and words from right to left to each audience as they were typed and previewed', async () => {
    const family = '👩‍👩‍👧‍👦'
    const list = `- ${family} first\n- שני: 3 of 10 (30 %)\n- ثالث & <third>`
    const long = `${family} ${'מילה '.repeat(580)}END`
    await story.command('chloe', war, 'update')
    await story.submit('chloe', { state: list, impact: list, actions: long, next: '30' })
    expect(await view('chloe')).toContain(JSON.stringify(list).slice(1, -1))
    await story.submit('chloe', {})
    await story.settle()
    for (const channel of ['leadership', 'customer-updates', war]) {
      const message = (await story.messages(channel)).findLast(({ text }) => text.includes('שני'))
      const runs = JSON.parse(JSON.stringify(message?.blocks ?? [])) as { type: string }[]
      expect(JSON.stringify(runs.filter(({ type }) => type === 'rich_text'))).toContain(
        JSON.stringify(list).slice(1, -1),
      )
      expect(JSON.stringify(runs).includes(`${family} מילה`)).toBe(channel === war)
    }
  })

  it('leads Emi from an update that had to be cut to all of it, with what leadership may see', async () => {
    const long = '"Cards" are "refused"\n'.repeat(130)
    await story.command('chloe', war, 'update')
    await story.submit('chloe', {
      ...{ state: `${long}STATE`, impact: `${long}IMPACT`, needs: `${long}NEEDS`, actions: 'INSIDE' },
      ...{ next: '30', skip: ['skip'] },
    })
    await story.settle()
    const message = (await story.messages('leadership')).at(-1)
    expect(JSON.stringify(message?.blocks)).toContain('Read it all')
    expect(JSON.stringify(message?.blocks)).not.toMatch(/IMPACT.*NEEDS/)
    await story.press({ user: 'emi', channel: 'leadership', action: 'read_whole' })
    await story.running.app.background.idle()
    const whole = await view('emi')
    expect(whole).toMatch(/IMPACT.*NEEDS/)
    expect(whole).not.toContain('INSIDE')
    await story.post('close-view', { user: 'emi', all: true })
  })

  it('sends at once for whoever wants no preview', async () => {
    await story.command('chloe', war, 'update')
    await story.submit('chloe', { ...fields, impact: 'One in four', skip: ['skip'] })
    await story.settle()
    expect(await updates()).toHaveLength(4)
    expect(await last('customer-updates')).toContain('One in four')
  })
})
