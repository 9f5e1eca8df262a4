import { describe, expect, it } from 'vitest'
import { bot, call, channels, people, playground, refused } from './playground.ts'

const channel = channels.incidents
const link = 'https://example.com/runbook'

describe('a pin', () => {
  it('is put on a message once, listed, and taken off', async () => {
    const { web, messages, channel: find } = await playground()
    const { ts } = await web.chat.postMessage({ channel, text: 'card' })
    const timestamp = ts!
    await web.pins.add({ channel, timestamp })
    expect(await refused(web.pins.add({ channel, timestamp }))).toBe('already_pinned')
    expect((await web.pins.list({ channel })).items).toMatchObject([
      { type: 'message', created_by: bot, message: { ts } },
    ])
    expect((await find('incidents')).pins).toEqual([ts])
    expect(await messages('incidents')).toMatchObject([
      { ts, pinned_to: [channel] },
      { subtype: 'pinned_item', user: bot },
    ])
    await web.pins.remove({ channel, timestamp })
    expect(await refused(web.pins.remove({ channel, timestamp }))).toBe('no_pin')
    expect((await web.pins.list({ channel })).items).toEqual([])
  })

  it('needs a message of that channel', async () => {
    const { web } = await playground()
    expect(await refused(web.pins.add({ channel, timestamp: '1.000000' }))).toBe('message_not_found')
    expect(await refused(web.pins.add({ channel, timestamp: 'soon' }))).toBe('bad_timestamp')
    expect(await refused(web.pins.add({ channel, timestamp: '' }))).toBe('no_item_specified')
  })

  it('goes when its message is deleted', async () => {
    const { web, channel: find } = await playground()
    const { ts } = await web.chat.postMessage({ channel, text: 'card' })
    await web.pins.add({ channel, timestamp: ts! })
    await web.chat.delete({ channel, ts: ts! })
    expect((await find('incidents')).pins).toEqual([])
  })
})

describe('a bookmark', () => {
  it('is added, edited, listed and removed', async () => {
    const { web, channel: find } = await playground()
    const { bookmark } = await web.bookmarks.add({
      channel_id: channel,
      title: 'Runbook',
      type: 'link',
      link,
      emoji: ':book:',
    })
    const bookmark_id = bookmark!.id!
    await web.bookmarks.edit({ channel_id: channel, bookmark_id, title: 'The runbook' })
    expect((await web.bookmarks.list({ channel_id: channel })).bookmarks).toMatchObject([
      { id: bookmark_id, title: 'The runbook', link, emoji: ':book:' },
    ])
    expect((await find('incidents')).bookmarks).toEqual([
      { id: bookmark_id, title: 'The runbook', link, emoji: ':book:' },
    ])
    await web.bookmarks.remove({ channel_id: channel, bookmark_id })
    expect(await refused(web.bookmarks.remove({ channel_id: channel, bookmark_id }))).toBe('not_found')
    expect((await web.bookmarks.list({ channel_id: channel })).bookmarks).toEqual([])
  })

  it('needs an address and a kind that exist', async () => {
    const { web } = await playground()
    const add = (args: { link: string; type: string }) =>
      refused(call(web, 'bookmarks.add', { channel_id: channel, title: 'x', ...args }))
    expect(await add({ link: 'not an address', type: 'link' })).toBe('invalid_link')
    expect(await add({ link, type: 'folder' })).toBe('invalid_bookmark_type')
  })

  it('is one of a hundred at most', async () => {
    const { web } = await playground({ rateLimits: 'off' })
    const add = () => web.bookmarks.add({ channel_id: channel, title: 'x', type: 'link', link })
    for (let i = 0; i < 100; i++) await add()
    expect(await refused(add())).toBe('too_many_bookmarks')
  })
})

describe('a reaction', () => {
  it('counts once per person and name', async () => {
    const { web, act } = await playground()
    const { ts } = await act('message', { channel: 'incidents', user: 'ana', text: 'done' })
    await web.reactions.add({ channel, timestamp: ts, name: 'eyes' })
    expect(await refused(web.reactions.add({ channel, timestamp: ts, name: 'eyes' }))).toBe('already_reacted')
    await act('reaction', { channel: 'incidents', messageTs: ts, user: 'ben', name: ':eyes:' })
    await act('reaction', { channel: 'incidents', messageTs: ts, user: 'ben', name: 'eyes' })
    const { message } = await web.reactions.get({ channel, timestamp: ts })
    expect(message!.reactions).toEqual([{ name: 'eyes', users: [bot, people.ben], count: 2 }])
    await web.reactions.remove({ channel, timestamp: ts, name: 'eyes' })
    expect(await refused(web.reactions.remove({ channel, timestamp: ts, name: 'eyes' }))).toBe('no_reaction')
    await act('reaction', { channel: 'incidents', messageTs: ts, user: 'ben', name: 'eyes', remove: true })
    expect((await web.reactions.get({ channel, timestamp: ts })).message).not.toHaveProperty('reactions')
    expect(await refused(web.reactions.add({ channel, timestamp: ts, name: 'no such' }))).toBe('invalid_name')
  })

  it('is one of 23 from one person and of 50 kinds on one message', async () => {
    const { web, act } = await playground({ rateLimits: 'off' })
    const { ts: timestamp } = await web.chat.postMessage({ channel, text: 'popular' })
    const add = (name: string) => web.reactions.add({ channel, timestamp: timestamp!, name })
    const react = (user: string, name: string) =>
      act('reaction', { channel: 'incidents', messageTs: timestamp, user, name })
    for (let i = 0; i < 23; i++) await add(`mine_${i}`)
    expect(await refused(add('mine_23'))).toBe('too_many_reactions')
    const { ts: other } = await web.chat.postMessage({ channel, text: 'more popular' })
    for (const [i, user] of ['ana', 'ben', 'chloe', 'dev', 'emi'].entries()) {
      for (let n = 0; n < 10; n++) {
        await act('reaction', { channel: 'incidents', messageTs: other, user, name: `kind_${i * 10 + n}` })
      }
    }
    expect((await web.reactions.get({ channel, timestamp: other! })).message!.reactions).toHaveLength(50)
    const to = { channel, timestamp: other! }
    expect(await refused(web.reactions.add({ ...to, name: 'another' }))).toBe('too_many_emoji')
    expect((await web.reactions.add({ ...to, name: 'kind_0' })).ok).toBe(true)
    expect((await react('ana', 'mine_0')).ok).toBe(true)
  })
})
