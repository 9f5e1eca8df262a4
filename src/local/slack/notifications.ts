import { isUndisturbed } from './do-not-disturb.ts'
import type { Channel, Message } from './entities.ts'
import { isRecord, isString } from './json.ts'
import type { World } from './world.ts'

type Said = Pick<Message, 'text' | 'blocks' | 'user' | 'subtype'>

/**
 * Whom a message notifies: the people it mentions, in a direct message everybody in it. Not its author, nobody outside
 * the conversation, and nobody who is not to be disturbed.
 */
export function peopleToNotify(world: World, channel: Channel, said: Said): readonly string[] {
  if (said.subtype !== undefined && !['thread_broadcast', 'bot_message', 'file_share'].includes(said.subtype)) return []
  const isDirect = channel.kind === 'im' || channel.kind === 'mpim'
  const meant = isDirect ? new Set(channel.members) : mentioned(world, channel, said)
  return channel.members.filter(id => {
    const user = world.users.get(id)
    return (
      user && id !== said.user && meant.has(id) && !user.isBot && !user.isDeleted && !isUndisturbed(user, world.now())
    )
  })
}

function mentioned(world: World, channel: Channel, { text, blocks }: Said): ReadonlySet<string> {
  const people = new Set<string>()
  // Blocks are what people see; the text beside them is for where they cannot be shown.
  const targets = blocks?.length ? targetsIn(blocks) : targetsOf(text)
  for (const target of targets) {
    if (target.startsWith('@')) people.add(target.slice(1))
    else if (target.startsWith('!subteam^')) addAll(people, world.usergroups.get(target.slice(9))?.users)
    else if (['!here', '!channel', '!everyone'].includes(target)) addAll(people, channel.members)
  }
  return people
}

function addAll(to: Set<string>, ids: readonly string[] = []): void {
  for (const id of ids) to.add(id)
}

/** What stands before `|` in each `<…>`: `@U…`, `!here`, `!subteam^S…`. */
function targetsOf(mrkdwn: string): readonly string[] {
  return [...mrkdwn.matchAll(/<([@!][^<>|]+)(?:\|[^<>]*)?>/g)].flatMap(([, target]) => target ?? [])
}

function targetsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(targetsIn)
  if (!isRecord(value)) return []
  const { type, text } = value
  if (isString(text)) return type === 'mrkdwn' || type === 'markdown' ? targetsOf(text) : []
  if (type === 'user' && isString(value.user_id)) return [`@${value.user_id}`]
  if (type === 'usergroup' && isString(value.usergroup_id)) return [`!subteam^${value.usergroup_id}`]
  if (type === 'broadcast' && isString(value.range)) return [`!${value.range}`]
  return Object.values(value).flatMap(targetsIn)
}
