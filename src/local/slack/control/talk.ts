import { addMember, directChannel, removeMember } from '../channels.ts'
import { conversationAmong, maxGroupPeople } from '../direct-messages.ts'
import type { Message, User } from '../entities.ts'
import { ControlError } from '../errors.ts'
import { isRecord } from '../json.ts'
import { changeMessage, deleteMessage, postPersonMessage } from '../messages.ts'
import { addReaction, hasReacted, removeReaction } from '../reactions.ts'
import { typedRichText } from '../typed-rich-text.ts'
import { renderView } from '../views.ts'
import type { World } from '../world.ts'
import type { ControlCall, ControlRoutes } from './control.ts'
import { actingUser, activeUser, enteredChannel, findMessage, optionalText, seenChannel, textField } from './find.ts'
import { ownUploads } from './uploads.ts'

/** What people do without the app: write, edit, react, come and go. */
export const talk = {
  message(call) {
    const { world } = call
    const user = actingUser(call)
    const files = ownUploads(call, user.id, call.body.files)
    const text = files.length > 0 ? (optionalText(call, 'text') ?? '') : textField(call, 'text')
    const channel = enteredChannel(call, user)
    const threadTs = optionalText(call, 'thread_ts')
    const parent = threadTs ? world.messages.get(channel.id, threadTs) : undefined
    if (threadTs && !parent) throw new ControlError(404, `There is no message ${threadTs} to reply to.`)
    for (const file of files) world.files.put(file.id, { ...file, status: 'complete', channels: [channel.id] })
    const { ts } = postPersonMessage(world, channel, {
      user: user.id,
      ...(text.trim() === '' ? { text: '' } : typedRichText(world, text)),
      ...(parent ? { thread_ts: parent.thread_ts ?? parent.ts } : {}),
      ...(parent && call.body.broadcast === true ? { subtype: 'thread_broadcast' } : {}),
      ...(files.length > 0 ? { fileIds: files.map(file => file.id) } : {}),
    })
    return { ts, channel: channel.id }
  },
  /** A conversation from before the app looked: nobody is told of it. An answer names its thread by `thread_ts`. */
  fill(call) {
    const { world, body } = call
    const user = actingUser(call)
    const channel = enteredChannel(call, user)
    if (!Array.isArray(body.messages)) throw new ControlError(400, 'Send "messages" as a list of {text, thread_ts?}.')
    const said = body.messages.map(one => {
      const message = { ...call, body: isRecord(one) ? one : {} }
      const thread_ts = optionalText(message, 'thread_ts')
      return { text: textField(message, 'text'), ...(thread_ts ? { thread_ts } : {}) }
    })
    const ts = said.map(({ text, ...thread }) => {
      const message = { user: user.id, team: world.team.id, ...typedRichText(world, text), ...thread }
      const at = world.messages.nextTs(world.now())
      world.messages.put({ type: 'message', channel: channel.id, ts: at, ...message })
      return at
    })
    return { channel: channel.id, ts }
  },
  'edit-message'(call) {
    const { world } = call
    const user = actingUser(call)
    const channel = enteredChannel(call, user)
    const message = own(findMessage(call, channel), user)
    const content = typedRichText(world, textField(call, 'text'))
    const edited = { user: user.id, ts: world.messages.nextTs(world.now()) }
    changeMessage(world, channel, { from: message, to: { ...message, ...content, edited } })
    return { ts: message.ts }
  },
  'delete-message'(call) {
    const user = actingUser(call)
    const channel = enteredChannel(call, user)
    const message = findMessage(call, channel)
    // Workspace admins may delete what others wrote.
    if (!user.isAdmin) own(message, user)
    deleteMessage(call.world, channel, message)
    return {}
  },
  reaction(call) {
    const { world } = call
    const user = actingUser(call)
    const channel = enteredChannel(call, user)
    const message = findMessage(call, channel)
    const name = textField(call, 'name').replace(/^:|:$/g, '')
    const change = { channel, message, name, user: user.id }
    const has = hasReacted(message, name, user.id)
    if (call.body.remove === true && has) removeReaction(world, change)
    if (call.body.remove !== true && !has) addReaction(world, change)
    return {}
  },
  join(call) {
    const user = actingUser(call)
    const channel = enteredChannel(call, user)
    return { channel: channel.id }
  },
  leave(call) {
    const user = actingUser(call)
    const channel = seenChannel(call, user)
    if (channel.isGeneral) throw new ControlError(409, `Nobody can leave #${channel.name}.`)
    if (channel.kind === 'im' || channel.kind === 'mpim')
      throw new ControlError(409, 'A direct message cannot be left.')
    removeMember(call.world, channel, { user: user.id, by: user.id })
    return { channel: channel.id }
  },
  /** The app, or the people named. */
  invite(call) {
    const { world, body } = call
    const user = actingUser(call)
    const channel = enteredChannel(call, user)
    if (channel.kind === 'im' || channel.kind === 'mpim')
      throw new ControlError(409, 'Nobody can be added to a direct message: open one with everybody instead.')
    const guests = body.people === undefined ? [world.app.botUserId] : peopleOf(call, 'people')
    guests.reduce((at, person) => addMember(world, at, person, user.id), channel)
    return { channel: channel.id }
  },
  /** With the app, or with the people named. */
  'open-dm'(call) {
    const { world, body } = call
    const user = actingUser(call)
    if (body.with === undefined) return openAppHome(world, user, 'messages')
    const others = peopleOf(call, 'with').filter(id => id !== user.id)
    if (others.length > maxGroupPeople)
      throw new ControlError(400, `A group message takes you and at most ${maxGroupPeople} others; use a channel.`)
    return { channel: conversationAmong(world, [user.id, ...others]).id }
  },
  'open-home': call => openAppHome(call.world, actingUser(call), 'home'),
} satisfies ControlRoutes

/** The app's direct message is a tab beside its Home; the app hears of either being opened. */
function openAppHome(world: World, user: User, tab: 'home' | 'messages'): Record<string, unknown> {
  const channel = directChannel(world, user.id)
  const home = tab === 'home' ? world.homes.get(user.id) : undefined
  world.emit({
    subscription: 'app_home_opened',
    event: {
      type: 'app_home_opened',
      user: user.id,
      channel: channel.id,
      tab,
      ...(home ? { view: renderView(world, home) } : {}),
      event_ts: world.messages.nextTs(world.now()),
    },
  })
  return { channel: channel.id }
}

function peopleOf(call: ControlCall, field: string): readonly string[] {
  const given = call.body[field]
  if (!Array.isArray(given) || given.length === 0)
    throw new ControlError(400, `Send "${field}" as a list of people, by id or by name.`)
  return given.map(one => activeUser(call.world, String(one)).id)
}

function own(message: Message, user: User): Message {
  if (message.user !== user.id) throw new ControlError(403, `That message is not ${user.name}'s.`)
  return message
}
