import { changeChannel } from './channels.ts'
import type { Channel, Message } from './entities.ts'
import { postSystemMessage, renderMessage } from './messages.ts'
import type { World } from './world.ts'

export const maxPins = 100

interface PinChange {
  readonly message: Message
  readonly by: string
}

export function isPinned(channel: Channel, message: Message): boolean {
  return channel.pins.some(pin => pin.ts === message.ts)
}

export function addPin(world: World, channel: Channel, { message, by }: PinChange): Channel {
  const pin = { ts: message.ts, by, at: Math.floor(world.now() / 1000) }
  const changed = changeChannel(world, channel, { pins: [...channel.pins, pin] })
  postSystemMessage(world, changed, {
    subtype: 'pinned_item',
    user: by,
    text: `<@${by}> pinned a message to this channel.`,
    extra: { item_type: 'C', item: { type: 'message', channel: channel.id, ts: message.ts } },
  })
  emitPin(world, changed, { type: 'pin_added', message, by, pin })
  return changed
}

export function removePin(world: World, channel: Channel, { message, by }: PinChange): Channel {
  const pin = channel.pins.find(known => known.ts === message.ts)
  if (!pin) return channel
  const changed = changeChannel(world, channel, { pins: channel.pins.filter(known => known.ts !== message.ts) })
  emitPin(world, changed, { type: 'pin_removed', message, by, pin })
  return changed
}

interface PinEvent extends PinChange {
  readonly type: 'pin_added' | 'pin_removed'
  readonly pin: Channel['pins'][number]
}

function emitPin(world: World, channel: Channel, { type, message, by, pin }: PinEvent): void {
  if (!channel.members.includes(world.app.botUserId)) return
  world.emit({
    subscription: type,
    event: {
      type,
      user: by,
      channel_id: channel.id,
      item: {
        type: 'message',
        channel: channel.id,
        message: renderMessage(world, message),
        created: pin.at,
        created_by: pin.by,
      },
      item_user: message.user,
      pin_count: String(channel.pins.length),
      pinned_info: { channel: channel.id, pinned_by: pin.by, pinned_ts: pin.at },
      ...(type === 'pin_removed' ? { has_pins: channel.pins.length > 0 } : {}),
      event_ts: world.messages.nextTs(world.now()),
    },
  })
}
