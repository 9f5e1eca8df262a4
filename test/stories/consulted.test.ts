import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { declareCheckout, type Story, tellStory } from '../helpers/story.ts'

const room = 'inc-1-checkout-fails'

describe('leaders, who are asked for their view', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
    await declareCheckout(story)
    await story.command('ana', room, 'update')
    await story.submit('ana', { state: 'Looking', impact: 'Cards are refused', next: '60', skip: ['skip'] })
    await story.settle()
  })
  afterAll(() => story.end())

  const last = async (channel: string) => (await story.messages(channel)).at(-1)?.text
  const comms = async () => JSON.stringify((await story.command('ana', room, 'comms')).response?.blocks)

  it('read that it is wanted, above the buttons that give it, and support does not', async () => {
    expect(await last('leadership')).toContain('We would like your view: answer below.')
    expect(await last('support')).toContain('Cards are refused')
    expect(await last('support')).not.toContain('your view')
  })

  it('are named to whoever writes the updates until one of them has answered', async () => {
    expect(await comms()).toMatch(/\*Leadership\*\\n[^"]*has not given its view yet/)
    expect(await comms()).not.toMatch(/\*(Support|Responders)\*\\n[^"]*has not given its view yet/)
    await story.press({ user: 'emi', channel: 'leadership', action: 'have_what_i_need' })
    await story.settle()
    expect(await comms()).not.toContain('has not given its view yet')
  })
})
