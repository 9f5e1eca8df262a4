import { addMember, canSee } from '../channels.ts'
import type { Channel, Message, User } from '../entities.ts'
import { ControlError } from '../errors.ts'
import { isString } from '../json.ts'
import type { World } from '../world.ts'
import type { ControlCall } from './control.ts'

/** A text field of the request; refuses the call when it is missing. */
export function textField({ body }: ControlCall, name: string): string {
  const value = body[name]
  if (!isString(value) || value === '') throw new ControlError(400, `Send "${name}" as a text.`)
  return value
}

export function optionalText({ body }: ControlCall, name: string): string | undefined {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  if (!isString(value)) throw new ControlError(400, `Send "${name}" as a text, or leave it out.`)
  return value
}

const minutesOfYear = 366 * 24 * 60

/** Minutes, at most a year of them; undefined for anything else. */
export function minutesOf(given: unknown): number | undefined {
  const minutes = Number(given)
  return minutes >= 0 && minutes <= minutesOfYear ? minutes : undefined
}

/** A person by id or by name, with or without `@`. */
export function findUser(world: World, given: string): User {
  const name = given.replace(/^@/, '').toLowerCase()
  const user = world.users.get(given) ?? [...world.users.values()].find(u => u.name === name)
  if (user) return user
  const names = [...world.users.values()].filter(u => !u.isBot).map(u => u.name)
  throw new ControlError(404, `There is no user "${given}". There are ${names.join(', ')}.`)
}

/** A channel by id or by name, with or without `#`. */
export function findChannel(world: World, given: string): Channel {
  const name = given.replace(/^#/, '').toLowerCase()
  const channel = world.channels.get(given) ?? [...world.channels.values()].find(c => c.name !== '' && c.name === name)
  if (!channel) throw new ControlError(404, `There is no channel "${given}".`)
  return channel
}

/** A person who has not left. */
export function activeUser(world: World, given: string): User {
  const user = findUser(world, given)
  if (user.isDeleted) throw new ControlError(409, `${user.name} has left the workspace.`)
  return user
}

export function actingUser(call: ControlCall): User {
  return activeUser(call.world, textField(call, 'user'))
}

/** The channel of the request, as far as the acting person knows of it. */
export function seenChannel(call: ControlCall, user: User): Channel {
  const given = textField(call, 'channel')
  const channel = findChannel(call.world, given)
  if (!canSee(channel, user.id)) throw new ControlError(404, `There is no channel "${given}" for ${user.name}.`)
  return channel
}

/** The channel of the request, for acting in it. Slack offers a person to join a public channel first; here it is done. */
export function enteredChannel(call: ControlCall, user: User): Channel {
  const channel = seenChannel(call, user)
  if (channel.isArchived) throw new ControlError(409, `#${channel.name} is archived.`)
  if (channel.members.includes(user.id)) return channel
  if (user.isGuest) throw new ControlError(403, `${user.name} is a guest and not a member of #${channel.name}.`)
  return addMember(call.world, channel, user.id)
}

/** The message that the request names by `messageTs`. */
export function findMessage(call: ControlCall, channel: Channel): Message {
  const ts = textField(call, 'messageTs')
  const message = call.world.messages.get(channel.id, ts)
  if (!message || message.subtype === 'tombstone')
    throw new ControlError(404, `There is no message ${ts} in that channel.`)
  return message
}
