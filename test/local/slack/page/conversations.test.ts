import { describe, expect, test } from 'vitest'
import {
  compareTs,
  continues,
  isUnread,
  justBefore,
  listConversations,
  mainMessages,
  threadMessages,
  withEphemeral,
} from '../../../../src/local/slack/page/conversations.ts'
import type { Channel } from '../../../../src/local/slack/page/model.ts'

const channel = (name: string, more: Partial<Channel> = {}): Channel => ({
  id: `C-${name}`,
  name,
  members: ['ana'],
  pins: [],
  bookmarks: [],
  ...more,
})
const names = (channels: readonly Channel[]) => channels.map(each => each.name)

describe('the sidebar', () => {
  const all = [
    channel('inc-10-b'),
    channel('inc-9-a'),
    channel('secret', { is_private: true, members: ['ben'] }),
    channel('old', { is_archived: true }),
    channel('open', { members: [] }),
    channel('', { id: 'D1', is_im: true, user: 'ana', members: ['ana', 'bot'] }),
    channel('', { id: 'D2', is_im: true, user: 'ben', members: ['ben', 'bot'] }),
  ]

  test('lists private channels and direct messages only to their members', () => {
    const forAna = listConversations(all, 'ana')
    expect(names(forAna.joined)).toEqual(['inc-9-a', 'inc-10-b'])
    expect(names(forAna.other)).toEqual(['open'])
    expect(names(forAna.archived)).toEqual(['old'])
    expect(forAna.dm?.id).toBe('D1')
    expect(names(listConversations(all, 'ben').joined)).toEqual(['secret'])
  })

  test('marks what came after the last look', () => {
    const busy = channel('busy', { latest: '100.000200' })
    expect(isUnread(busy, '100.000100', '0')).toBe(true)
    expect(isUnread(busy, '100.000200', '0')).toBe(false)
    expect(isUnread(busy, undefined, '200.000000')).toBe(false)
    expect(isUnread(channel('empty', { latest: null }), undefined, '0')).toBe(false)
  })
})

describe('a conversation', () => {
  const parent = { ts: '1.000001', user: 'ana', thread_ts: '1.000001' }
  const reply = { ts: '1.000003', user: 'ben', thread_ts: '1.000001' }
  const broadcast = { ts: '1.000004', user: 'ben', thread_ts: '1.000001', subtype: 'thread_broadcast' }
  const other = { ts: '1.000002', user: 'ana' }

  test('shows replies in their thread, and in the channel only when they were sent there too', () => {
    const all = [parent, other, reply, broadcast]
    expect(mainMessages(all)).toEqual([parent, other, broadcast])
    expect(threadMessages(all, parent.ts)).toEqual([parent, reply, broadcast])
  })

  test('has what only one person sees in its place in time', () => {
    const own = { ts: '1.000002', user: 'bot', channel: 'C1' }
    const elsewhere = { ts: '1.000002', user: 'bot', channel: 'C2' }
    expect(withEphemeral([parent, reply], [own, elsewhere], 'C1')).toEqual([parent, { ...own, ephemeral: true }, reply])
  })

  test('names an author once for what follows within minutes', () => {
    expect(continues({ ts: '100.000000', user: 'ana' }, { ts: '90.000000', user: 'ana' })).toBe(true)
    expect(continues({ ts: '100.000000', user: 'ana' }, { ts: '90.000000', user: 'ben' })).toBe(false)
    expect(continues({ ts: '1000.000000', user: 'ana' }, { ts: '90.000000', user: 'ana' })).toBe(false)
    expect(continues({ ts: '100.000000', user: 'ana', ephemeral: true }, { ts: '90.000000', user: 'ana' })).toBe(false)
  })

  test('orders timestamps that floating-point numbers cannot tell apart', () => {
    expect(compareTs('9999999999.000001', '9999999999.000002')).toBeLessThan(0)
    expect(compareTs('10000000000.000001', '9999999999.000002')).toBeGreaterThan(0)
  })
})

test.each([
  ['1700000000.000100', '1700000000.000099'],
  ['1700000000.000000', '1699999999.999999'],
])('what comes just before %s is %s', (ts, before) => {
  expect(justBefore(ts)).toBe(before)
})
