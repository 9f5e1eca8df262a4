import {
  createChannel,
  type HeadingKind,
  maxHeadingCharacters,
  renameChannel,
  setArchived,
  setHeading,
} from '../channel-changes.ts'
import { checkChannelName, joinedChannel, renderChannel, visibleChannel, writableChannel } from '../channels.ts'
import type { Channel } from '../entities.ts'
import { invalidArguments, SlackError } from '../errors.ts'
import { pageOf } from '../pages.ts'
import { conversationTypes, scopesForTypes } from './conversation-types.ts'
import { type Call, type Methods, scopeByKind, scopesFor } from './method.ts'

export const conversations = {
  'conversations.create': {
    tier: 2,
    needs: ({ args }) => [scopesFor(args.flag('is_private') ? 'group' : 'channel', ['manage'])],
    run({ world, args }) {
      const name = args.text('name') ?? ''
      checkChannelName(world, name)
      const kind = args.flag('is_private') ? 'group' : 'channel'
      const channel = createChannel(world, { kind, name, by: world.app.botUserId })
      return { channel: renderChannel(world, channel) }
    },
  },
  'conversations.info': {
    tier: 3,
    needs: scopeByKind('channel', 'read'),
    run({ world, args }) {
      const channel = visibleChannel(world, args.required('channel'))
      const { num_members, ...rendered } = renderChannel(world, channel)
      return {
        channel: {
          ...rendered,
          ...(args.flag('include_num_members') ? { num_members } : {}),
          ...(args.flag('include_locale') ? { locale: 'en-US' } : {}),
        },
      }
    },
  },
  'conversations.list': {
    tier: 2,
    needs: scopesForTypes,
    run(call) {
      const { world, args } = call
      const kinds = conversationTypes(args)
      const all = [...world.channels.values()].filter(
        c =>
          kinds.includes(c.kind) &&
          (c.kind === 'channel' || c.members.includes(world.app.botUserId)) &&
          !(args.flag('exclude_archived') && c.isArchived),
      )
      const { items, next_cursor } = pageOf(call, all, { usual: 100, max: 1000 })
      return { channels: items.map(c => renderChannel(world, c)), response_metadata: { next_cursor } }
    },
  },
  'conversations.rename': {
    tier: 2,
    needs: scopeByKind('channel', 'manage'),
    run({ world, args }) {
      const channel = ordinary(writableChannel(world, args.required('channel')))
      const name = args.text('name') ?? ''
      // Only its creator or an admin may, and the app is no admin.
      if (channel.creator !== world.app.botUserId) throw new SlackError('not_authorized')
      checkChannelName(world, name, channel.id)
      const renamed = renameChannel(world, channel, { name, by: world.app.botUserId })
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
      setArchived(world, channel, { isArchived: true, by: world.app.botUserId })
      return {}
    },
  },
  'conversations.unarchive': {
    tier: 2,
    needs: scopeByKind('channel', 'manage'),
    run({ world, args }) {
      const channel = ordinary(visibleChannel(world, args.required('channel')))
      if (!channel.isArchived) throw new SlackError('not_archived')
      setArchived(world, channel, { isArchived: false, by: world.app.botUserId })
      return {}
    },
  },
  'conversations.setTopic': {
    tier: 2,
    needs: scopeByKind('channel', 'manage', 'write.topic'),
    run: call => changeHeading(call, 'topic'),
  },
  'conversations.setPurpose': {
    tier: 2,
    needs: scopeByKind('channel', 'manage', 'write.topic'),
    run: call => changeHeading(call, 'purpose'),
  },
} satisfies Methods

function ordinary(channel: Channel): Channel {
  if (channel.kind === 'im' || channel.kind === 'mpim') throw new SlackError('method_not_supported_for_channel_type')
  return channel
}

function changeHeading({ world, args }: Call, which: HeadingKind): Record<string, unknown> {
  const channel = writableChannel(world, args.required('channel'))
  if (channel.kind === 'im') throw new SlackError('method_not_supported_for_channel_type')
  const value = args.text(which)
  if (value === undefined) throw invalidArguments(`missing required field: ${which}`)
  if ([...value].length > maxHeadingCharacters) throw new SlackError('too_long')
  return { channel: renderChannel(world, setHeading(world, channel, { which, value, by: world.app.botUserId })) }
}
