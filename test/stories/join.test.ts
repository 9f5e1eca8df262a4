import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decide } from '../../src/app/incidents.ts'
import { reportNoChange } from '../../src/domain/no-change.ts'
import { declareCheckout, type Story, tellStory } from '../helpers/story.ts'

const room = 'inc-1-checkout-fails'

describe('what Emi is shown, who comes late', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
    await declareCheckout(story)
  })
  afterAll(() => story.end())

  const shown = async (user: string) => (await story.ephemerals(user)).filter(({ text }) => text.includes('so far: '))
  const membersOf = async () => (await story.channel(room)).members

  it('is nothing for those who were there from the start', async () => {
    for (const user of ['ana', 'ben']) expect(await shown(user)).toEqual([])
    expect((await story.incident()).timeline.filter(fact => fact.type === 'joined')).toEqual([])
  })

  it('comes after one press on the announcement, in the channel, to her alone', async () => {
    await story.command('ana', room, 'role commander @ben')
    await story.command('ana', room, 'note Ruled out: the database')
    await story.command('ana', room, 'note Release 12 went out at nine')
    await story.command('ana', room, 'update')
    await story.submit('ana', { state: 'Rolling release 12 back', next: '240', skip: ['skip'] })
    await story.settle()
    await story.press({ user: 'emi', channel: 'incidents', action: 'join' })
    await story.settle()
    const { users } = (await story.get('state')) as unknown as { users: { id: string; name: string }[] }
    expect(await membersOf()).toContain(users.find(({ name }) => name === 'emi')?.id)
    const [message, ...more] = await shown('emi')
    expect(more).toEqual([])
    const blocks = JSON.stringify(message?.blocks)
    for (const part of [
      'Rolling release 12 back',
      'Incident commander',
      'Release 12 went out at nine',
      'next update is due',
    ])
      expect(blocks).toContain(part)
    expect(blocks).toMatch(/Ruled out\\n.*• the database/)
    expect(await shown('ana')).toEqual([])
  })

  it('is the same once, however often she presses and comes', async () => {
    await story.press({ user: 'emi', channel: 'incidents', action: 'join' })
    await story.settle()
    expect((await story.ephemerals('emi')).at(-1)?.text).toContain(`You are in #${room} already`)
    expect(await shown('emi')).toHaveLength(1)
    expect((await story.incident()).timeline.filter(fact => fact.type === 'joined')).toHaveLength(1)
  })

  it('comes to Chloé too, whom somebody added', async () => {
    await story.command('ana', room, 'invite @chloe')
    await story.settle()
    expect(await shown('chloe')).toHaveLength(1)
  })

  it('is there again for the asking, with the last report even when nothing changed since', async () => {
    const { app } = story.running
    const by = { by: 'U0ANA00001', via: 'button' } as const
    await decide(app, 'INC-1', { by, run: reportNoChange, input: { policy: app.policy } })
    const { response } = await story.command('emi', 'general', 'INC-1 catchup')
    expect(response?.text).toContain('INC-1 so far: Checkout fails')
    expect(JSON.stringify(response?.blocks)).toMatch(/No change since, as of .*Rolling release 12 back/)
  })

  it('is not to be had of a private incident by whoever is not in its channel', async () => {
    await story.command('ana', 'general', '')
    await story.submit('ana', { title: 'Payroll leaked', severity: 'SEV1', urgency: 'high', private: true })
    await story.settle()
    const refused = await story.command('emi', 'general', 'INC-2 catchup')
    expect(refused.response?.text).toContain('There is no INC-2 that you can see.')
  })
})
