import { describe, expect, it, vi } from 'vitest'
import { modes, startHelper } from './helper-app.ts'
import { type Answer, bot, channels, type Playground, people, playground } from './playground.ts'

interface Happening {
  /** By its subscription's name, what the app must be told: once. */
  readonly told: Readonly<Record<string, Answer>>
  does(play: Playground): Promise<unknown>
}

const { incidents, support } = channels
const at = { user: 'ana', channel: 'incidents' }
const file = { name: 'log.txt', data: Buffer.from('x').toString('base64') }
const secret = (play: Playground) => play.act('create-channel', { user: 'ben', name: 'secret', is_private: true })
const message = (play: Playground, more = {}) => play.act('message', { ...at, text: 'hello', ...more })
const joined = async (play: Playground) => {
  const { channel } = await secret(play)
  await play.act('invite', { user: 'ben', channel })
  return channel
}

/** Of what its own bot does, Bolt passes on only that it came or went. */
const invited = { user: bot, inviter: people.ben, channel_type: 'G' }

const happenings: Readonly<Record<string, Happening>> = {
  'a message': {
    does: message,
    told: {
      'message.channels': {
        type: 'message',
        user: people.ana,
        text: 'hello',
        channel: incidents,
        channel_type: 'channel',
        client_msg_id: expect.any(String),
        blocks: [{ type: 'rich_text' }],
      },
    },
  },
  'a mention of the app': {
    does: play => message(play, { text: '@helper hello' }),
    told: {
      'message.channels': { text: `<@${bot}> hello` },
      app_mention: { type: 'app_mention', user: people.ana, text: `<@${bot}> hello`, channel: incidents },
    },
  },
  'an edit': {
    does: async play => play.act('edit-message', { ...at, messageTs: (await message(play)).ts, text: 'bye' }),
    told: {
      'message.channels': {
        subtype: 'message_changed',
        hidden: true,
        channel: incidents,
        message: { text: 'bye', edited: { user: people.ana } },
        previous_message: { text: 'hello' },
      },
    },
  },
  'a deletion': {
    does: async play => play.act('delete-message', { ...at, messageTs: (await message(play)).ts }),
    told: {
      'message.channels': { subtype: 'message_deleted', hidden: true, previous_message: { text: 'hello' } },
    },
  },
  'an answer shown in the channel too': {
    does: async play => message(play, { thread_ts: (await message(play)).ts, broadcast: true }),
    told: { 'message.channels': { subtype: 'thread_broadcast', root: { text: 'hello' } } },
  },
  'a message in a private channel of the app': {
    does: async play => play.act('message', { user: 'ben', channel: await joined(play), text: 'psst' }),
    told: { 'message.groups': { text: 'psst', channel_type: 'group' }, member_joined_channel: invited },
  },
  'a message to the app alone': {
    does: async play =>
      play.act('message', { user: 'ben', channel: (await play.act('open-dm', { user: 'ben' })).channel, text: 'psst' }),
    told: {
      'message.im': { text: 'psst', channel_type: 'im' },
      app_home_opened: { tab: 'messages', user: people.ben, channel: expect.stringMatching(/^D/) },
    },
  },
  'a message to a group with the app': {
    does: async play => {
      const { channel } = await play.act('open-dm', { user: 'ben', with: ['ana', bot] })
      return play.act('message', { user: 'ben', channel, text: 'psst' })
    },
    told: { 'message.mpim': { text: 'psst', channel_type: 'mpim' } },
  },
  'a new topic': {
    does: play => play.act('set-topic', { ...at, topic: 'new' }),
    told: { 'message.channels': { subtype: 'channel_topic', topic: 'new', user: people.ana } },
  },
  'somebody who comes': {
    does: play => play.act('invite', { user: 'ana', channel: 'support', people: ['ben'] }),
    told: {
      'message.channels': { subtype: 'channel_join', user: people.ben, inviter: people.ana },
      member_joined_channel: {
        user: people.ben,
        inviter: people.ana,
        channel: support,
        channel_type: 'C',
        team: 'T0ACME0001',
      },
    },
  },
  'somebody who goes': {
    does: play => play.act('leave', at),
    told: {
      'message.channels': { subtype: 'channel_leave', user: people.ana },
      member_left_channel: { user: people.ana, channel: incidents, channel_type: 'C' },
    },
  },
  'the app sent away from a public channel': {
    does: play => play.act('kick', { ...at, person: bot }),
    told: {
      member_left_channel: { user: bot, channel: incidents },
      channel_left: { channel: incidents, actor_id: people.ana },
    },
  },
  'the app sent away from a private channel': {
    does: async play => play.act('kick', { user: 'ben', channel: await joined(play), person: bot }),
    told: {
      member_joined_channel: invited,
      member_left_channel: { user: bot, channel_type: 'G' },
      group_left: { actor_id: people.ben },
    },
  },
  'a new channel': {
    does: play => play.act('create-channel', { user: 'ben', name: 'fresh' }),
    told: {
      channel_created: { channel: { name: 'fresh', creator: people.ben, is_channel: true, is_private: false } },
    },
  },
  'a public channel renamed, archived, brought back and deleted': {
    async does(play) {
      await play.act('rename-channel', { user: 'ana', channel: 'support', name: 'help' })
      await play.act('archive-channel', { user: 'ana', channel: 'help' })
      await play.act('unarchive-channel', { user: 'ana', channel: 'help' })
      await play.act('delete-channel', { user: 'ana', channel: 'help' })
    },
    told: {
      'message.channels': { subtype: 'channel_unarchive', user: people.ana },
      channel_rename: { channel: { id: support, name: 'help', is_channel: true } },
      channel_archive: { channel: support, user: people.ana },
      channel_unarchive: { channel: support, user: people.ana },
      channel_deleted: { channel: support },
    },
  },
  'a private channel renamed, archived, brought back and deleted': {
    async does(play) {
      const channel = await joined(play)
      await play.act('rename-channel', { user: 'ben', channel, name: 'quiet' })
      await play.act('archive-channel', { user: 'ben', channel })
      await play.act('unarchive-channel', { user: 'ben', channel })
      await play.act('set-role', { user: 'ana', person: 'ben', role: 'admin' })
      await play.act('delete-channel', { user: 'ben', channel })
    },
    told: {
      'message.groups': { subtype: 'channel_unarchive' },
      member_joined_channel: invited,
      group_rename: { channel: { name: 'quiet', is_channel: false } },
      group_archive: { user: people.ben },
      group_unarchive: { actor_id: people.ben },
      group_deleted: { actor_id: people.ben },
      user_change: { user: { id: people.ben, is_admin: true } },
    },
  },
  'a private channel that the app is not in': {
    async does(play) {
      const { channel } = await secret(play)
      await play.act('message', { user: 'ben', channel, text: 'psst' })
      await play.act('rename-channel', { user: 'ben', channel, name: 'quiet' })
      await play.act('archive-channel', { user: 'ben', channel })
    },
    told: {},
  },
  'a direct message between people': {
    async does(play) {
      const { channel } = await play.act('open-dm', { user: 'ana', with: ['ben'] })
      const { ts } = await play.act('message', { user: 'ana', channel, text: 'psst' })
      await play.act('reaction', { user: 'ben', channel, messageTs: ts, name: 'eyes' })
      const upload = await play.act('upload', { user: 'ana', ...file })
      await play.act('message', { user: 'ana', channel, files: [upload.file.id] })
      await play.act('rename-file', { user: 'ana', file: upload.file.id, name: 'error.txt' })
      await play.act('delete-file', { user: 'ana', file: upload.file.id })
    },
    told: {},
  },
  'a reaction, given and taken back': {
    async does(play) {
      const { ts } = await message(play)
      await play.act('reaction', { ...at, user: 'ben', messageTs: ts, name: 'eyes' })
      await play.act('reaction', { ...at, user: 'ben', messageTs: ts, name: 'eyes', remove: true })
    },
    told: {
      'message.channels': { text: 'hello' },
      reaction_added: { user: people.ben, reaction: 'eyes', item_user: people.ana, item: { channel: incidents } },
      reaction_removed: { user: people.ben, reaction: 'eyes', item: { type: 'message' } },
    },
  },
  'a pin, set and taken away': {
    async does(play) {
      const { ts } = await message(play)
      await play.act('pin', { ...at, messageTs: ts })
      await play.act('unpin', { ...at, messageTs: ts })
    },
    told: {
      'message.channels': { subtype: 'pinned_item', user: people.ana },
      pin_added: { user: people.ana, channel_id: incidents, item: { message: { text: 'hello' } }, pin_count: '1' },
      pin_removed: { user: people.ana, channel_id: incidents, has_pins: false },
    },
  },
  'a file': {
    async does(play) {
      const upload = await play.act('upload', { user: 'ana', ...file })
      await play.act('message', { ...at, text: 'see', files: [upload.file.id] })
    },
    told: {
      'message.channels': { subtype: 'file_share', files: [{ name: 'log.txt' }] },
      file_created: { user_id: people.ana, file: { id: expect.stringMatching(/^F/) } },
      file_shared: { user_id: people.ana, channel_id: incidents, file_id: expect.stringMatching(/^F/) },
    },
  },
  'a file renamed and deleted': {
    async does(play) {
      const upload = await play.act('upload', { user: 'ana', ...file })
      const sent = { user: 'ana', file: upload.file.id }
      await play.act('message', { ...at, files: [sent.file] })
      await play.act('rename-file', { ...sent, name: 'error.txt' })
      await play.act('delete-file', sent)
    },
    told: {
      'message.channels': { subtype: 'file_share', files: [{ name: 'log.txt' }] },
      file_created: { user_id: people.ana },
      file_shared: { user_id: people.ana },
      file_change: { file_id: expect.stringMatching(/^F/), file: { id: expect.stringMatching(/^F/) } },
      file_deleted: { file_id: expect.stringMatching(/^F/) },
    },
  },
  'the app’s home opened': {
    does: play => play.act('open-home', { user: 'ben' }),
    told: { app_home_opened: { tab: 'home', user: people.ben } },
  },
  'somebody who leaves the workspace': {
    does: play => play.act('deactivate', { user: 'ana', person: 'ben' }),
    told: {
      user_change: { user: { id: people.ben, deleted: true } },
      subteam_members_changed: { subteam_id: 'S0ONCALL01', removed_users: [people.ben], added_users: [] },
      subteam_updated: { subteam: { id: 'S0ONCALL01', users: [people.ana] } },
    },
  },
  'somebody new': {
    does: play => play.act('add-person', { user: 'ana', name: 'zoe' }),
    told: { team_join: { user: { name: 'zoe' } } },
  },
  'do not disturb': {
    does: play => play.act('set-dnd', { user: 'ben', snoozeMinutes: 30 }),
    told: { dnd_updated_user: { user: people.ben, dnd_status: { dnd_enabled: true } } },
  },
  'the app taken out': {
    does: play => play.act('uninstall', { user: 'ana' }),
    told: { tokens_revoked: { tokens: { oauth: [], bot: [bot] } }, app_uninstalled: { type: 'app_uninstalled' } },
  },
}

const every = [...new Set(Object.values(happenings).flatMap(({ told }) => Object.keys(told)))]

/** The subscription that an event belongs to. */
function subscriptionOf(event: Answer): string {
  const kinds: Answer = { channel: 'channels', group: 'groups', im: 'im', mpim: 'mpim' }
  return event.type === 'message' ? `message.${kinds[event.channel_type]}` : event.type
}

async function heard(mode: (typeof modes)[number], subscribed: readonly string[], does: Happening['does']) {
  const play = await playground({ app: { events: subscribed } })
  const { received } = await startHelper(play, mode)
  await does(play)
  return {
    play,
    events: () => received.filter(body => body.type === 'event_callback').map(body => body.event),
  }
}

/** The app has had whatever was sent before this command. */
async function caughtUp(play: Playground): Promise<void> {
  await play.act('reinstall', { user: 'ana' })
  expect(await play.act('command', { user: 'ana', channel: 'random', command: '/hello', text: 'me' })).toMatchObject({
    ok: true,
  })
}

/** Whether an event says at least this. */
function says(event: Answer, fields: Answer): boolean {
  try {
    expect(event).toMatchObject(fields)
    return true
  } catch {
    return false
  }
}

describe.each(modes)('over %s', mode => {
  it.each(Object.entries(happenings))('an app is told of %s, when it subscribed', async (_what, { does, told }) => {
    const { events, play } = await heard(mode, every, does)
    const once = () => {
      for (const [name, fields] of Object.entries(told)) {
        const found = events().filter(event => subscriptionOf(event) === name && says(event, fields))
        expect(found, `${name} once, among ${JSON.stringify(events())}`).toHaveLength(1)
        expect(found[0].event_ts).toMatch(/^\d+\.\d{6}$/)
      }
    }
    await vi.waitFor(once, { timeout: 5000 })
    await caughtUp(play)
    once()
    expect(new Set(events().map(subscriptionOf))).toEqual(new Set(Object.keys(told)))
  })
})

describe('an app that subscribed to nothing', () => {
  it.each(Object.entries(happenings))('is not told of %s', async (_what, { does }) => {
    const { events, play } = await heard('Socket Mode', [], does)
    await caughtUp(play)
    expect(events()).toEqual([])
  })
})

describe('an app that subscribed to one thing', () => {
  it('is told of that alone', async () => {
    const { events, play } = await heard('Socket Mode', ['pin_added'], async played => {
      for (const what of ['a pin, set and taken away', 'a mention of the app']) await happenings[what]?.does(played)
    })
    await caughtUp(play)
    expect(events().map(subscriptionOf)).toEqual(['pin_added'])
  })
})
