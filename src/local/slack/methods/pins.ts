import { changeChannel, joinedChannel } from '../channels.ts'
import type { Channel, Message } from '../entities.ts'
import { SlackError } from '../errors.ts'
import { postSystemMessage, renderMessage } from '../messages.ts'
import type { World } from '../world.ts'
import { type Call, type Methods, scope } from './method.ts'

const maxPins = 100

export const pins = {
  'pins.add': {
    tier: 2,
    needs: scope('pins:write'),
    run(call) {
      const { world } = call
      const { channel, message } = pinned(call)
      if (channel.pins.some(pin => pin.ts === message.ts)) throw new SlackError('already_pinned')
      if (channel.pins.length >= maxPins) throw new SlackError('too_many_pins')
      const user = world.app.botUserId
      const pin = { ts: message.ts, by: user, at: Math.floor(world.now() / 1000) }
      const changed = changeChannel(world, channel, { pins: [...channel.pins, pin] })
      postSystemMessage(world, changed, {
        subtype: 'pinned_item',
        user,
        text: `<@${user}> pinned a message to this channel.`,
        extra: { item_type: 'C', item: { type: 'message', channel: channel.id, ts: message.ts } },
      })
      emitPin(world, changed, message, 'pin_added')
      return {}
    },
  },
  'pins.remove': {
    tier: 2,
    needs: scope('pins:write'),
    run(call) {
      const { world } = call
      const { channel, message } = pinned(call)
      if (!channel.pins.some(pin => pin.ts === message.ts)) throw new SlackError('no_pin')
      const changed = changeChannel(world, channel, { pins: channel.pins.filter(pin => pin.ts !== message.ts) })
      emitPin(world, changed, message, 'pin_removed')
      return {}
    },
  },
  'pins.list': {
    tier: 2,
    needs: scope('pins:read'),
    run({ world, args }) {
      const channel = joinedChannel(world, args.required('channel'))
      return {
        items: [...channel.pins].reverse().flatMap(pin => {
          const message = world.messages.get(channel.id, pin.ts)
          if (!message) return []
          return {
            type: 'message',
            created: pin.at,
            created_by: pin.by,
            channel: channel.id,
            message: renderMessage(world, message),
          }
        }),
      }
    },
  },
} satisfies Methods

function pinned({ world, args }: Call): { readonly channel: Channel; readonly message: Message } {
  const channel = joinedChannel(world, args.required('channel'))
  const ts = args.text('timestamp')
  if (!ts) throw new SlackError('no_item_specified')
  if (!/^\d+\.\d{6}$/.test(ts)) throw new SlackError('bad_timestamp')
  const message = world.messages.get(channel.id, ts)
  if (!message) throw new SlackError('message_not_found')
  return { channel, message }
}

function emitPin(world: World, channel: Channel, message: Message, type: 'pin_added' | 'pin_removed'): void {
  world.emit({
    subscription: type,
    event: {
      type,
      user: world.app.botUserId,
      channel_id: channel.id,
      item: { type: 'message', channel: channel.id, message: renderMessage(world, message) },
      event_ts: world.messages.nextTs(world.now()),
    },
  })
}
