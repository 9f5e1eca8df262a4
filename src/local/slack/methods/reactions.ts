import { joinedChannel, writableChannel } from '../channels.ts'
import type { Channel, Message } from '../entities.ts'
import { SlackError } from '../errors.ts'
import { renderMessage } from '../messages.ts'
import { addReaction, hasReacted, removeReaction } from '../reactions.ts'
import { type Call, type Methods, scope } from './method.ts'

/** Different emoji on one message, and from one person on it. */
const maxKinds = 50
const maxByOne = 23

export const reactions = {
  'reactions.add': {
    tier: 3,
    needs: scope('reactions:write'),
    run(call) {
      const { world, args } = call
      const channel = writableChannel(world, args.required('channel'))
      const message = reactedTo(call, channel)
      const name = emojiName(args.required('name'))
      const user = world.app.botUserId
      if (hasReacted(message, name, user)) throw new SlackError('already_reacted')
      const given = message.reactions ?? []
      if (given.length >= maxKinds && given.every(r => r.name !== name)) throw new SlackError('too_many_emoji')
      if (given.filter(r => r.users.includes(user)).length >= maxByOne) throw new SlackError('too_many_reactions')
      addReaction(world, { channel, message, name, user })
      return {}
    },
  },
  'reactions.remove': {
    tier: 2,
    needs: scope('reactions:write'),
    run(call) {
      const { world, args } = call
      const channel = joinedChannel(world, args.required('channel'))
      const message = reactedTo(call, channel)
      const name = emojiName(args.required('name'))
      const user = world.app.botUserId
      if (!hasReacted(message, name, user)) throw new SlackError('no_reaction')
      removeReaction(world, { channel, message, name, user })
      return {}
    },
  },
  'reactions.get': {
    tier: 3,
    needs: scope('reactions:read'),
    run(call) {
      const { world, args } = call
      const channel = joinedChannel(world, args.required('channel'))
      const message = reactedTo(call, channel)
      return { type: 'message', channel: channel.id, message: renderMessage(world, message) }
    },
  },
} satisfies Methods

function emojiName(name: string): string {
  const bare = name.replace(/^:|:$/g, '')
  if (!/^[\p{L}\p{N}_+'-]+(::skin-tone-[2-6])?$/u.test(bare)) throw new SlackError('invalid_name')
  return bare
}

function reactedTo({ world, args }: Call, channel: Channel): Message {
  const ts = args.text('timestamp')
  if (!ts) throw new SlackError('no_item_specified')
  if (!/^\d+\.\d{6}$/.test(ts)) throw new SlackError('bad_timestamp')
  const message = world.messages.get(channel.id, ts)
  if (!message) throw new SlackError('message_not_found')
  return message
}
