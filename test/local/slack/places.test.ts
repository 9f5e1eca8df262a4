import { describe, expect, it } from 'vitest'
import { type Answer, bot, call, channels, people, playground, refused } from './playground.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')

describe('a person', () => {
  it('creates a channel, names it as typed and is alone in it', async () => {
    const { act, channel, messages, web } = await playground()
    const { channel: id } = await act('create-channel', { user: 'ben', name: '#Fix The Till' })
    expect(await channel(id)).toMatchObject({ name: 'fix-the-till', creator: people.ben, members: [people.ben] })
    expect(await messages(id)).toMatchObject([{ subtype: 'channel_join', user: people.ben }])
    expect((await web.conversations.info({ channel: id })).channel).toMatchObject({ is_private: false })
  })

  it('creates a private channel that is nothing to the app before it is invited', async () => {
    const { act, web, messages } = await playground()
    const { channel: id } = await act('create-channel', { user: 'ben', name: 'hush', is_private: true })
    expect(await refused(web.conversations.info({ channel: id }))).toBe('channel_not_found')
    await act('invite', { user: 'ben', channel: id })
    expect((await web.conversations.info({ channel: id })).channel).toMatchObject({ is_private: true })
    expect((await messages(id)).at(-1)).toMatchObject({ subtype: 'channel_join', user: bot, inviter: people.ben })
  })

  it('reads why a name cannot be', async () => {
    const { act } = await playground()
    const error = async (name: string) => (await act('create-channel', { user: 'ben', name })).error
    expect(await error('general')).toContain('is taken')
    expect(await error('security-team')).toContain('is taken')
    expect(await error('x'.repeat(81))).toContain('longer than 80')
    expect(await error('---')).toContain('needs a letter')
    expect(await error('a.b')).toContain('lower-case letters, digits, hyphens')
  })

  it('renames, describes, archives and brings back a channel, and everybody reads it there', async () => {
    const { act, messages, web } = await playground()
    const at = { user: 'ana', channel: 'incidents' }
    await act('set-topic', { ...at, topic: 'Now: the till' })
    await act('set-topic', { ...at, topic: '' })
    await act('set-purpose', { ...at, purpose: 'What is broken' })
    await act('rename-channel', { ...at, name: 'outages' })
    await act('archive-channel', { user: 'ana', channel: 'outages' })
    expect(await act('message', { user: 'ana', channel: 'outages', text: 'x' })).toMatchObject({ ok: false })
    await act('unarchive-channel', { user: 'ana', channel: 'outages' })
    const ana = `<@${people.ana}>`
    expect((await messages('outages')).map(({ subtype, text, user }) => [subtype, text, user])).toEqual([
      ['channel_topic', `${ana} set the channel topic: Now: the till`, people.ana],
      ['channel_topic', `${ana} cleared channel topic`, people.ana],
      ['channel_purpose', `${ana} set the channel description: What is broken`, people.ana],
      ['channel_name', `${ana} has renamed the channel from "incidents" to "outages"`, people.ana],
      ['channel_archive', `${ana} archived the channel`, people.ana],
      ['channel_unarchive', `${ana} un-archived the channel`, people.ana],
    ])
    expect((await web.conversations.info({ channel: channels.incidents })).channel).toMatchObject({
      name: 'outages',
      is_archived: false,
      purpose: { value: 'What is broken', creator: people.ana },
    })
  })

  it('invites and removes people', async () => {
    const { act, channel, messages } = await playground()
    const at = { user: 'ana', channel: 'support' }
    await act('invite', { ...at, people: ['ben', '@dev'] })
    expect((await channel('support')).members).toEqual(expect.arrayContaining([people.ben, people.dev]))
    expect((await messages('support')).at(-1)).toMatchObject({ user: people.dev, inviter: people.ana })
    expect(await act('kick', { ...at, person: 'dev' })).toMatchObject({ ok: true })
    expect((await channel('support')).members).not.toContain(people.dev)
    expect((await messages('support')).at(-1)).toMatchObject({ subtype: 'channel_leave', user: people.dev })
  })

  it('pins, unpins and bookmarks, and the app sees whose it is', async () => {
    const { act, web, messages } = await playground()
    const at = { user: 'ana', channel: 'incidents' }
    const { ts } = await act('message', { ...at, text: 'keep this' })
    await act('pin', { ...at, messageTs: ts })
    const { items } = await web.pins.list({ channel: channels.incidents })
    expect(items).toMatchObject([{ created_by: people.ana, message: { ts, pinned_to: [channels.incidents] } }])
    expect((await messages('incidents')).at(-1)).toMatchObject({ subtype: 'pinned_item', user: people.ana })
    await act('unpin', { ...at, messageTs: ts })
    expect((await web.pins.list({ channel: channels.incidents })).items).toEqual([])

    expect(await act('add-bookmark', { ...at, title: 'Runbook', link: 'runbook' })).toMatchObject({ ok: false })
    const { id } = await act('add-bookmark', { ...at, title: 'Runbook', link: 'https://example.com/run' })
    const listed = () => web.bookmarks.list({ channel_id: channels.incidents })
    expect((await listed()).bookmarks).toMatchObject([{ id, title: 'Runbook', last_updated_by_user_id: people.ana }])
    await act('remove-bookmark', { ...at, id })
    expect((await listed()).bookmarks).toEqual([])
  })

  it('sends files with a message, which the app reads', async () => {
    const { act, see, url, web } = await playground()
    const { file } = await act('upload', { user: 'ben', name: 'log.txt', data: base64('GET /a 500') })
    expect(file).toMatchObject({ name: 'log.txt', size: 10, mimetype: 'text/plain', user: people.ben })
    expect(await refused(web.files.info({ file: file.id }))).toBe('file_not_found')
    const at = { user: 'ben', channel: 'incidents' }
    expect(await act('message', { ...at, user: 'ana', files: [file.id] })).toMatchObject({ ok: false })
    const { ts } = await act('message', { ...at, text: 'see', files: [file.id] })
    const info = (await web.files.info({ file: file.id })).file as Answer
    expect(info.channels).toEqual([channels.incidents])
    const download = (address: string) => fetch(address, { headers: { authorization: 'Bearer xoxb-sandbox' } })
    expect(await (await download(info.url_private_download)).text()).toBe('GET /a 500')
    expect(await (await fetch(`${url}/_control/files/${file.id}`)).text()).toBe('GET /a 500')
    const { messages } = await web.conversations.history({ channel: channels.incidents, latest: ts, inclusive: true })
    expect(messages).toMatchObject([{ text: 'see', files: [{ id: file.id }] }])
    expect(await act('message', { ...at, files: [file.id] })).toMatchObject({ ok: false })
    expect(await act('upload', { user: 'ben', name: 'x', data: '%' })).toMatchObject({ ok: false })
    const { entries } = await see('log')
    expect(JSON.stringify(entries)).not.toContain(base64('GET /a 500'))
  })

  it('writes to others alone, and the app knows nothing of it', async () => {
    const { act, web, channel, messages } = await playground()
    const open = async (user: string, others: readonly string[]) =>
      (await act('open-dm', { user, with: others })).channel
    const dm = await open('ana', ['ben'])
    expect(await open('ben', ['ana'])).toBe(dm)
    expect(await channel(dm)).toMatchObject({ is_im: true, members: [people.ana, people.ben] })
    await act('message', { user: 'ana', channel: dm, text: 'between us' })
    expect(await messages(dm)).toMatchObject([{ text: 'between us' }])
    expect(await act('message', { user: 'dev', channel: dm, text: 'me too' })).toMatchObject({ ok: false })

    const group = await open('ana', ['ben', 'chloe'])
    expect(await channel(group)).toMatchObject({ is_mpim: true, name: 'mpdm-ana--ben--chloe-1' })
    expect(await open('chloe', ['ana', 'ben'])).toBe(group)
    const own = await open('ana', ['ana'])
    expect(await channel(own)).toMatchObject({ is_im: true, members: [people.ana] })
    for (const id of [dm, group, own]) {
      expect(await refused(web.conversations.info({ channel: id }))).toBe('channel_not_found')
      expect(await refused(web.chat.postMessage({ channel: id, text: 'x' }))).toBe('channel_not_found')
    }
    const { channels: known } = await web.conversations.list({ types: 'im,mpim' })
    expect(known).toEqual([])
    expect(await act('leave', { user: 'ana', channel: group })).toMatchObject({ ok: false })
    expect(await act('open-dm', { user: 'ana', with: ['nobody'] })).toMatchObject({ ok: false })
  })

  it('cannot do as a guest what guests cannot', async () => {
    const { act } = await playground()
    const at = { user: 'gus', channel: 'support' }
    expect(await act('create-channel', { user: 'gus', name: 'mine' })).toMatchObject({ ok: false })
    expect(await act('archive-channel', at)).toMatchObject({ ok: false })
    expect(await act('kick', { ...at, person: 'ana' })).toMatchObject({ ok: false })
    expect(await act('rename-channel', { user: 'chloe', channel: 'support', name: 'help' })).toMatchObject({
      ok: false,
    })
    expect(await act('delete-channel', { user: 'chloe', channel: 'support' })).toMatchObject({ ok: false })
    expect(await act('archive-channel', { user: 'ana', channel: 'general' })).toMatchObject({ ok: false })
  })
})

describe('a person who changes', () => {
  it('leaves the workspace, and comes back', async () => {
    const { act, web, messages } = await playground()
    const { ts } = await act('message', { user: 'ben', channel: 'incidents', text: 'farewell' })
    expect(await act('deactivate', { user: 'chloe', person: 'ben' })).toMatchObject({ ok: false })
    expect(await act('deactivate', { user: 'ana', person: 'ben' })).toMatchObject({ ok: true })
    expect((await web.users.info({ user: people.ben })).user).toMatchObject({ deleted: true })
    expect(await act('message', { user: 'ben', channel: 'incidents', text: 'ghost' })).toEqual({
      ok: false,
      error: 'ben has left the workspace.',
    })
    expect((await messages('incidents')).map(m => m.ts)).toEqual([ts])
    const invite = web.conversations.invite({ channel: channels.support, users: people.ben })
    expect(await refused(invite)).toBe('cant_invite')
    expect(await refused(web.chat.postMessage({ channel: people.ben, text: 'x' }))).toBe('channel_not_found')
    expect((await web.usergroups.users.list({ usergroup: 'S0ONCALL01' })).users).toEqual([people.ana])
    await act('reactivate', { user: 'ana', person: 'ben' })
    expect((await web.users.info({ user: people.ben })).user).toMatchObject({ deleted: false })
    expect(await act('message', { user: 'ben', channel: 'incidents', text: 'back' })).toMatchObject({ ok: true })
  })

  it('stays an admin as long as there is no other', async () => {
    const { act, web } = await playground()
    for (const role of ['member', 'guest'])
      expect(await act('set-role', { user: 'ana', person: 'ana', role })).toEqual({
        ok: false,
        error: 'ana is the last admin: make somebody else an admin first.',
      })
    expect(await act('deactivate', { user: 'ana', person: 'ana' })).toMatchObject({ ok: false })
    await act('set-role', { user: 'ana', person: 'ben', role: 'admin' })
    expect(await act('set-role', { user: 'ana', person: 'ana', role: 'member' })).toEqual({ ok: true })
    expect((await web.users.info({ user: people.ana })).user).toMatchObject({ is_admin: false })
    await act('set-role', { user: 'ben', person: 'ana', role: 'admin' })
    await act('deactivate', { user: 'ana', person: 'ben' })
    expect((await act('set-role', { user: 'ana', person: 'ana', role: 'guest' })).ok).toBe(false)
  })

  it('is away or undisturbed for a year at most', async () => {
    const { act, web } = await playground()
    for (const minutes of [1e308, 527_041, -1, 'long']) {
      const status = await act('set-status', { user: 'ben', text: 'Away', minutes })
      expect(status.error).toMatch(/^Send "minutes" as a number, at most a year/)
      const snooze = await act('set-dnd', { user: 'ben', snoozeMinutes: minutes })
      expect(snooze.error).toMatch(/^Send "snoozeMinutes" as a number, at most a year/)
    }
    expect((await web.users.info({ user: people.ben })).user!.profile!.status_text).toBe('')
    expect(await web.dnd.info({ user: people.ben })).toMatchObject({ dnd_enabled: false })
    expect(await act('set-dnd', { user: 'ben', snoozeMinutes: 527_040 })).toEqual({ ok: true })
  })

  it('becomes admin or guest, moves, and says what they are at for a while', async () => {
    const { act, web } = await playground()
    const ben = async () => (await web.users.info({ user: people.ben })).user as Answer
    await act('set-role', { user: 'ana', person: 'ben', role: 'admin' })
    expect(await ben()).toMatchObject({ is_admin: true, is_restricted: false })
    await act('set-role', { user: 'ana', person: 'ben', role: 'guest' })
    expect(await ben()).toMatchObject({ is_admin: false, is_restricted: true })
    await act('set-time-zone', { user: 'ben', tz: 'Asia/Tokyo' })
    expect(await ben()).toMatchObject({ tz: 'Asia/Tokyo', tz_offset: 9 * 3600 })
    expect(await act('set-time-zone', { user: 'ben', tz: 'Mars/Base' })).toMatchObject({ ok: false })
    await act('set-status', { user: 'ben', text: 'At lunch', emoji: ':bread:', minutes: 30 })
    expect((await ben()).profile).toMatchObject({ status_text: 'At lunch', status_emoji: ':bread:' })
    await act('advance', { minutes: 31 })
    expect((await ben()).profile).toMatchObject({ status_text: '', status_emoji: '', status_expiration: 0 })
  })

  it('is added, and put into a user group', async () => {
    const { act, web } = await playground()
    const { id } = await act('add-person', { user: 'ana', name: 'zoe', real_name: 'Zoë Sample', tz: 'Europe/Rome' })
    expect((await web.users.info({ user: id })).user).toMatchObject({ name: 'zoe', real_name: 'Zoë Sample' })
    expect(await act('add-person', { user: 'ana', name: 'zoe' })).toMatchObject({ ok: false })
    await act('set-group', { user: 'ana', group: 'on-call', people: ['zoe', 'ben'] })
    expect((await web.usergroups.users.list({ usergroup: 'S0ONCALL01' })).users).toEqual([id, people.ben])
  })
})

describe('an app that is taken out of the workspace', () => {
  it('can call nothing and is called by nobody until it is back', async () => {
    const { act, web } = await playground()
    await act('uninstall', { user: 'ana' })
    expect(await refused(call(web, 'auth.test', {}))).toBe('account_inactive')
    expect(await act('command', { user: 'ben', channel: 'incidents', command: '/hello' })).toMatchObject({ ok: false })
    await act('reinstall', { user: 'ana' })
    expect(await call(web, 'auth.test', {})).toMatchObject({ ok: true })
  })
})
