import { addBookmark, isBookmarkLink, maxBookmarks, removeBookmark } from '../bookmarks.ts'
import {
  createChannel,
  deleteChannel,
  type HeadingKind,
  maxHeadingCharacters,
  renameChannel,
  setArchived,
  setHeading,
} from '../channel-changes.ts'
import { checkChannelName, removeMember } from '../channels.ts'
import type { Channel, User } from '../entities.ts'
import { ControlError, SlackError } from '../errors.ts'
import { isString } from '../json.ts'
import { addPin, isPinned, maxPins, removePin } from '../pins.ts'
import type { World } from '../world.ts'
import type { ControlCall, ControlRoutes } from './control.ts'
import { actingUser, enteredChannel, findMessage, findUser, optionalText, seenChannel, textField } from './find.ts'

/** What people do to channels, by the rights that Slack gives them unless an admin changes them. */
export const places = {
  'create-channel'(call) {
    const { world, body } = call
    const user = fullMember(actingUser(call))
    const name = channelName(world, textField(call, 'name'))
    const kind = body.is_private === true ? 'group' : 'channel'
    return { channel: createChannel(world, { kind, name, by: user.id }).id }
  },
  'rename-channel'(call) {
    const { user, channel } = atChannel(call)
    if (!user.isAdmin && channel.creator !== user.id)
      throw new ControlError(403, `Only an admin or whoever created #${channel.name} can rename it.`)
    const name = channelName(call.world, textField(call, 'name'), channel)
    if (name !== channel.name) renameChannel(call.world, channel, { name, by: user.id })
    return { channel: channel.id }
  },
  'archive-channel'(call) {
    const { user, channel } = atChannel(call)
    if (channel.isGeneral) throw new ControlError(409, `#${channel.name} cannot be archived.`)
    setArchived(call.world, channel, { isArchived: true, by: user.id })
    return { channel: channel.id }
  },
  'unarchive-channel'(call) {
    const user = fullMember(actingUser(call))
    const channel = ordinary(seenChannel(call, user))
    if (!channel.isArchived) throw new ControlError(409, `#${channel.name} is not archived.`)
    setArchived(call.world, channel, { isArchived: false, by: user.id })
    return { channel: channel.id }
  },
  'delete-channel'(call) {
    const user = actingUser(call)
    const channel = ordinary(seenChannel(call, user))
    if (!user.isAdmin) throw new ControlError(403, 'Only an admin can delete a channel.')
    if (channel.isGeneral) throw new ControlError(409, `#${channel.name} cannot be deleted.`)
    deleteChannel(call.world, channel, user.id)
    return {}
  },
  'set-topic': call => changeHeading(call, 'topic'),
  'set-purpose': call => changeHeading(call, 'purpose'),
  kick(call) {
    const { world } = call
    const { user, channel } = atChannel(call)
    const person = findUser(world, textField(call, 'person'))
    if (channel.isGeneral) throw new ControlError(409, `Nobody can be removed from #${channel.name}.`)
    if (person.id === user.id) throw new ControlError(409, 'Leave the channel instead.')
    if (!channel.members.includes(person.id)) throw new ControlError(409, `${person.name} is not in #${channel.name}.`)
    removeMember(world, channel, { user: person.id, by: user.id })
    return { channel: channel.id }
  },
  pin(call) {
    const user = actingUser(call)
    const channel = enteredChannel(call, user)
    const message = findMessage(call, channel)
    if (isPinned(channel, message)) return {}
    if (channel.pins.length >= maxPins) throw new ControlError(409, `A channel takes at most ${maxPins} pins.`)
    addPin(call.world, channel, { message, by: user.id })
    return {}
  },
  unpin(call) {
    const user = actingUser(call)
    const channel = enteredChannel(call, user)
    removePin(call.world, channel, { message: findMessage(call, channel), by: user.id })
    return {}
  },
  'add-bookmark'(call) {
    const user = actingUser(call)
    const channel = enteredChannel(call, user)
    const link = textField(call, 'link')
    if (!isBookmarkLink(link)) throw new ControlError(400, 'Send "link" as a whole address, with https:// before it.')
    if (channel.bookmarks.length >= maxBookmarks)
      throw new ControlError(409, `A channel takes at most ${maxBookmarks} bookmarks.`)
    const emoji = optionalText(call, 'emoji') ?? ''
    const title = optionalText(call, 'title') || link
    return { id: addBookmark(call.world, channel, { title, link, emoji, by: user.id }).id }
  },
  'remove-bookmark'(call) {
    const user = actingUser(call)
    const channel = enteredChannel(call, user)
    const id = textField(call, 'id')
    const bookmark = channel.bookmarks.find(known => known.id === id)
    if (!bookmark) throw new ControlError(404, `There is no bookmark "${id}" in that channel.`)
    removeBookmark(call.world, channel, bookmark)
    return {}
  },
} satisfies ControlRoutes

function changeHeading(call: ControlCall, which: HeadingKind): Record<string, unknown> {
  const user = actingUser(call)
  const channel = enteredChannel(call, user)
  if (channel.kind === 'im') throw new ControlError(409, `A direct message has no ${which}.`)
  const value = call.body[which] ?? ''
  if (!isString(value)) throw new ControlError(400, `Send "${which}" as a text; an empty one clears it.`)
  if ([...value].length > maxHeadingCharacters)
    throw new ControlError(400, `A ${which} takes at most ${maxHeadingCharacters} characters.`)
  setHeading(call.world, channel, { which, value, by: user.id })
  return { channel: channel.id }
}

function fullMember(user: User): User {
  if (user.isGuest) throw new ControlError(403, `${user.name} is a guest, and guests cannot do that.`)
  return user
}

function ordinary(channel: Channel): Channel {
  if (channel.kind === 'im' || channel.kind === 'mpim')
    throw new ControlError(409, 'That cannot be done in a direct message.')
  return channel
}

/** Who changes which channel: no guest, no direct message, and as a member. */
function atChannel(call: ControlCall): { readonly user: User; readonly channel: Channel } {
  const user = fullMember(actingUser(call))
  return { user, channel: ordinary(enteredChannel(call, user)) }
}

const nameProblems: Readonly<Record<string, string>> = {
  name_taken: 'is taken: another channel, perhaps an archived or a private one, has that name',
  invalid_name_maxlength: 'is longer than 80 characters',
  invalid_name_punctuation: 'needs a letter or a digit',
  invalid_name_specials: 'may hold lower-case letters, digits, hyphens and underscores only',
}

/** The name as Slack's form makes it of what was typed: lower-case, hyphens for spaces. */
function channelName(world: World, given: string, renamed?: Channel): string {
  const name = given.trim().replace(/^#/, '').toLowerCase().replace(/\s+/g, '-')
  try {
    checkChannelName(world, name, renamed?.id)
  } catch (error) {
    if (!(error instanceof SlackError)) throw error
    throw new ControlError(400, `The name "${name}" ${nameProblems[error.code] ?? 'cannot be used'}.`)
  }
  return name
}
