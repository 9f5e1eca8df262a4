import { directChannel, writableChannel } from '../channels.ts'
import type { Channel, Message } from '../entities.ts'
import { SlackError } from '../errors.ts'
import { isRecord, isString } from '../json.ts'
import type { World } from '../world.ts'
import type { Call } from './method.ts'

/** Where a post goes: a conversation's id, a channel's name, or a user's id for a direct message. */
export function addressee(world: World, to: string): Channel {
  const user = world.users.get(to)
  if (user?.isDeleted) throw new SlackError('channel_not_found')
  if (user) return directChannel(world, user.id)
  const name = to.replace(/^#/, '')
  const named = world.channels.has(to)
    ? undefined
    : [...world.channels.values()].find(c => c.name !== '' && c.name === name)
  return writableChannel(world, named?.id ?? to)
}

/** The name and the picture a post goes out under, when they are not the app's own. */
export function customName({ world, args }: Call): Partial<Message> {
  const username = args.text('username')
  const icon = args.text('icon_emoji')
  const iconUrl = args.text('icon_url')
  if (!username && !icon && !iconUrl) return {}
  if (!world.app.scopes.includes('chat:write.customize')) {
    throw new SlackError('missing_scope', { needed: 'chat:write.customize', provided: world.app.scopes.join(',') })
  }
  const icons = icon ? { emoji: icon } : iconUrl ? { image_48: iconUrl } : undefined
  return { subtype: 'bot_message', ...(username ? { username } : {}), ...(icons ? { icons } : {}) }
}

/** The thread that a post goes to, if to any. */
export function threadOf({ world, args }: Call, channel: Channel): Partial<Message> {
  const asked = args.text('thread_ts')
  if (!asked) return {}
  const target = world.messages.get(channel.id, asked)
  if (!target || target.subtype === 'tombstone') throw new SlackError('cannot_reply_to_message')
  return {
    thread_ts: target.thread_ts ?? target.ts,
    ...(args.flag('reply_broadcast') ? { subtype: 'thread_broadcast' } : {}),
  }
}

/** Characters of text. chat.postMessage cuts what is longer, other methods refuse it. */
const maxText = 40_000
/** Characters of text in all blocks: what Slack's people name as the limit (github.com/slackapi/bolt-js/issues/2509). */
const maxBlocksText = 12_000

/** Apps of today write as themselves only. */
export function refuseAsUser({ args }: Call): void {
  if (args.flag('as_user')) throw new SlackError('as_user_not_supported')
}

/** Refuses text that chat.postMessage would cut short. */
export function refuseLongText({ args }: Call): void {
  if ((args.text('text') ?? '').length > maxText) throw new SlackError('msg_too_long')
}

/** Refuses blocks that each keep to their limits and together say too much. */
export function refuseLongBlocks(blocks: readonly unknown[] | undefined, refusal: string): void {
  if (textIn(blocks) > maxBlocksText) throw new SlackError(refusal)
}

function textIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + textIn(item), 0)
  if (!isRecord(value)) return 0
  const own = isString(value.text) ? value.text.length : 0
  return own + Object.values(value).reduce((sum: number, item) => sum + textIn(item), 0)
}
