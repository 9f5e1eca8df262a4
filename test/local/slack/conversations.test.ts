import { describe, expect, it } from 'vitest'
import { bot, channels, people, playground, refusal, refused } from './playground.ts'

describe('a channel', () => {
  it('is created with the app in it and announced by a join', async () => {
    const { web, messages } = await playground()
    const { channel } = await web.conversations.create({ name: 'inc-1-checkout' })
    expect(channel).toMatchObject({
      name: 'inc-1-checkout',
      creator: bot,
      is_member: true,
      is_private: false,
      is_channel: true,
    })
    expect((await web.conversations.members({ channel: channel!.id! })).members).toEqual([bot])
    expect(await messages('inc-1-checkout')).toMatchObject([{ subtype: 'channel_join', user: bot }])
  })

  it('has a name by the rules, not taken by any other, archived ones included', async () => {
    const { web } = await playground()
    const create = (name: string) => refused(web.conversations.create({ name }))
    expect(await create('')).toBe('invalid_name_required')
    expect(await create('x'.repeat(81))).toBe('invalid_name_maxlength')
    expect(await create('Shouting')).toBe('invalid_name_specials')
    expect(await create('two words')).toBe('invalid_name_specials')
    expect(await create('---')).toBe('invalid_name_punctuation')
    expect(await create('general')).toBe('name_taken')
    // Even one that the app cannot see.
    expect(await create('security-team')).toBe('name_taken')
    const { channel } = await web.conversations.create({ name: 'old' })
    await web.conversations.archive({ channel: channel!.id! })
    expect(await create('old')).toBe('name_taken')
  })

  it('does not exist for an app that is not in it, when private', async () => {
    const { web } = await playground()
    const channel = channels.security
    expect(await refused(web.conversations.info({ channel }))).toBe('channel_not_found')
    expect(await refused(web.conversations.members({ channel }))).toBe('channel_not_found')
    expect(await refused(web.conversations.history({ channel }))).toBe('channel_not_found')
    expect(await refused(web.chat.postMessage({ channel, text: 'hi' }))).toBe('channel_not_found')
    const { channels: listed } = await web.conversations.list({ types: 'public_channel,private_channel', limit: 1000 })
    expect(listed!.map(c => c.id)).not.toContain(channel)
  })

  it('is visible but closed to an app that has not joined it, when public', async () => {
    const { web } = await playground()
    const channel = channels.general
    expect((await web.conversations.info({ channel, include_num_members: true })).channel).toMatchObject({
      is_member: false,
      num_members: 5,
    })
    expect(await refused(web.conversations.history({ channel }))).toBe('not_in_channel')
    expect(await refused(web.chat.postMessage({ channel, text: 'hi' }))).toBe('not_in_channel')
    expect(await refused(web.conversations.setTopic({ channel, topic: 'hi' }))).toBe('not_in_channel')
    expect((await web.conversations.join({ channel })).channel).toMatchObject({ is_member: true })
    expect((await web.conversations.join({ channel })).warning).toBe('already_in_channel')
    expect((await web.chat.postMessage({ channel, text: 'hi' })).ok).toBe(true)
    expect(await refused(web.conversations.leave({ channel }))).toBe('cant_leave_general')
  })

  it('has a topic and a purpose of 250 characters at most, with a message about each change', async () => {
    const { web, messages, channel: find } = await playground()
    const channel = channels.incidents
    expect(await refused(web.conversations.setTopic({ channel, topic: 'x'.repeat(251) }))).toBe('too_long')
    await web.conversations.setTopic({ channel, topic: 'Now: checkout' })
    await web.conversations.setTopic({ channel, topic: 'Now: checkout' })
    await web.conversations.setPurpose({ channel, purpose: 'For incidents' })
    expect(await messages('incidents')).toMatchObject([
      { subtype: 'channel_topic', topic: 'Now: checkout', text: `<@${bot}> set the channel topic: Now: checkout` },
      { subtype: 'channel_purpose', purpose: 'For incidents' },
    ])
    expect(await find('incidents')).toMatchObject({
      topic: { value: 'Now: checkout' },
      purpose: { value: 'For incidents' },
    })
  })

  it('can be renamed, archived and opened again', async () => {
    const { web, messages } = await playground()
    const { channel: created } = await web.conversations.create({ name: 'first' })
    const channel = created!.id!
    expect(await refused(web.conversations.rename({ channel, name: 'incidents' }))).toBe('name_taken')
    const renamed = await web.conversations.rename({ channel, name: 'second' })
    expect(renamed.channel).toMatchObject({ name: 'second', previous_names: ['first'] })
    expect(await refused(web.conversations.unarchive({ channel }))).toBe('not_archived')
    await web.conversations.archive({ channel })
    expect(await refused(web.conversations.archive({ channel }))).toBe('already_archived')
    for (const call of [
      web.chat.postMessage({ channel, text: 'hi' }),
      web.conversations.invite({ channel, users: people.ana }),
      web.conversations.setTopic({ channel, topic: 'x' }),
      web.conversations.rename({ channel, name: 'third' }),
    ]) {
      expect(await refused(call)).toBe('is_archived')
    }
    await web.conversations.unarchive({ channel })
    expect((await web.conversations.info({ channel })).channel).toMatchObject({ is_archived: false })
    const subtypes = (await messages(channel)).map(m => m.subtype)
    expect(subtypes).toEqual(['channel_join', 'channel_name', 'channel_archive', 'channel_unarchive'])
  })

  it('is listed by kind, and only by kinds that exist', async () => {
    const { web } = await playground()
    await web.conversations.create({ name: 'secret', is_private: true })
    const hidden = await web.conversations.list({ types: 'private_channel' })
    expect(hidden.channels!.map(c => c.name)).toEqual(['secret'])
    expect(await refused(web.conversations.list({ types: 'planet' }))).toBe('invalid_types')
    expect(await refused(web.users.conversations({ types: 'public_channel,planet' }))).toBe('invalid_types')
    for (const types of ['constructor', 'toString', '__proto__'])
      expect(await refused(web.conversations.list({ types }))).toBe('invalid_types')
  })

  it('is left out of lists by exclude_archived', async () => {
    const { web } = await playground()
    const { channel } = await web.conversations.create({ name: 'done' })
    await web.conversations.archive({ channel: channel!.id! })
    const all = await web.conversations.list({ limit: 1000 })
    const open = await web.conversations.list({ limit: 1000, exclude_archived: true })
    expect(all.channels!.map(c => c.name)).toContain('done')
    expect(open.channels!.map(c => c.name)).not.toContain('done')
  })
})

describe('inviting', () => {
  it('adds people with the inviter named', async () => {
    const { web, messages } = await playground()
    const { channel } = await web.conversations.create({ name: 'inc-2', is_private: true })
    expect(channel).toMatchObject({ is_private: true, is_group: true })
    await web.conversations.invite({ channel: channel!.id!, users: `${people.ana},${people.ben}` })
    expect((await messages('inc-2')).slice(1)).toMatchObject([
      { subtype: 'channel_join', user: people.ana, inviter: bot },
      { subtype: 'channel_join', user: people.ben, inviter: bot },
    ])
  })

  it('refuses all when one is wrong, and says who and why', async () => {
    const { web, channel } = await playground()
    const users = `${people.dev},U0NOBODY00,${people.ana}`
    const answer = await refusal(web.conversations.invite({ channel: channels.support, users }))
    expect(answer).toMatchObject({
      error: 'user_not_found',
      errors: [
        { user: 'U0NOBODY00', ok: false, error: 'user_not_found' },
        { user: people.ana, ok: false, error: 'already_in_channel' },
      ],
    })
    expect((await channel('support')).members).not.toContain(people.dev)
  })

  it('goes on with the others when forced', async () => {
    const { web, channel } = await playground()
    const answer = await web.conversations.invite({
      channel: channels.support,
      users: `${people.dev},U0NOBODY00`,
      force: true,
    })
    expect(answer).toMatchObject({ ok: true, errors: [{ user: 'U0NOBODY00', error: 'user_not_found' }] })
    expect((await channel('support')).members).toContain(people.dev)
  })

  it('refuses the app itself, an empty list and more than a hundred', async () => {
    const { web } = await playground()
    const many = Array.from({ length: 101 }, (_, i) => `U${i}`).join()
    expect(await refused(web.conversations.invite({ channel: channels.support, users: many }))).toBe(
      'invalid_arguments',
    )
    expect(await refused(web.conversations.invite({ channel: channels.support, users: bot }))).toBe('cant_invite_self')
    expect(await refused(web.conversations.invite({ channel: channels.support, users: '' }))).toBe('no_user')
  })

  it('is undone by kick and leave', async () => {
    const { web, channel } = await playground()
    expect(await refused(web.conversations.kick({ channel: channels.support, user: people.dev }))).toBe(
      'not_in_channel',
    )
    expect(await refused(web.conversations.kick({ channel: channels.support, user: bot }))).toBe('cant_kick_self')
    await web.conversations.kick({ channel: channels.support, user: people.ana })
    await web.conversations.leave({ channel: channels.support })
    expect((await channel('support')).members).toEqual([people.chloe, 'U0GUS00006'])
    expect(await web.conversations.leave({ channel: channels.support })).toMatchObject({
      ok: true,
      not_in_channel: true,
    })
  })
})

describe('a direct message', () => {
  it('is the same conversation however it is opened', async () => {
    const { web, act, see } = await playground()
    const { channel } = await web.conversations.open({ users: people.ana, return_im: true })
    expect(channel).toMatchObject({ is_im: true, user: people.ana })
    expect((await web.chat.postMessage({ channel: people.ana, text: 'psst' })).channel).toBe(channel!.id)
    expect(await act('open-dm', { user: 'ana' })).toEqual({ ok: true, channel: channel!.id })
    expect((await see('state')).channels.filter((c: { is_im: boolean }) => c.is_im)).toHaveLength(1)
  })

  it('with several people is a group of its own', async () => {
    const { web } = await playground()
    const { channel } = await web.conversations.open({ users: `${people.ana},${people.ben}`, return_im: true })
    expect(channel).toMatchObject({ is_mpim: true })
    expect((await web.conversations.open({ users: `${people.ben},${people.ana}` })).channel!.id).toBe(channel!.id)
    expect(await refused(web.conversations.open({ users: 'U0NOBODY00' }))).toBe('user_not_found')
  })
})

describe('history', () => {
  it('returns newest first, page by page, without replies', async () => {
    const { web, act } = await playground({ pages: 'full' })
    const first = await act('message', { channel: 'incidents', user: 'ana', text: 'first' })
    await act('message', { channel: 'incidents', user: 'ben', text: 'reply', thread_ts: first.ts })
    for (const text of ['second', 'third']) await act('message', { channel: 'incidents', user: 'ana', text })
    const page = await web.conversations.history({ channel: channels.incidents, limit: 2 })
    expect(page.messages!.map(m => m.text)).toEqual(['third', 'second'])
    expect(page.has_more).toBe(true)
    // What arrives between two pages must not shift the second one.
    await act('message', { channel: 'incidents', user: 'ana', text: 'fourth' })
    const rest = await web.conversations.history({
      channel: channels.incidents,
      cursor: page.response_metadata!.next_cursor!,
    })
    expect(rest.messages).toMatchObject([{ text: 'first', reply_count: 1, reply_users: [people.ben] }])
    expect(rest.has_more).toBe(false)
  })

  it('is cut by oldest and latest, with the ends only when inclusive', async () => {
    const { web, act } = await playground()
    const ts: string[] = []
    for (const text of ['a', 'b', 'c']) ts.push((await act('message', { channel: 'incidents', user: 'ana', text })).ts)
    const texts = async (args: Record<string, unknown>) =>
      (await web.conversations.history({ channel: channels.incidents, ...args })).messages!.map(m => m.text)
    expect(await texts({ oldest: ts[0], latest: ts[2] })).toEqual(['b'])
    expect(await texts({ oldest: ts[0], latest: ts[2], inclusive: true })).toEqual(['c', 'b', 'a'])
    expect(await refused(web.conversations.history({ channel: channels.incidents, oldest: 'yesterday' }))).toBe(
      'invalid_ts_oldest',
    )
  })

  it('of a thread starts with its parent, oldest first', async () => {
    const { web, act } = await playground()
    const { ts } = await act('message', { channel: 'incidents', user: 'ana', text: 'parent' })
    for (const text of ['one', 'two']) await web.chat.postMessage({ channel: channels.incidents, thread_ts: ts, text })
    const { messages } = await web.conversations.replies({ channel: channels.incidents, ts })
    expect(messages!.map(m => m.text)).toEqual(['parent', 'one', 'two'])
    expect(messages![0]).toMatchObject({ reply_count: 2, latest_reply: messages![2]!.ts })
    expect(messages![1]).toMatchObject({ thread_ts: ts, parent_user_id: people.ana })
    expect(await refused(web.conversations.replies({ channel: channels.incidents, ts: '1.000000' }))).toBe(
      'thread_not_found',
    )
  })
})
