import { addMember, joinedChannel, removeMember, renderChannel, visibleChannel, writableChannel } from '../channels.ts'
import { conversationAmong, maxGroupPeople, openConversation } from '../direct-messages.ts'
import type { Channel } from '../entities.ts'
import { invalidArguments, SlackError } from '../errors.ts'
import { pageOf } from '../pages.ts'
import type { World } from '../world.ts'
import { type Call, type Methods, scope, scopeByKind } from './method.ts'

const maxInvited = 100

export const conversationMembers = {
  'conversations.members': {
    tier: 4,
    needs: scopeByKind('channel', 'read'),
    run(call) {
      const { world, args } = call
      const channel = visibleChannel(world, args.required('channel'))
      const { items, next_cursor } = pageOf(call, channel.members, { usual: 100, max: 1000 })
      return { members: items, response_metadata: { next_cursor } }
    },
  },
  'conversations.invite': {
    tier: 3,
    needs: scopeByKind('channel', 'manage', 'write.invites'),
    run({ world, args }) {
      const channel = withPeople(writableChannel(world, args.required('channel')))
      const users = args.list('users')
      if (users.length === 0) throw new SlackError('no_user')
      if (users.length > maxInvited) throw invalidArguments(`no more than ${maxInvited} items allowed: users`)
      const errors = users.flatMap(user => inviteError(world, channel, user) ?? [])
      const refused = new Set(errors.map(e => e.user))
      const welcome = users.filter(user => !refused.has(user))
      const first = errors[0]
      if (first && (!args.flag('force') || welcome.length === 0)) throw new SlackError(first.error, { errors })
      const joined = welcome.reduce((at, user) => addMember(world, at, user, world.app.botUserId), channel)
      return { channel: renderChannel(world, joined), ...(errors.length > 0 ? { errors } : {}) }
    },
  },
  'conversations.kick': {
    tier: 3,
    needs: scopeByKind('channel', 'manage'),
    run({ world, args }) {
      const channel = withPeople(joinedChannel(world, args.required('channel')))
      const user = args.text('user') ?? ''
      if (!world.users.has(user)) throw new SlackError('user_not_found')
      if (user === world.app.botUserId) throw new SlackError('cant_kick_self')
      if (channel.isGeneral) throw new SlackError('cant_kick_from_general')
      if (!channel.members.includes(user)) throw new SlackError('not_in_channel')
      removeMember(world, channel, { user, by: world.app.botUserId })
      return { errors: {} }
    },
  },
  'conversations.join': {
    tier: 3,
    needs: scope('channels:join'),
    run({ world, args }) {
      const channel = visibleChannel(world, args.required('channel'))
      if (channel.kind !== 'channel') throw new SlackError('method_not_supported_for_channel_type')
      if (channel.isArchived) throw new SlackError('is_archived')
      const already = channel.members.includes(world.app.botUserId)
      const joined = addMember(world, channel, world.app.botUserId)
      const warning = 'already_in_channel'
      return {
        channel: renderChannel(world, joined),
        ...(already ? { warning, response_metadata: { warnings: [warning] } } : {}),
      }
    },
  },
  'conversations.leave': {
    tier: 3,
    needs: scopeByKind('channel', 'manage'),
    run({ world, args }) {
      const channel = withPeople(visibleChannel(world, args.required('channel')))
      const bot = world.app.botUserId
      if (channel.isArchived) throw new SlackError('is_archived')
      if (!channel.members.includes(bot)) return { not_in_channel: true }
      if (channel.isGeneral) throw new SlackError('cant_leave_general')
      if (channel.kind === 'group' && channel.members.length === 1) throw new SlackError('last_member')
      removeMember(world, channel, { user: bot, by: bot })
      return {}
    },
  },
  'conversations.open': {
    tier: 3,
    // One person is a direct message, several are a group.
    needs: call => {
      if (call.args.has('channel')) return scopeByKind('channel', 'manage')(call)
      return [[call.args.list('users').length > 1 ? 'mpim:write' : 'im:write']]
    },
    run(call) {
      const { world, args } = call
      const people = args.has('channel') ? undefined : addressed(call)
      const open = people ? openConversation(world, people) : privately(visibleChannel(world, args.required('channel')))
      if (!open && args.flag('prevent_creation')) throw new SlackError('channel_not_found')
      const channel = open ?? conversationAmong(world, people ?? [world.app.botUserId])
      return {
        ...(open ? { no_op: true, already_open: true } : {}),
        channel: args.flag('return_im') ? renderChannel(world, channel) : { id: channel.id },
      }
    },
  },
} satisfies Methods

function withPeople(channel: Channel): Channel {
  if (channel.kind === 'im' || channel.kind === 'mpim') throw new SlackError('method_not_supported_for_channel_type')
  return channel
}

interface InviteError {
  readonly user: string
  readonly ok: false
  readonly error: string
}

function inviteError(world: World, channel: Channel, user: string): InviteError | undefined {
  const person = world.users.get(user)
  const error = !person
    ? 'user_not_found'
    : user === world.app.botUserId
      ? 'cant_invite_self'
      : channel.members.includes(user)
        ? 'already_in_channel'
        : person.isDeleted
          ? 'cant_invite'
          : undefined
  return error ? { user, ok: false, error } : undefined
}

function privately(channel: Channel): Channel {
  if (channel.kind === 'im' || channel.kind === 'mpim') return channel
  throw new SlackError('method_not_supported_for_channel_type')
}

/** The app and whom it wants to speak with. */
function addressed({ world, args }: Call): readonly [string, ...string[]] {
  const bot = world.app.botUserId
  const users = [...new Set(args.list('users'))]
  if (users.length === 0) throw new SlackError('users_list_not_supplied')
  if (users.length > maxGroupPeople) throw new SlackError('too_many_users')
  for (const id of users) {
    const user = world.users.get(id)
    if (!user) throw new SlackError('user_not_found')
    if (user.isDeleted) throw new SlackError('user_disabled')
  }
  if (users.every(id => id === bot)) throw new SlackError('not_enough_users')
  return [bot, ...users]
}
