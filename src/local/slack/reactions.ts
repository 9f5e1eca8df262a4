import type { Channel, Message } from './entities.ts'
import type { World } from './world.ts'

interface ReactionChange {
  readonly channel: Channel
  readonly message: Message
  readonly name: string
  readonly user: string
}

export function hasReacted(message: Message, name: string, user: string): boolean {
  return message.reactions?.some(r => r.name === name && r.users.includes(user)) ?? false
}

export function addReaction(world: World, change: ReactionChange): void {
  const { message, name, user } = change
  const list = message.reactions ?? []
  const reactions = list.some(r => r.name === name)
    ? list.map(r => (r.name === name ? { ...r, users: [...r.users, user] } : r))
    : [...list, { name, users: [user] }]
  world.messages.put({ ...message, reactions })
  emit(world, change, 'reaction_added')
}

export function removeReaction(world: World, change: ReactionChange): void {
  const { message, name, user } = change
  const reactions = (message.reactions ?? [])
    .map(r => (r.name === name ? { ...r, users: r.users.filter(id => id !== user) } : r))
    .filter(r => r.users.length > 0)
  world.messages.put({ ...message, reactions })
  emit(world, change, 'reaction_removed')
}

function emit(world: World, { channel, message, name, user }: ReactionChange, type: string): void {
  if (!channel.members.includes(world.app.botUserId)) return
  world.emit({
    subscription: type,
    event: {
      type,
      user,
      reaction: name,
      item_user: message.user,
      item: { type: 'message', channel: channel.id, ts: message.ts },
      event_ts: world.messages.nextTs(world.now()),
    },
  })
}
