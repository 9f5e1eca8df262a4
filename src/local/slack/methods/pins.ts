import { joinedChannel } from '../channels.ts'
import type { Channel, Message } from '../entities.ts'
import { SlackError } from '../errors.ts'
import { renderMessage } from '../messages.ts'
import { addPin, isPinned, maxPins, removePin } from '../pins.ts'
import { type Call, type Methods, scope } from './method.ts'

export const pins = {
  'pins.add': {
    tier: 2,
    needs: scope('pins:write'),
    run(call) {
      const { world } = call
      const { channel, message } = pinned(call)
      if (isPinned(channel, message)) throw new SlackError('already_pinned')
      if (channel.pins.length >= maxPins) throw new SlackError('too_many_pins')
      addPin(world, channel, { message, by: world.app.botUserId })
      return {}
    },
  },
  'pins.remove': {
    tier: 2,
    needs: scope('pins:write'),
    run(call) {
      const { world } = call
      const { channel, message } = pinned(call)
      if (!isPinned(channel, message)) throw new SlackError('no_pin')
      removePin(world, channel, { message, by: world.app.botUserId })
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
