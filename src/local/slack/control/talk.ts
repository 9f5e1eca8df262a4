import { addMember, directChannel, removeMember } from '../channels.ts'
import type { Message, User } from '../entities.ts'
import { ControlError } from '../errors.ts'
import { changeMessage, deleteMessage, postPersonMessage } from '../messages.ts'
import { addReaction, hasReacted, removeReaction } from '../reactions.ts'
import { typedText } from '../typed-text.ts'
import { renderView } from '../views.ts'
import type { ControlRoutes } from './control.ts'
import { actingUser, enteredChannel, findMessage, optionalText, seenChannel, textField } from './find.ts'

/** What people do without the app: write, edit, react, come and go. */
export const talk = {
  message(call) {
    const { world } = call
    const user = actingUser(call)
    const text = textField(call, 'text')
    const channel = enteredChannel(call, user)
    const threadTs = optionalText(call, 'thread_ts')
    const parent = threadTs ? world.messages.get(channel.id, threadTs) : undefined
    if (threadTs && !parent) throw new ControlError(404, `There is no message ${threadTs} to reply to.`)
    const { ts } = postPersonMessage(world, channel, {
      user: user.id,
      text: typedText(world, text),
      ...(parent ? { thread_ts: parent.thread_ts ?? parent.ts } : {}),
    })
    return { ts, channel: channel.id }
  },
  'edit-message'(call) {
    const { world } = call
    const user = actingUser(call)
    const channel = enteredChannel(call, user)
    const message = own(findMessage(call, channel), user)
    const text = typedText(world, textField(call, 'text'))
    const edited = { user: user.id, ts: world.messages.nextTs(world.now()) }
    changeMessage(world, channel, { from: message, to: { ...message, text, edited } })
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
    if (channel.kind === 'im') throw new ControlError(409, 'A direct message cannot be left.')
    removeMember(call.world, channel, user.id)
    return { channel: channel.id }
  },
  invite(call) {
    const user = actingUser(call)
    const channel = enteredChannel(call, user)
    addMember(call.world, channel, call.world.app.botUserId, user.id)
    return { channel: channel.id }
  },
  'open-dm'(call) {
    return { channel: directChannel(call.world, actingUser(call).id).id }
  },
  'open-home'(call) {
    const { world } = call
    const user = actingUser(call)
    const channel = directChannel(world, user.id)
    const home = world.homes.get(user.id)
    world.emit({
      subscription: 'app_home_opened',
      event: {
        type: 'app_home_opened',
        user: user.id,
        channel: channel.id,
        tab: 'home',
        ...(home ? { view: renderView(world, home) } : {}),
        event_ts: world.messages.nextTs(world.now()),
      },
    })
    return { channel: channel.id }
  },
} satisfies ControlRoutes

function own(message: Message, user: User): Message {
  if (message.user !== user.id) throw new ControlError(403, `That message is not ${user.name}'s.`)
  return message
}
