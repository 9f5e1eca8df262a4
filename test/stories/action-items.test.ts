import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actionItems } from '../../src/domain/action-items.ts'
import { homeOf, personNamed } from '../helpers/departures.ts'
import { declareCheckout, type Story, tellStory } from '../helpers/story.ts'

const room = 'inc-1-checkout-fails'
const hours = 60
const days = 24 * hours

const directTo = async (story: Story, user: string) => {
  const { channel } = (await story.post('open-dm', { user })) as unknown as { channel: string }
  return (await story.messages(channel)).filter(({ text }) => text.includes('follow-up'))
}
const remindersTo = async (story: Story, user: string) =>
  (await directTo(story, user)).filter(({ text }) => !text.startsWith('A follow-up is yours'))
const resolve = async (story: Story) => {
  await story.command('ana', room, 'resolve')
  await story.submit('ana', { resolution: 'Rolled back', promises: '- A second provider', skip: ['skip'] })
  await story.settle()
}
const later = async (story: Story, minutes: number) => {
  await story.post('advance', { minutes })
  await story.settle()
}

describe('what Ben takes on so that it does not happen again', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
    await declareCheckout(story)
    await story.command('ana', room, 'role commander @ana')
  })
  afterAll(() => story.end())

  const say = async (user: string, text: string) => (await story.command(user, room, text)).response
  const items = async () =>
    actionItems(await story.incident()).map(
      ({ number, state, kind, text }) => `A${number} ${state} ${kind ?? '-'}: ${text}`,
    )
  const list = async (user = 'ana') => JSON.stringify((await say(user, 'followup'))?.blocks)
  const item = async (number: number) => actionItems(await story.incident()).find(one => one.number === number)

  it('is said in a line, with a person and a date', async () => {
    const added = await say('ana', 'followup detect: Alert on <token> errors & retries @ben in 2 weeks')
    expect(added?.text).toContain('A1 is on the list of INC-1')
    expect(await item(1)).toMatchObject({
      text: 'Alert on <token> errors & retries',
      kind: 'detect',
      owner: await personNamed(story, 'ben'),
      dueAt: new Date('2026-03-16T17:00:00Z'),
    })
    expect((await say('ana', 'followup x by 2026-03-01'))?.text).toContain('That day is over')
    expect((await say('ana', 'followup x by 2026-02-30'))?.text).toContain('There is no 2026-02-30')
  })

  it('is told to him at once by who gave it to him, and to nobody who took it on', async () => {
    await story.settle()
    const told = await directTo(story, 'ben')
    expect(told.map(({ text }) => text)).toEqual([
      'A follow-up is yours: Alert on &lt;token&gt; errors &amp; retries (INC-1)',
    ])
    expect(JSON.stringify(told)).toContain('"item_done"')
    expect(await directTo(story, 'ana')).toEqual([])
  })

  it('is made of a message by a reaction, which the same person takes back', async () => {
    const { ts } = await story.post('message', {
      user: 'ben',
      channel: room,
      text: 'We should *test* the fallback, @ana',
    })
    const react = async (user: string, remove: boolean) => {
      await story.post('reaction', { user, channel: room, messageTs: String(ts), name: 'repeat', remove })
      await story.settle()
    }
    await react('ana', false)
    await react('ben', false)
    expect((await items()).slice(1)).toEqual(['A2 open -: We should *test* the fallback, @ana'])
    // P1: ten business days.
    expect((await item(2))?.dueAt).toEqual(new Date('2026-03-16T17:00:00Z'))
    await react('ben', true)
    expect(await items()).toHaveLength(2)
    await react('ana', true)
    expect(await items()).toHaveLength(1)
  })

  it('is made of a message by its shortcut, in a form, once', async () => {
    const { ts } = await story.post('message', { user: 'ben', channel: room, text: 'Write down how to fail over' })
    const shortcut = async (channel: string) => {
      await story.post('shortcut', { user: 'ana', channel, messageTs: String(ts), callback_id: 'make_follow_up' })
      await story.settle()
    }
    for (const owner of ['ben', 'dev']) {
      await shortcut(room)
      await story.submit('ana', { kind: 'process', owner: await personNamed(story, owner) })
      await story.settle()
    }
    expect((await items()).slice(1)).toEqual(['A3 open process: Write down how to fail over'])
    // The second time it is the same one, to be edited.
    expect((await item(3))?.owner).toBe(await personNamed(story, 'dev'))
    const { ts: elsewhere } = await story.post('message', { user: 'ben', channel: 'general', text: 'Lunch?' })
    await story.post('shortcut', {
      user: 'ana',
      channel: 'general',
      messageTs: String(elsewhere),
      callback_id: 'make_follow_up',
    })
    await story.settle()
    expect((await story.ephemerals('ana')).at(-1)?.text).toContain('belongs to no incident')
  })

  it('stands apart from what was promised to readers, on the card, in the list and in the tray', async () => {
    await resolve(story)
    const shown = await list()
    expect(shown).toMatch(
      /What was promised to readers.*1\. A second provider.*What we do.*\*A1\* Alert on &lt;token&gt;/,
    )
    const [card] = (await story.messages(room)).filter(message => message.text.startsWith('INC-1 '))
    expect(JSON.stringify(card?.blocks)).toContain('*Follow-up A3:* Write down how to fail over')
    await story.command('ana', room, '')
    await story.press({ user: 'ana', action: 'follow_ups' })
    await story.settle()
    await story.press({ user: 'ana', action: 'add_item' })
    await story.settle()
    await story.submit('ana', { text: 'Ask the provider for their report' })
    await story.settle()
    expect((await items()).at(-1)).toBe('A4 open -: Ask the provider for their report')
  })

  it('is on his Home tab and in his list, with the incident that it is of', async () => {
    const home = await homeOf(story, 'ben')
    expect(home).toContain('Your follow-ups')
    expect(home).toContain('INC-1 Checkout fails')
    expect(await homeOf(story, 'emi')).not.toContain('Alert on')
    const mine = await story.command('ben', 'general', 'followup mine')
    expect(mine.response?.text).toBe('You own 1 open follow-up.')
    expect((await story.command('emi', 'general', 'followup mine')).response?.text).toContain('You own no open')
  })

  it('comes back to him a business day before it is due, and goes to the commander while nobody owns it', async () => {
    // Friday the 13th, nine o’clock.
    await later(story, 10 * days + 22 * hours)
    expect(await remindersTo(story, 'ben')).toEqual([])
    await later(story, hours)
    const [told, ...more] = await remindersTo(story, 'ben')
    expect(more).toEqual([])
    expect(told?.text).toBe('A follow-up is due soon: Alert on &lt;token&gt; errors &amp; retries (INC-1)')
    const ana = await remindersTo(story, 'ana')
    expect(ana.map(({ text }) => text)).toEqual(['A follow-up is due soon: Ask the provider for their report (INC-1)'])
    expect(JSON.stringify(ana)).toContain('you lead the incident')
  })

  it('is put off with a reason, and is then quiet until the new day comes near', async () => {
    const { channel } = (await story.post('open-dm', { user: 'ben' })) as unknown as { channel: string }
    await story.press({ user: 'ben', channel, action: 'move_item' })
    await story.settle()
    const dueAt = Date.parse('2026-03-30T15:00:00Z') / 1000
    await story.submit('ben', { dueAt, reason: 'The supplier is slow' })
    await story.settle()
    expect((await item(1))?.dueAt).toEqual(new Date('2026-03-30T15:00:00Z'))
    await later(story, 4 * days)
    expect(await remindersTo(story, 'ben')).toHaveLength(1)
    expect((await remindersTo(story, 'ana')).at(-1)?.text).toContain('is due today')
  })

  it('is overdue once a week, some times, and after an outage once', async () => {
    await story.sleepUntilRestart(14 * days)
    // A1 of the 30th is due; A4 of the 16th is two weeks late.
    const ana = (await remindersTo(story, 'ana')).filter(({ text }) => text.includes('Ask the provider'))
    expect(ana.map(({ text }) => text.split(':')[0])).toEqual([
      'A follow-up is due soon',
      'A follow-up is due today',
      'A follow-up is overdue',
    ])
    expect((await remindersTo(story, 'ben')).map(({ text }) => text.split(':')[0])).toEqual([
      'A follow-up is due soon',
      'A follow-up is due today',
    ])
    for (let week = 0; week < 5; week++) await later(story, 7 * days)
    const told = (await remindersTo(story, 'ana')).filter(({ text }) => text.includes('Ask the provider'))
    expect(told).toHaveLength(4)
  })

  it('is over by a press below the reminder, by a word, or with the reason why not', async () => {
    const { channel } = (await story.post('open-dm', { user: 'ben' })) as unknown as { channel: string }
    await story.press({ user: 'ben', channel, action: 'item_done' })
    await story.settle()
    expect((await item(1))?.state).toBe('done')
    expect((await say('ben', 'followup drop A4'))?.text).toBeUndefined()
    await story.submit('ben', { reason: 'They answered in public' })
    await story.settle()
    expect((await item(4))?.ended).toMatchObject({ outcome: 'dropped', reason: 'They answered in public' })
    await say('ben', 'followup move A3 https://tickets.example/7 because the platform team does it')
    expect(await item(3)).toMatchObject({ state: 'moved', link: 'https://tickets.example/7' })
    expect((await say('ben', 'followup reopen A3'))?.text).toContain('open again')
    expect((await item(3))?.state).toBe('open')
    await say('ben', 'followup move A3 https://tickets.example/8 they have the keys')
    expect((await item(3))?.ended).toMatchObject({ link: 'https://tickets.example/8', reason: 'they have the keys' })
    await say('ben', 'followup reopen A3')
    expect((await say('ben', 'followup done A9'))?.text).toContain('no follow-up A9')
    const before = (await story.messages(channel)).length
    await later(story, 30 * days)
    expect((await story.messages(channel)).length).toBe(before)
  })
})

describe('what the next incident of the service says of the one before', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
    await declareCheckout(story)
    await story.command('ana', room, 'followup Alert on token errors @ben by 2026-04-01')
    await story.command('ana', room, 'followup A second provider')
    await story.command('ana', room, 'followup Tell the shops')
    await story.command('ana', room, 'followup done A3')
    await resolve(story)
  })
  afterAll(() => story.end())

  const declare = async (values: object) => {
    await story.command('ana', 'general', '')
    await story.submit('ana', { severity: 'SEV2', urgency: 'high', category: 'software', ...values })
    await story.settle()
  }
  const card = async (channel: string | RegExp) => {
    const { id } = await story.channel(channel)
    return JSON.stringify((await story.messages(id)).find(message => message.text.startsWith('INC-'))?.blocks)
  }

  it('is which of its follow-ups are still open, on the card and to who declared it', async () => {
    await declare({ title: 'The checkout fails', service: 'checkout' })
    const shown = await card(/^inc-2-/)
    expect(shown).toContain(
      'Like *INC-1* Checkout fails (same service, same words): 2 of its follow-ups are still open',
    )
    expect(shown).toContain('A1 Alert on token errors')
    expect(shown).toContain('A2 A second provider')
    expect(shown).not.toContain('Tell the shops')
    const { channel } = (await story.post('open-dm', { user: 'ana' })) as unknown as { channel: string }
    const told = (await story.messages(channel)).find(({ text }) => text.startsWith('INC-2 is declared'))
    expect(JSON.stringify(told?.blocks)).toContain('2 of its follow-ups are still open')
  })

  it('is nothing where the service is another, or nothing is open', async () => {
    await declare({ title: 'Checkout fails', service: 'website' })
    expect(await card(/^inc-3-/)).not.toContain('INC-1')
  })

  it('is nothing to a guest who declares it: to them there are no other incidents', async () => {
    await story.command('gus', 'support', '')
    await story.submit('gus', { title: 'Paying fails', severity: 'SEV2', urgency: 'high', service: 'checkout' })
    await story.settle()
    const { channel } = (await story.post('open-dm', { user: 'gus' })) as unknown as { channel: string }
    const told = (await story.messages(channel)).find(({ text }) => text.includes('is declared'))
    expect(JSON.stringify(told?.blocks)).toContain('Paying fails')
    expect(JSON.stringify(told?.blocks)).not.toContain('INC-1')
  })

  it('says nothing of a private one, from the moment on that it is', async () => {
    await story.command('ana', room, 'private')
    await story.settle()
    await declare({ title: 'Checkout fails again', service: 'checkout' })
    expect(await card(/checkout-fails-again$/)).not.toContain('INC-1')
    await story.command('ana', (await story.channel(/^inc-2-/)).name ?? '', 'severity SEV1')
    await story.settle()
    expect(await card(/^inc-2-/)).not.toContain('token errors')
  })
})

describe('what Dev hears of a follow-up of a private incident, whose channel he is not in', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
  })
  afterAll(() => story.end())

  it('is nothing: who leads it hears of it instead', async () => {
    await story.command('ana', 'general', '')
    await story.submit('ana', { title: 'Keys leaked', severity: 'SEV4', urgency: 'low', private: true })
    await story.settle()
    const secret = (await story.channel(/^inc-1$/)).id
    const added = await story.command('ana', secret, 'followup Rotate the keys @dev by 2026-03-04')
    expect(added.response?.text).toContain('A1 is on the list')
    await story.command('ana', secret, 'role commander @ana')
    await story.settle()
    expect(await homeOf(story, 'dev')).not.toMatch(/Rotate|INC-1/)
    expect((await story.command('dev', 'general', 'followup mine')).response?.text).toContain('You own no open')
    await later(story, days)
    expect(await directTo(story, 'dev')).toEqual([])
    expect((await directTo(story, 'ana')).map(({ text }) => text)).toContain(
      'A follow-up is due soon: Rotate the keys (INC-1)',
    )
    await story.command('ana', secret, 'invite @dev')
    await story.settle()
    await later(story, days + 8 * hours)
    expect((await directTo(story, 'dev')).map(({ text }) => text)).toEqual([
      'A follow-up is due today: Rotate the keys (INC-1)',
    ])
    expect(await homeOf(story, 'dev')).toContain('Rotate the keys')
  })
})
