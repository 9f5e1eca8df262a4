import { describe, expect, it } from 'vitest'
import { type Answer, bot, channels, people, playground } from './playground.ts'

const section = (text: string) => [{ type: 'section' as const, text: { type: 'mrkdwn' as const, text } }]

describe('a message notifies', () => {
  it('the people it mentions, each group’s people and everybody, but only who is there and not its author', async () => {
    const { act, web, channel } = await playground()
    const said: readonly (readonly [user: string, text: string, notified: readonly string[]])[] = [
      ['ben', 'hello', []],
      ['ben', '@ana please', [people.ana]],
      ['ana', '@on-call help', [people.ben]],
      ['dev', '@here look', [people.ana, people.ben, people.chloe, 'U0EMI00005']],
      ['ana', '@gus is not here', []],
    ]
    for (const [user, text, notified] of said) {
      const { ts } = await act('message', { channel: 'incidents', user, text })
      const marks = (await channel('incidents')).notified
      const told = Object.keys(marks).filter(id => marks[id].includes(ts))
      expect(told.toSorted(), text).toEqual([...notified].toSorted())
    }
    const posts: readonly (readonly [args: { text: string; blocks?: Answer[] }, notified: boolean])[] = [
      [{ text: `<@${people.chloe}> please` }, true],
      [{ text: `<@${people.chloe}|chloe> please` }, true],
      [{ text: 'please', blocks: section(`<@${people.chloe}>, please`) }, true],
      [{ text: `<@${people.chloe}>, please`, blocks: section('please') }, false],
    ]
    for (const [args, notified] of posts) {
      const { ts } = await web.chat.postMessage({ channel: channels.incidents, ...args })
      expect((await channel('incidents')).notified[people.chloe]?.includes(ts) ?? false).toBe(notified)
    }
  })

  it('everybody in a direct message, and of what is deleted nobody', async () => {
    const { act, web, channel } = await playground()
    const { channel: dm } = await act('open-dm', { user: 'ana', with: ['ben', 'chloe'] })
    const { ts } = await act('message', { channel: dm, user: 'ben', text: 'psst' })
    expect((await channel(dm)).notified).toEqual({ [people.ana]: [ts], [people.chloe]: [ts] })
    await act('delete-message', { channel: dm, user: 'ben', messageTs: ts })
    expect((await channel(dm)).notified).toEqual({ [people.ana]: [], [people.chloe]: [] })
    const { channel: own } = await web.chat.postMessage({ channel: people.dev, text: 'psst' })
    expect(Object.keys((await channel(own ?? '')).notified)).toEqual([people.dev])
  })

  it('nobody who does not want to be disturbed', async () => {
    const { act, channel } = await playground({ now: () => Date.UTC(2026, 0, 2, 12) })
    const mention = async () => {
      const { ts } = await act('message', { channel: 'incidents', user: 'ana', text: '@ben' })
      return (await channel('incidents')).notified[people.ben]?.includes(ts) ?? false
    }
    expect(await mention()).toBe(true)
    await act('set-dnd', { user: 'ben', snoozeMinutes: 30 })
    expect(await mention()).toBe(false)
    await act('advance', { minutes: 31 })
    expect(await mention()).toBe(true)
    // 12:31 in UTC is 07:31 in New York.
    await act('set-dnd', { user: 'ben', daily: { from: '22:00', to: '08:00' } })
    expect(await mention()).toBe(false)
    await act('advance', { minutes: 30 })
    expect(await mention()).toBe(true)
  })
})

describe('the state of a channel', () => {
  it('counts its messages and names the newest, whatever is edited and deleted', async () => {
    const { act, web, channel } = await playground()
    const say = async (text: string) => (await act('message', { channel: 'general', user: 'ana', text })).ts
    const [first, second] = [await say('one'), await say('two')]
    await act('edit-message', { channel: 'general', user: 'ana', messageTs: second, text: 'zwei' })
    expect(await channel('general')).toMatchObject({ message_count: 2, latest: second })
    await act('message', { channel: 'general', user: 'ana', text: 'a reply', thread_ts: second })
    const { latest } = await channel('general')
    await act('delete-message', { channel: 'general', user: 'ana', messageTs: second })
    expect(await channel('general')).toMatchObject({ message_count: 2, latest })
    await act('delete-message', { channel: 'general', user: 'ana', messageTs: latest })
    expect(await channel('general')).toMatchObject({ message_count: 1, latest: first })
    await act('delete-message', { channel: 'general', user: 'ana', messageTs: first })
    expect(await channel('general')).toMatchObject({ message_count: 0, latest: null })
    expect((await web.auth.test()).user_id).toBe(bot)
  })
})
