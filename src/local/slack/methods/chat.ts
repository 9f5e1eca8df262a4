import { joinedChannel, visibleChannel, writableChannel } from '../channels.ts'
import type { Channel, Message } from '../entities.ts'
import { addEphemeral } from '../ephemerals.ts'
import { SlackError } from '../errors.ts'
import { checkEditLength, readContent, readMetadata, requireContent } from '../message-content.ts'
import { botSignature, changeMessage, deleteMessage, postMessage, renderMessage } from '../messages.ts'
import type { World } from '../world.ts'
import { type Methods, noScope, scope } from './method.ts'
import { addressee, customName, refuseAsUser, refuseLongBlocks, refuseLongText, threadOf } from './posting.ts'

export const chat = {
  'chat.postMessage': {
    // A message a second to each channel, "several hundred" a minute to the workspace.
    tier: { perMinute: 300, perChannelPerMinute: 60 },
    needs: scope('chat:write'),
    run(call) {
      const { world, args } = call
      refuseAsUser(call)
      const channel = addressee(world, args.required('channel'))
      const stored = duplicate(world, args.text('client_msg_id'), channel)
      if (stored) return posted(world, stored)
      const content = readContent(args)
      requireContent(content)
      refuseLongBlocks(content.blocks, 'msg_blocks_too_long')
      const metadata = readMetadata(args)
      const clientMsgId = args.text('client_msg_id')
      const message = postMessage(world, channel, {
        ...botSignature(world),
        ...content,
        ...customName(call),
        ...threadOf(call, channel),
        ...(metadata ? { metadata } : {}),
        ...(clientMsgId ? { client_msg_id: clientMsgId } : {}),
      })
      return posted(world, message)
    },
  },
  'chat.update': {
    tier: 3,
    needs: scope('chat:write'),
    run(call) {
      const { world, args } = call
      refuseAsUser(call)
      const channel = joinedChannel(world, args.required('channel'))
      if (channel.isArchived) throw new SlackError('is_inactive')
      const message = ownMessage(world, channel, args.required('ts'), 'cant_update_message')
      const content = readContent(args)
      const metadata = readMetadata(args)
      checkEditLength(content.text)
      if (!args.has('blocks') && !args.has('attachments')) requireContent(content)
      const { chosen: _chosen, ...kept } = message
      // What the call leaves out stays; an empty list takes blocks or attachments away.
      const { blocks, attachments, ...edit } = { ...kept, ...content }
      const edited: Message = {
        ...edit,
        ...(blocks?.length ? { blocks } : {}),
        ...(attachments?.length ? { attachments } : {}),
        ...(metadata ? { metadata } : {}),
        edited: { user: world.app.botUserId, ts: world.messages.nextTs(world.now()) },
      }
      changeMessage(world, channel, { from: message, to: edited })
      return { channel: channel.id, ts: edited.ts, text: edited.text, message: renderMessage(world, edited) }
    },
  },
  'chat.delete': {
    tier: 3,
    needs: scope('chat:write'),
    run({ world, args }) {
      const channel = joinedChannel(world, args.required('channel'))
      const message = ownMessage(world, channel, args.required('ts'), 'cant_delete_message')
      deleteMessage(world, channel, message)
      return { channel: channel.id, ts: message.ts }
    },
  },
  'chat.postEphemeral': {
    tier: 4,
    needs: scope('chat:write'),
    run(call) {
      const { world, args } = call
      const channel = writableChannel(world, args.required('channel'))
      refuseLongText(call)
      const content = readContent(args)
      requireContent(content)
      refuseLongBlocks(content.blocks, 'msg_too_long')
      customName(call)
      const user = args.required('user')
      if (!channel.members.includes(user)) throw new SlackError('user_not_in_channel')
      const { thread_ts: threadTs } = threadOf(call, channel)
      const { ts } = addEphemeral(world, {
        ...content,
        channel: channel.id,
        to: user,
        from: world.app.botUserId,
        ...(threadTs ? { thread_ts: threadTs } : {}),
      })
      return { message_ts: ts }
    },
  },
  'chat.getPermalink': {
    tier: { perMinute: 600 },
    needs: noScope,
    run({ world, args, origin }) {
      const channel = visibleChannel(world, args.required('channel'))
      const message = world.messages.get(channel.id, args.required('message_ts'))
      if (!message) throw new SlackError('message_not_found')
      const thread = message.thread_ts ? `?thread_ts=${message.thread_ts}&cid=${channel.id}` : ''
      return {
        channel: channel.id,
        permalink: `${origin}/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`,
      }
    },
  },
} satisfies Methods

function posted(world: World, message: Message): Record<string, unknown> {
  return { channel: message.channel, ts: message.ts, message: renderMessage(world, message, { metadata: true }) }
}

/** The message that an earlier attempt with the same `client_msg_id` stored. */
function duplicate(world: World, clientMsgId: string | undefined, channel: Channel): Message | undefined {
  const stored = clientMsgId ? world.messages.byClientId(clientMsgId) : undefined
  if (stored && stored.channel !== channel.id) throw new SlackError('duplicate_channel_not_found')
  return stored
}

function ownMessage(world: World, channel: Channel, ts: string, refusal: string): Message {
  const message = world.messages.get(channel.id, ts)
  if (!message) throw new SlackError('message_not_found')
  if (message.bot_id !== world.app.botId) throw new SlackError(refusal)
  return message
}
