import type { AppInfo, Channel, EphemeralMessage, Message, User, WorkspaceState } from './model.ts'

export interface Listing {
  readonly joined: readonly Channel[]
  readonly other: readonly Channel[]
  readonly archived: readonly Channel[]
  /** Conversations among people, the latest first. */
  readonly direct: readonly Channel[]
  /** The conversation with the app. */
  readonly dm: Channel | null
}

/** What one person's sidebar lists: private channels and direct messages only to their members. */
export function listConversations(channels: readonly Channel[], me: string, appUser?: string): Listing {
  const visible = channels.filter(channel => canSee(channel, me))
  const named = visible
    .filter(channel => !channel.is_im)
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
  const current = named.filter(channel => !channel.is_archived)
  const isWithApp = (channel: Channel) => appUser === undefined || channel.members.includes(appUser)
  const direct = visible.filter(channel => channel.is_im)
  return {
    joined: current.filter(channel => channel.members.includes(me)),
    other: current.filter(channel => !channel.members.includes(me)),
    archived: named.filter(channel => channel.is_archived),
    direct: direct
      .filter(channel => channel.is_mpim || !isWithApp(channel))
      .sort((a, b) => compareTs(b.latest ?? '0', a.latest ?? '0')),
    dm: direct.find(channel => !channel.is_mpim && isWithApp(channel)) ?? null,
  }
}

/** Gives the conversations among people the name that one of them knows them by: who else is in them. */
export function withDirectNames(state: WorkspaceState, me: string): WorkspaceState {
  const names = new Map(state.users.map(user => [user.id, displayName(user)]))
  const nameOf = (channel: Channel) => {
    const others = channel.members.filter(id => id !== me)
    if (others.length === 0) return `${names.get(me) ?? me} (you)`
    return others.map(id => (id === state.app.bot_user_id ? state.app.name : (names.get(id) ?? id))).join(', ')
  }
  const channels = state.channels.map(channel =>
    channel.is_im || channel.is_mpim ? { ...channel, is_im: true, name: nameOf(channel) } : channel,
  )
  return { ...state, channels }
}

/** Whether a person may look into a conversation at all. */
export function canSee(channel: Channel, me: string): boolean {
  if (channel.is_im || channel.is_private) return channel.members.includes(me)
  return true
}

/** How a conversation is called where it is listed and typed into. */
export function titleOf(channel: Channel, app: AppInfo): string {
  return channel.name || app.name
}

/** Whether something came after what was read last; `readTs` absent means since `sinceTs`. */
export function isUnread(channel: Channel, readTs: string | undefined, sinceTs: string): boolean {
  return compareTs(channel.latest ?? '0', readTs ?? sinceTs) > 0
}

/** How many messages after what was read last were meant for a person. */
export function mentionCount(channel: Channel, me: string, readTs: string): number {
  return channel.notified?.[me]?.filter(ts => compareTs(ts, readTs) > 0).length ?? 0
}

/** Orders two message timestamps, which are ids and must not become floating-point numbers. */
export function compareTs(a: string, b: string): number {
  const [aSeconds = '', aRest = ''] = a.split('.')
  const [bSeconds = '', bRest = ''] = b.split('.')
  return Number(aSeconds) - Number(bSeconds) || aRest.localeCompare(bRest)
}

/** The timestamp that only what comes before a message is not after. */
export function justBefore(ts: string): string {
  const [seconds = '', rest = ''] = ts.split('.')
  return Number(rest) > 0 ? `${seconds}.${String(Number(rest) - 1).padStart(6, '0')}` : `${Number(seconds) - 1}.999999`
}

/** The messages of a conversation as its main list shows them: replies stay in their threads. */
export function mainMessages(messages: readonly Message[]): Message[] {
  return messages.filter(message => !isReply(message) || message.subtype === 'thread_broadcast')
}

/** A thread: its parent, then its replies. */
export function threadMessages(messages: readonly Message[], parentTs: string): Message[] {
  return messages.filter(message => message.ts === parentTs || message.thread_ts === parentTs)
}

/** The message that a person wrote last, which is the one they would edit. */
export function ownLatest(messages: readonly Message[], me: string): string | undefined {
  return messages.findLast(message => message.user === me && !message.ephemeral && !isSystem(message))?.ts
}

/** Puts what only this person sees where it belongs in time. */
export function withEphemeral(
  messages: readonly Message[],
  ephemeral: readonly EphemeralMessage[],
  channel: string,
): Message[] {
  const own = ephemeral.filter(message => message.channel === channel).map(message => ({ ...message, ephemeral: true }))
  return [...messages, ...own].sort((a, b) => compareTs(a.ts, b.ts))
}

/** Whether a message continues the one above it, so that its author need not be named again. */
export function continues(message: Message, above: Message | undefined): boolean {
  if (!above || message.ephemeral || above.ephemeral || isSystem(message) || isSystem(above)) return false
  if (authorOf(message) !== authorOf(above) || message.thread_ts !== above.thread_ts) return false
  const withinMs = 5 * 60_000
  return timeOf(message) - timeOf(above) < withinMs
}

const systemSubtypes = /^(?:channel|group)_|^pinned_item$|^bot_(?:add|remove)$|^reminder_add$/

/** Messages that the workspace writes itself: somebody joined, set the topic, pinned something. */
export function isSystem(message: Message): boolean {
  return systemSubtypes.test(message.subtype ?? '')
}

/** Milliseconds since the epoch. */
export function timeOf(message: { readonly ts: string }): number {
  return Number(message.ts) * 1000
}

/** A person's full name, which tells more than the handle that they are mentioned by. */
export function displayName(user: User): string {
  return user.profile?.real_name || user.real_name || user.profile?.display_name || user.name
}

function authorOf(message: Message): string {
  return message.username ?? message.user ?? message.bot_id ?? ''
}

function isReply(message: Message): boolean {
  return message.thread_ts !== undefined && message.thread_ts !== message.ts
}
