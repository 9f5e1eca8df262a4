import { addMember, changeChannel, emitChannelEvent, newChannel } from './channels.ts'
import type { Channel } from './entities.ts'
import { postSystemMessage } from './messages.ts'
import type { World } from './world.ts'

/** A new channel with whoever made it in it. */
export function createChannel(
  world: World,
  { kind, name, by }: { readonly kind: 'channel' | 'group'; readonly name: string; readonly by: string },
): Channel {
  const channel = addMember(world, newChannel(world, { kind, name, creator: by, members: [] }), by)
  const { id, created, creator } = channel
  if (kind === 'channel') {
    emitChannelEvent(world, channel, 'created', {
      channel: {
        id,
        name,
        name_normalized: name,
        created,
        creator,
        is_channel: true,
        is_shared: false,
        is_org_shared: false,
        context_team_id: world.team.id,
      },
    })
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
  emitChannelEvent(world, renamed, 'rename', {
    channel: {
      id,
      name,
      name_normalized: name,
      created,
      is_channel: kind === 'channel',
      is_mpim: false,
    },
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
  })
  return changed
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
