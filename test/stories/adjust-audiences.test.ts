import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { declareCheckout, leaveAudiences, type Story, tellStory } from '../helpers/story.ts'

const room = 'inc-1-checkout-fails'

describe('who hears of one incident, as its commander changes it', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
    await leaveAudiences(story, 'chloe', 'dev')
    await declareCheckout(story)
  })
  afterAll(() => story.end())

  const directTo = async (user: string) => {
    const { channel } = (await story.post('open-dm', { user })) as unknown as { channel: string }
    return (await story.messages(channel)).map(message => message.text)
  }
  const read = async (channel: string) => (await story.messages(channel)).map(({ text }) => text)
  const update = async (impact: string, next = '30') => {
    await story.command('ana', room, 'update')
    await story.submit('ana', { state: `State: ${impact}`, impact, next, skip: ['skip'] })
    await story.settle()
  }
  const map = async (user = 'ana', channel = room) => {
    const { response } = await story.command(user, channel, 'INC-1 stakeholders')
    return { text: response?.text ?? '', blocks: JSON.stringify(response?.blocks) }
  }
  const shown = async (user: string) => JSON.stringify(((await story.get(`views/${user}`)) as { view?: unknown }).view)
  const submit = async (values: Record<string, unknown>) => {
    const { errors } = await story.submit('ana', values)
    await story.settle()
    return errors
  }
  const press = async (action: string, value?: string) => {
    await story.press({ user: 'ana', action, ...(value ? { value } : {}) })
    await story.settle()
  }
  const change = async (audience: string, values: Record<string, unknown>) => {
    await story.command('ana', room, `stakeholders ${audience}`)
    return submit(values)
  }

  it('is for whoever leads it or its communications', async () => {
    expect((await map()).blocks).not.toContain('adjust_audience')
    const { response } = await story.command('ana', room, 'stakeholders support')
    expect(response?.text).toContain(
      'Only the incident commander and the communications lead change who hears of INC-1',
    )
    await story.press({ user: 'ana', channel: room, action: 'take_role_commander' })
    await story.settle()
    expect((await map()).blocks).toContain('adjust_audience')
    expect((await map('dev', 'general')).blocks).not.toContain('adjust_audience')
    expect((await story.command('ana', room, 'stakeholders suport')).response?.text).toContain(
      'Did you mean `support`?',
    )
    expect((await story.command('ana', room, 'stakeholders responders')).response?.text).toContain('/incident invite')
  })

  it('leaves support out, which reads nothing and is owed nothing from then on', async () => {
    await update('All cards')
    expect(await read('support')).toHaveLength(1)
    await story.command('ana', room, '')
    await press('stakeholders')
    await press('adjust_audience', 'INC-1/support')
    expect(await submit({ hears: 'out', reason: 'They sit in the same room' })).toBeUndefined()
    expect(await shown('ana')).toContain(
      'left out of this incident; changed by <@U0ANA00001>: They sit in the same room',
    )
    await update('Half of the cards')
    expect(await read('support')).toHaveLength(1)
    expect((await read('leadership')).at(-1)).toContain('Half of the cards')
    expect((await map()).text).not.toContain('Support')
    await story.post('advance', { minutes: 31 })
    expect(await read('support')).toHaveLength(1)
  })

  it('stands on the timeline with the reason', async () => {
    const { response } = await story.command('ana', room, 'show')
    expect(JSON.stringify(response?.blocks)).toContain('left support out: They sit in the same room')
  })

  it('brings legal in, which hears of security alone, through people and channels that can read it', async () => {
    // From the map as it is after the change before.
    await story.command('ana', room, '')
    await press('stakeholders')
    await press('adjust_audience', 'INC-1/customers')
    await submit({ hears: 'out', reason: 'A slip of the finger' })
    await press('adjust_audience', 'INC-1/legal')
    expect(await submit({ hears: 'told', reason: 'A contract may be broken' })).toEqual({
      people: expect.stringContaining('names nobody'),
    })
    expect(await submit({ people: ['gus'], channels: ['security-team'] })).toEqual({
      channels: expect.stringContaining('Sitrep is not in one of these'),
      people: expect.stringContaining('One of them is a guest'),
    })
    expect(await submit({ people: ['dev'], channels: [] })).toBeUndefined()
    await press('adjust_audience', 'INC-1/customers')
    await press('undo_adjustment')
    expect(await shown('ana')).not.toContain('A slip')
    expect(await shown('ana')).toContain('brought in for this incident; changed by')
    expect((await map()).text).toMatch(/Legal, next 2026-03-02 1[01]:\d\d UTC/)
    await update('A third of the cards')
    expect(await directTo('dev')).toEqual([
      expect.stringMatching(/confidential\)\nFacts: State: A third.*\nData and people concerned: A third/s),
    ])
  })

  it('owes whoever is brought in a first update, and not at once the one of half an hour ago', async () => {
    const { timeline } = await story.incident()
    const brought = timeline.find(fact => fact.type === 'audience-adjusted' && fact.audience === 'legal')
    const automatic = timeline.filter(
      fact => fact.type === 'update-written' && fact.kind === 'holding' && fact.audiences.includes('legal'),
    )
    expect(brought).toBeDefined()
    expect(automatic).toEqual([])
  })

  it('lets a person read what customers read, which is one message all the same', async () => {
    expect(await change('customers', { people: ['dev'], reason: 'Follows the wording' })).toEqual({
      people: 'One of them reads it as Legal already, and nobody reads it twice.',
    })
    expect(await submit({ people: ['chloe'], channels: ['leadership'] })).toEqual({
      channels: 'One of them reads it as Leadership already, and nobody reads it twice.',
    })
    expect(await submit({ people: ['chloe'], channels: [] })).toBeUndefined()
    await update('A few cards')
    expect((await directTo('chloe')).filter(text => text.includes('A few cards'))).toEqual([
      expect.stringContaining('What you may notice: A few cards'),
    ])
  })

  it('has leadership told every quarter of an hour and asked nothing, as the map says with the reason', async () => {
    const asked = async () => (await read('leadership')).at(-1)
    expect(await asked()).toContain('We would like your view')
    expect(await change('leadership', { cadence: '15', involvement: 'informed', reason: 'The board waits' })).toBe(
      undefined,
    )
    const now = await shown('ana')
    expect(now).toMatch(/\*Leadership\* \(informed\)[^"]*every 15 min[^"]*changed by <@U0ANA00001>: The board waits/)
    await update('Two cards', '15')
    expect(await asked()).toContain('Two cards')
    expect(await asked()).not.toContain('We would like your view')
    const before = (await read('leadership')).length
    await story.post('advance', { minutes: 16 })
    await story.settle()
    expect((await read('leadership')).length).toBe(before + 1)
    await story.command('ana', room, 'stakeholders leadership')
    await press('undo_adjustment')
    expect(await shown('ana')).toMatch(/\*Leadership\* \(consulted\)/)
  })

  it('is undone by a button', async () => {
    await story.command('ana', room, 'stakeholders support')
    await press('undo_adjustment')
    expect(await shown('ana')).not.toContain('They sit in the same room')
    await story.post('advance', { minutes: 5 })
    expect(await read('support')).toHaveLength(1)
    await update('No card')
    expect((await read('support')).at(-1)).toContain('No card')
  })

  it('tells nobody more of what is private, whatever was added before', async () => {
    await story.command('ana', room, 'private')
    await story.settle()
    // Its name may have changed with that.
    const { name = '' } = await story.channel(/^inc-1/)
    await story.command('ana', name, 'update')
    await story.submit('ana', { state: 'CANARY', impact: 'CANARY', next: '30', skip: ['skip'] })
    await story.settle()
    expect((await read(name)).join()).toContain('CANARY')
    for (const user of ['dev', 'ben']) expect((await directTo(user)).join(), user).not.toContain('CANARY')
    await story.command('ana', name, 'stakeholders support')
    expect(await submit({ hears: 'told', reason: 'Now more than ever' })).toEqual({
      hears: expect.stringContaining('does not clear this audience'),
    })
  })
})
