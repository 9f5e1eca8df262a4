import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isFact } from '../../src/domain/timeline.ts'
import { type Story, tellStory } from '../helpers/story.ts'

const war = 'inc-1-search-is-slow'

describe('Chloé, who owes the update and has no time to write it', () => {
  let story: Story
  beforeAll(async () => {
    story = await tellStory()
    await story.command('ana', 'general', 'declare')
    await story.submit('ana', { title: 'Search is slow', severity: 'SEV1', urgency: 'high' })
    await story.settle()
    await story.command('ana', war, 'role commander')
    await story.command('chloe', war, 'role communications')
    await story.command('ben', war, 'role deputy')
    await story.command('chloe', war, 'update')
    await story.submit('chloe', { state: 'Looking into it', impact: 'Search takes 20 s', next: '30', skip: ['skip'] })
    await story.settle()
  })
  afterAll(() => story.end())

  const direct = async (user: string) => {
    const { channel } = (await story.post('open-dm', { user })) as unknown as { channel: string }
    return { channel, texts: (await story.messages(channel)).map(message => message.text) }
  }
  const reminders = async (user: string) =>
    (await direct(user)).texts.filter(text => text.includes('next update is due'))
  const told = async () => (await story.messages('leadership')).map(message => message.text)

  it('is reminded alone, five minutes before', async () => {
    await story.post('advance', { minutes: 26 })
    expect(await reminders('chloe')).toHaveLength(1)
    expect(await reminders('ana')).toEqual([])
    expect(await reminders('ben')).toEqual([])
  })

  it('puts it off by 20 minutes with a reason, and leadership reads at once when it comes instead', async () => {
    const { channel } = await direct('chloe')
    await story.press({ user: 'chloe', action: 'snooze', channel })
    await story.settle()
    await story.submit('chloe', { minutes: '20', reason: 'On the phone with the vendor' })
    await story.settle()
    const read = (await told()).at(-1)
    expect(read).toContain('We need more time for the next update, which was promised for 2026-03-02 10:30 UTC.')
    expect(read).toContain('Next update: 2026-03-02 10:50 UTC')
    expect((await told()).join()).not.toContain('vendor')
  })

  it('and each of them reads in their own time when it was promised before', async () => {
    const read = (await story.messages('leadership')).at(-1)
    expect(read?.blocks).toContainEqual(
      expect.objectContaining({
        elements: [
          expect.objectContaining({
            elements: expect.arrayContaining([
              expect.objectContaining({ type: 'date', timestamp: 1772447400, fallback: '2026-03-02 10:30 UTC' }),
            ]),
          }),
        ],
      }),
    )
  })

  it('finds her reason on the card, where the channel reads it', async () => {
    const card = (await story.messages(war)).find(message =>
      JSON.stringify(message.blocks ?? []).includes('card_actions'),
    )
    expect(JSON.stringify(card?.blocks)).toContain('On the phone with the vendor')
    expect(JSON.stringify(card?.blocks)).toMatch(/Next update <!date[^>]*10:50 UTC>/)
  })

  it('is not passed over meanwhile: nobody is asked, and nothing automatic goes out at the old time', async () => {
    await story.post('advance', { minutes: 18 })
    expect(await told()).toHaveLength(2)
    expect(await reminders('ana')).toEqual([])
    expect(await reminders('chloe')).toHaveLength(1)
  })

  it('is asked again before the new time, then the commander, then the deputy, one after another', async () => {
    await story.post('advance', { minutes: 1 })
    expect(await reminders('chloe')).toHaveLength(2)
    expect(await reminders('ana')).toEqual([])
    await story.post('advance', { minutes: 3 })
    expect(await reminders('ana')).toHaveLength(1)
    expect(await reminders('ben')).toEqual([])
    await story.post('advance', { minutes: 1 })
    expect(await reminders('ben')).toHaveLength(1)
    const nudged = (await story.incident()).timeline.filter(isFact('nudged')).map(fact => fact.user)
    expect(nudged).toEqual(['U0CHLOE003', 'U0CHLOE003', 'U0ANA00001', 'U0BEN00002'])
  })

  it('puts it off once more, and then has to write', async () => {
    const again = await story.command('chloe', war, 'snooze 10 still on the phone')
    expect(again.response?.text).toContain('comes at 2026-03-02 11:00 UTC')
    const third = await story.command('chloe', war, 'snooze 10 and on')
    expect(third.response?.text).toContain('put off 2 times already')
    await story.settle()
    expect((await story.incident()).timeline.filter(isFact('update-snoozed'))).toHaveLength(2)
  })

  it('is answered for by Sitrep when the new time passes too, and the review tells what was put off', async () => {
    await story.post('advance', { minutes: 12 })
    expect((await told()).at(-1)).toContain('sent automatically')
    await story.command('ana', war, 'review')
    await story.settle()
    const file = (await story.messages(war)).findLast(message => message.files)?.files?.[0]
    const review = await fetch(`${story.url}/_control/files/${file?.id}`).then(response => response.text())
    expect(review).toContain('put off')
    expect(review).toContain('On the phone with the vendor')
  })
})
