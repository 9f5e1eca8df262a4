import {
  addMember,
  changeChannel,
  checkChannelName,
  emitChannelEvent,
  joinedChannel,
  newChannel,
  renderChannel,
  visibleChannel,
  writableChannel,
} from '../channels.ts'
import type { Channel } from '../entities.ts'
import { SlackError } from '../errors.ts'
import { postSystemMessage } from '../messages.ts'
import { pageOf } from '../pages.ts'
import type { World } from '../world.ts'
import { conversationTypes, scopesForTypes } from './conversation-types.ts'
import { type Call, type Methods, scopeByKind, scopesFor } from './method.ts'

const maxHeadingCharacters = 250

export const conversations = {
  'conversations.create': {
    tier: 2,
    needs: ({ args }) => [scopesFor(args.flag('is_private') ? 'group' : 'channel', ['manage'])],
    run({ world, args }) {
      const name = args.text('name') ?? ''
      checkChannelName(world, name)
      const bot = world.app.botUserId
      const kind = args.flag('is_private') ? 'group' : 'channel'
      const channel = addMember(world, newChannel(world, { kind, name, creator: bot, members: [] }), bot)
      if (kind === 'channel') {
        const { id, created, creator } = channel
        emitChannelEvent(world, channel, 'created', { channel: { id, name, created, creator, is_channel: true } })
      }
      return { channel: renderChannel(world, channel) }
    },
  },
  'conversations.info': {
    tier: 3,
    needs: scopeByKind('channel', 'read'),
    run({ world, args }) {
      const channel = visibleChannel(world, args.required('channel'))
      const { num_members, ...rendered } = renderChannel(world, channel)
      return { channel: { ...rendered, ...(args.flag('include_num_members') ? { num_members } : {}) } }
    },
  },
  'conversations.list': {
    tier: 2,
    needs: scopesForTypes,
    run({ world, args }) {
      const kinds = conversationTypes(args)
      const all = [...world.channels.values()].filter(
        c =>
          kinds.includes(c.kind) &&
          (c.kind === 'channel' || c.members.includes(world.app.botUserId)) &&
          !(args.flag('exclude_archived') && c.isArchived),
      )
      const { items, next_cursor } = pageOf(all, args, { usual: 100, max: 1000 })
      return { channels: items.map(c => renderChannel(world, c)), response_metadata: { next_cursor } }
    },
  },
  'conversations.rename': {
    tier: 2,
    needs: scopeByKind('channel', 'manage'),
    run({ world, args }) {
      const channel = ordinary(writableChannel(world, args.required('channel')))
      const name = args.text('name') ?? ''
      checkChannelName(world, name, channel.id)
      const by = world.app.botUserId
      const renamed = changeChannel(world, channel, { name, previousNames: [channel.name, ...channel.previousNames] })
      postSystemMessage(world, renamed, {
        subtype: 'channel_name',
        user: by,
        text: `<@${by}> has renamed the channel from "${channel.name}" to "${name}"`,
        extra: { old_name: channel.name, name },
      })
      emitChannelEvent(world, renamed, 'rename', { channel: { id: channel.id, name, created: channel.created } })
      return { channel: renderChannel(world, renamed) }
    },
  },
  'conversations.archive': {
    tier: 2,
    needs: scopeByKind('channel', 'manage'),
    run({ world, args }) {
      const channel = ordinary(visibleChannel(world, args.required('channel')))
      if (channel.isArchived) throw new SlackError('already_archived')
      joinedChannel(world, channel.id)
      if (channel.isGeneral) throw new SlackError('cant_archive_general')
      setArchived(world, channel, true)
      return {}
    },
  },
  'conversations.unarchive': {
    tier: 2,
    needs: scopeByKind('channel', 'manage'),
    run({ world, args }) {
      const channel = ordinary(visibleChannel(world, args.required('channel')))
      if (!channel.isArchived) throw new SlackError('not_archived')
      setArchived(world, channel, false)
      return {}
    },
  },
  'conversations.setTopic': {
    tier: 2,
    needs: scopeByKind('channel', 'manage', 'write.topic'),
    run: call => setHeading(call, 'topic'),
  },
  'conversations.setPurpose': {
    tier: 2,
    needs: scopeByKind('channel', 'manage', 'write.topic'),
    run: call => setHeading(call, 'purpose'),
  },
} satisfies Methods

function ordinary(channel: Channel): Channel {
  if (channel.kind === 'im' || channel.kind === 'mpim') throw new SlackError('method_not_supported_for_channel_type')
  return channel
}

function setArchived(world: World, channel: Channel, isArchived: boolean): void {
  const user = world.app.botUserId
  const word = isArchived ? 'archive' : 'unarchive'
  const changed = changeChannel(world, channel, { isArchived })
  postSystemMessage(world, changed, {
    subtype: `channel_${word}`,
    user,
    text: `<@${user}> ${word}d the channel`,
  })
  emitChannelEvent(world, changed, word, { channel: channel.id, user })
}

function setHeading({ world, args }: Call, which: 'topic' | 'purpose'): Record<string, unknown> {
  const channel = writableChannel(world, args.required('channel'))
  if (channel.kind === 'im') throw new SlackError('method_not_supported_for_channel_type')
  const value = args.text(which) ?? ''
  if ([...value].length > maxHeadingCharacters) throw new SlackError('too_long')
  if (value === channel[which].value) return { channel: renderChannel(world, channel) }
  const user = world.app.botUserId
  const heading = { value, creator: user, lastSet: Math.floor(world.now() / 1000) }
  const changed = changeChannel(world, channel, { [which]: heading })
  postSystemMessage(world, changed, {
    subtype: `channel_${which}`,
    user,
    text: value ? `<@${user}> set the channel ${which}: ${value}` : `<@${user}> cleared channel ${which}`,
    extra: { [which]: value },
  })
  return { channel: renderChannel(world, changed) }
}
