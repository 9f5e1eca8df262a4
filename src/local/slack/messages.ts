import { randomUUID } from 'node:crypto'
import type { Channel, Message } from './entities.ts'
import { renderFile } from './files.ts'
import { peopleToNotify } from './notifications.ts'
import type { World } from './world.ts'

type Draft = Omit<Message, 'type' | 'ts' | 'channel'>

/** Stores a message and tells the app, as far as it listens there. */
export function postMessage(world: World, channel: Channel, draft: Draft): Message {
  const notified = peopleToNotify(world, channel, draft)
  const message: Message = {
    type: 'message',
    channel: channel.id,
    ts: world.messages.nextTs(world.now()),
    ...draft,
    ...(notified.length > 0 ? { notified } : {}),
  }
  world.messages.put(message)
  emitMessage(world, channel, {
    ...renderMessage(world, message, { metadata: true }),
    // Only the event carries this subtype; history returns the same message without one.
    ...(message.fileIds?.length ? { subtype: 'file_share' } : {}),
    event_ts: message.ts,
  })
  emitFiles(world, channel, message)
  return message
}

/** Files are told of apart: of each one that is new, and where it is shared. */
function emitFiles(world: World, channel: Channel, message: Message): void {
  if (!channel.members.includes(world.app.botUserId)) return
  for (const file_id of message.fileIds ?? []) {
    const told = { file_id, user_id: message.user, file: { id: file_id } }
    for (const [type, where] of [
      ['file_created', {}],
      ['file_shared', { channel_id: channel.id }],
    ] as const) {
      const event = { type, ...told, ...where, event_ts: world.messages.nextTs(world.now()) }
      world.emit({ subscription: type, event })
    }
  }
}

export function postSystemMessage(
  world: World,
  channel: Channel,
  draft: Draft & { readonly subtype: string },
): Message {
  return postMessage(world, channel, draft)
}

/** What somebody types. */
export function postPersonMessage(world: World, channel: Channel, draft: Draft & { readonly user: string }): Message {
  const message = postMessage(world, channel, { client_msg_id: randomUUID(), team: world.team.id, ...draft })
  if (channel.kind !== 'im' && message.text.includes(`<@${world.app.botUserId}>`)) emitMention(world, channel, message)
  return message
}

/** A mention of the app is an event of its own, beside the message. */
function emitMention(world: World, channel: Channel, message: Message): void {
  if (!channel.members.includes(world.app.botUserId)) return
  const { user, text, ts, thread_ts, client_msg_id, team } = message
  const thread = thread_ts ? { thread_ts } : {}
  const event = {
    type: 'app_mention',
    user,
    text,
    ts,
    ...thread,
    client_msg_id,
    team,
    channel: channel.id,
    event_ts: ts,
  }
  world.emit({ subscription: 'app_mention', event })
}

/** Who the app's messages are from. */
export function botSignature(world: World): Pick<Message, 'user' | 'bot_id' | 'app_id' | 'team'> {
  const { botUserId, botId, id } = world.app
  return { user: botUserId, bot_id: botId, app_id: id, team: world.team.id }
}

/** Replaces a message's content. */
export function changeMessage(
  world: World,
  channel: Channel,
  change: { readonly from: Message; readonly to: Message },
): Message {
  const { from, to } = change
  world.messages.put(to)
  const eventTs = world.messages.nextTs(world.now())
  emitMessage(world, channel, {
    type: 'message',
    subtype: 'message_changed',
    hidden: true,
    message: renderMessage(world, to, { metadata: true }),
    previous_message: renderMessage(world, from, { metadata: true }),
    ts: eventTs,
    event_ts: eventTs,
  })
  return to
}

/** Removes a message; a parent whose thread lives on leaves a tombstone. */
export function deleteMessage(world: World, channel: Channel, message: Message): void {
  const previous = renderMessage(world, message, { metadata: true })
  if (world.messages.replies(channel.id, message.ts).length > 0) {
    const { type, ts, thread_ts } = message
    world.messages.put({
      type,
      ts,
      channel: channel.id,
      ...(thread_ts ? { thread_ts } : {}),
      subtype: 'tombstone',
      user: 'USLACKBOT',
      text: 'This message was deleted.',
      extra: { hidden: true },
    })
  } else {
    world.messages.delete(channel.id, message.ts)
  }
  const current = world.channels.get(channel.id)
  if (current?.pins.some(pin => pin.ts === message.ts)) {
    world.channels.put(channel.id, { ...current, pins: current.pins.filter(pin => pin.ts !== message.ts) })
  }
  const eventTs = world.messages.nextTs(world.now())
  emitMessage(world, channel, {
    type: 'message',
    subtype: 'message_deleted',
    hidden: true,
    deleted_ts: message.ts,
    previous_message: previous,
    ts: eventTs,
    event_ts: eventTs,
  })
}

const subscriptions = {
  channel: { name: 'message.channels', channel_type: 'channel' },
  group: { name: 'message.groups', channel_type: 'group' },
  im: { name: 'message.im', channel_type: 'im' },
  mpim: { name: 'message.mpim', channel_type: 'mpim' },
} as const

function emitMessage(world: World, channel: Channel, event: Record<string, unknown>): void {
  // A bot hears only the conversations it is in.
  const current = world.channels.get(channel.id) ?? channel
  if (!current.members.includes(world.app.botUserId)) return
  const { name, channel_type } = subscriptions[channel.kind]
  world.emit({ subscription: name, event: { ...event, channel: channel.id, channel_type } })
}

/** A message as Slack's API shows it, with what the rest of the channel says about it. */
export function renderMessage(
  world: World,
  message: Message,
  show: { readonly metadata?: boolean } = {},
): Record<string, unknown> {
  const {
    channel: channelId,
    fileIds,
    extra,
    metadata,
    reactions,
    chosen: _chosen,
    notified: _notified,
    ...own
  } = message
  const channel = world.channels.get(channelId)
  const pin = channel?.pins.find(p => p.ts === message.ts)
  const files = fileIds?.flatMap(id => world.files.get(id) ?? [])
  const root =
    message.subtype === 'thread_broadcast' && message.thread_ts
      ? world.messages.get(channelId, message.thread_ts)
      : undefined
  return {
    ...own,
    ...extra,
    ...thread(world, message),
    ...(message.bot_id ? { bot_profile: botProfile(world) } : {}),
    ...(metadata && show.metadata ? { metadata } : {}),
    ...(reactions?.length ? { reactions: reactions.map(r => ({ ...r, count: r.users.length })) } : {}),
    ...(files?.length ? { files: files.map(file => renderFile(world, file)), upload: true } : {}),
    ...(pin
      ? { pinned_to: [channelId], pinned_info: { channel: channelId, pinned_by: pin.by, pinned_ts: pin.at } }
      : {}),
    ...(root ? { root: renderMessage(world, root) } : {}),
  }
}

function thread(world: World, message: Message): Record<string, unknown> {
  const replies = world.messages.replies(message.channel, message.ts)
  if (replies.length === 0) {
    const parent = message.thread_ts ? world.messages.get(message.channel, message.thread_ts) : undefined
    return parent?.user && parent.ts !== message.ts ? { parent_user_id: parent.user } : {}
  }
  const users = [...new Set(replies.map(reply => reply.user ?? reply.bot_id ?? ''))]
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users_count: users.length,
    latest_reply: replies.at(-1)?.ts,
    reply_users: users.slice(0, 5),
    is_locked: false,
    subscribed: false,
  }
}

export function botProfile(world: World): Record<string, unknown> {
  const { botId, id, name } = world.app
  return { id: botId, app_id: id, name, deleted: false, updated: 0, team_id: world.team.id }
}
