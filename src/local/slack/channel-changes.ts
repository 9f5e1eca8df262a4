import { addMember, changeChannel, emitChannelEvent, newChannel, renderChannel } from './channels.ts'
import type { Channel } from './entities.ts'
import { postSystemMessage } from './messages.ts'
import type { World } from './world.ts'

/** A new channel with whoever made it in it. */
export function createChannel(
  world: World,
  { kind, name, by }: { readonly kind: 'channel' | 'group'; readonly name: string; readonly by: string },
): Channel {
  const channel = addMember(world, newChannel(world, { kind, name, creator: by, members: [] }), by)
  if (kind === 'channel') {
    const { num_members, is_member, topic, purpose, previous_names, ...described } = renderChannel(world, channel)
    emitChannelEvent(world, channel, 'created', { channel: { ...described, is_frozen: false } })
  }
  return channel
}

export function renameChannel(
  world: World,
  channel: Channel,
  { name, by }: { readonly name: string; readonly by: string },
): Channel {
  const previousNames = [channel.name, ...channel.previousNames]
  const renamed = changeChannel(world, channel, { name, previousNames })
  postSystemMessage(world, renamed, {
    subtype: 'channel_name',
    user: by,
    text: `<@${by}> has renamed the channel from "${channel.name}" to "${name}"`,
    extra: { old_name: channel.name, name },
  })
  const { id, created, kind } = channel
  const is_channel = kind === 'channel'
  emitChannelEvent(world, renamed, 'rename', {
    channel: { id, name, name_normalized: name, created, is_channel, is_mpim: false },
  })
  return renamed
}

export function setArchived(
  world: World,
  channel: Channel,
  { isArchived, by }: { readonly isArchived: boolean; readonly by: string },
): Channel {
  const changed = changeChannel(world, channel, { isArchived })
  postSystemMessage(world, changed, {
    subtype: isArchived ? 'channel_archive' : 'channel_unarchive',
    user: by,
    text: `<@${by}> ${isArchived ? 'archived' : 'un-archived'} the channel`,
  })
  emitChannelEvent(world, changed, isArchived ? 'archive' : 'unarchive', {
    channel: channel.id,
    user: by,
    ...(isArchived ? { is_moved: 0 } : {}),
    ...(channel.kind === 'group' ? { actor_id: by } : {}),
  })
  return changed
}

/** Takes a channel away with everything in it. */
export function deleteChannel(world: World, channel: Channel, by: string): void {
  for (const { ts } of world.messages.of(channel.id)) world.messages.delete(channel.id, ts)
  const date_deleted = Math.floor(world.now() / 1000)
  const event = channel.kind === 'group' ? { date_deleted, actor_id: by } : { actor_id: by }
  emitChannelEvent(world, channel, 'deleted', { channel: channel.id, ...event })
  world.channels.delete(channel.id)
}

export type HeadingKind = 'topic' | 'purpose'

/** Characters; more is `too_long`. */
export const maxHeadingCharacters = 250

export function setHeading(
  world: World,
  channel: Channel,
  { which, value, by }: { readonly which: HeadingKind; readonly value: string; readonly by: string },
): Channel {
  if (value === channel[which].value) return channel
  const heading = { value, creator: by, lastSet: Math.floor(world.now() / 1000) }
  const changed = changeChannel(world, channel, { [which]: heading })
  // People read "description" where the API says purpose.
  const noun = which === 'topic' ? 'topic' : 'description'
  postSystemMessage(world, changed, {
    subtype: `channel_${which}`,
    user: by,
    text: value ? `<@${by}> set the channel ${noun}: ${value}` : `<@${by}> cleared channel ${noun}`,
    extra: { [which]: value },
  })
  return changed
}
