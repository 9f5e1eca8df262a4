import { canvasesOf } from './canvases.ts'
import type { Channel } from './entities.ts'
import { SlackError } from './errors.ts'
import { newId } from './ids.ts'
import { postSystemMessage } from './messages.ts'
import type { World } from './world.ts'

const noHeading = { value: '', creator: '', lastSet: 0 } as const

/** A channel with nothing in it yet. */
export function newChannel(world: World, given: Pick<Channel, 'kind' | 'name' | 'creator' | 'members'>): Channel {
  const channel: Channel = {
    id: newId(given.kind === 'im' ? 'D' : 'C'),
    created: Math.floor(world.now() / 1000),
    isArchived: false,
    isGeneral: false,
    topic: noHeading,
    purpose: noHeading,
    previousNames: [],
    pins: [],
    bookmarks: [],
    ...given,
  }
  world.channels.put(channel.id, channel)
  return channel
}

/** A conversation as Slack's API shows it to `viewer` (docs.slack.dev/reference/objects/conversation-object). */
export function renderChannel(world: World, channel: Channel, viewer = world.app.botUserId): Record<string, unknown> {
  const common = {
    id: channel.id,
    created: channel.created,
    creator: channel.creator,
    is_archived: channel.isArchived,
    is_im: channel.kind === 'im',
    is_mpim: channel.kind === 'mpim',
    is_channel: channel.kind === 'channel',
    is_group: channel.kind === 'group',
    is_private: channel.kind !== 'channel',
    is_shared: false,
    is_ext_shared: false,
    is_org_shared: false,
    is_pending_ext_shared: false,
    context_team_id: world.team.id,
    updated: channel.created * 1000,
    unlinked: 0,
  }
  if (channel.kind === 'im') {
    return {
      ...common,
      user: channel.members.find(id => id !== viewer) ?? viewer,
      is_user_deleted: false,
      is_open: true,
    }
  }
  return {
    ...common,
    name: channel.name,
    name_normalized: channel.name,
    is_general: channel.isGeneral,
    is_member: channel.members.includes(viewer),
    topic: renderHeading(channel.topic),
    purpose: renderHeading(channel.purpose),
    previous_names: channel.previousNames,
    num_members: channel.members.length,
    ...properties(world, channel),
  }
}

/** The canvases in the channel's tabs; a channel without has no properties. */
function properties(world: World, { id }: Channel): Record<string, unknown> {
  const canvases = canvasesOf(world, id)
  const own = canvases.find(canvas => canvas.isChannelCanvas)
  if (canvases.length === 0) return {}
  return {
    properties: {
      ...(own ? { canvas: { file_id: own.id, is_empty: own.sections.length === 0, quip_thread_id: own.id } } : {}),
      tabs: canvases.map(canvas => ({
        id: `Ct${canvas.id.slice(1)}`,
        type: canvas.isChannelCanvas ? 'channel_canvas' : 'canvas',
        label: canvas.title,
        data: { file_id: canvas.id },
      })),
    },
  }
}

function renderHeading({ value, creator, lastSet }: Channel['topic']): Record<string, unknown> {
  return { value, creator, last_set: lastSet }
}

/** Whether `user` knows that the conversation exists: public, or a member. */
export function canSee(channel: Channel, user: string): boolean {
  return channel.kind === 'channel' || channel.members.includes(user)
}

/** The channel if the app may know of it, else `channel_not_found`. */
export function visibleChannel(world: World, id: string): Channel {
  const channel = world.channels.get(id)
  if (!channel || !canSee(channel, world.app.botUserId)) throw new SlackError('channel_not_found')
  return channel
}

/** The channel if the app is in it: a private one it is not in does not exist for it. */
export function joinedChannel(world: World, id: string): Channel {
  const channel = visibleChannel(world, id)
  if (!channel.members.includes(world.app.botUserId)) throw new SlackError('not_in_channel')
  return channel
}

/** The channel if the app may change it now. */
export function writableChannel(world: World, id: string): Channel {
  const channel = joinedChannel(world, id)
  if (channel.isArchived) throw new SlackError('is_archived')
  return channel
}

export function changeChannel(world: World, channel: Channel, change: Partial<Channel>): Channel {
  const changed = { ...(world.channels.get(channel.id) ?? channel), ...change }
  world.channels.put(channel.id, changed)
  return changed
}

/** Slack's rules for a channel's name (docs.slack.dev/reference/methods/conversations.create). */
export function checkChannelName(world: World, name: string, except?: string): void {
  if (name === '') throw new SlackError('invalid_name_required')
  if (name.length > 80) throw new SlackError('invalid_name_maxlength')
  if (!/[\p{L}\p{N}]/u.test(name)) throw new SlackError('invalid_name_punctuation')
  if (name !== name.toLowerCase() || !/^[\p{L}\p{N}\p{M}_-]+$/u.test(name))
    throw new SlackError('invalid_name_specials')
  const taken = [...world.channels.values()].some(c => c.id !== except && c.name === name)
  if (taken) throw new SlackError('name_taken')
}

/** Adds a person or the app, with the message and the event that Slack makes of it. */
export function addMember(world: World, channel: Channel, user: string, inviter?: string): Channel {
  if (channel.members.includes(user)) return channel
  const changed = changeChannel(world, channel, { members: [...channel.members, user] })
  postSystemMessage(world, changed, {
    subtype: 'channel_join',
    user,
    text: `<@${user}> has joined the channel`,
    ...(inviter ? { extra: { inviter } } : {}),
  })
  emitMembership(world, changed, { type: 'member_joined_channel', user, ...(inviter ? { inviter } : {}) })
  return changed
}

/** Takes a person or the app out of a channel, who goes or is sent away. */
export function removeMember(
  world: World,
  channel: Channel,
  { user, by }: { readonly user: string; readonly by: string },
): Channel {
  if (!channel.members.includes(user)) return channel
  postSystemMessage(world, channel, {
    subtype: 'channel_leave',
    user,
    text: `<@${user}> has left the channel`,
  })
  const changed = changeChannel(world, channel, { members: channel.members.filter(id => id !== user) })
  emitMembership(world, channel, { type: 'member_left_channel', user })
  // The app is told of its own going in this way too.
  if (user === world.app.botUserId) emitChannelEvent(world, channel, 'left', { channel: channel.id, actor_id: by })
  return changed
}

function emitMembership(
  world: World,
  channel: Channel,
  event: { readonly type: string; readonly [field: string]: unknown },
): void {
  // A bot hears of joins and leaves only where it is itself.
  if (!channel.members.includes(world.app.botUserId)) return
  world.emit({
    subscription: event.type,
    event: {
      ...event,
      channel: channel.id,
      channel_type: channel.kind === 'channel' ? 'C' : 'G',
      team: world.team.id,
      event_ts: world.messages.nextTs(world.now()),
    },
  })
}

/**
 * An event about the channel itself: `channel_rename` for public ones, `group_rename` for private ones, of which only
 * members hear.
 */
export function emitChannelEvent(world: World, channel: Channel, what: string, fields: Record<string, unknown>): void {
  if (!canSee(channel, world.app.botUserId)) return
  const type = `${channel.kind === 'channel' ? 'channel' : 'group'}_${what}`
  world.emit({ subscription: type, event: { type, ...fields, event_ts: world.messages.nextTs(world.now()) } })
}

/** The direct message channel between a person and the app, opened when there is none. */
export function directChannel(world: World, user: string): Channel {
  const bot = world.app.botUserId
  const open = [...world.channels.values()].find(
    c => c.kind === 'im' && c.members.includes(user) && c.members.includes(bot),
  )
  return open ?? newChannel(world, { kind: 'im', name: '', creator: bot, members: [user, bot] })
}
