import { renderChannel } from '../channels.ts'
import type { User } from '../entities.ts'
import { SlackError } from '../errors.ts'
import { isRecord } from '../json.ts'
import { pageOf } from '../pages.ts'
import { renderUser } from '../users.ts'
import { conversationTypes, scopesForTypes } from './conversation-types.ts'
import { type Call, type Methods, scope } from './method.ts'

export const users = {
  'users.info': {
    tier: 4,
    needs: scope('users:read'),
    run(call) {
      const { world, args } = call
      const user = world.users.get(args.text('user') ?? '')
      if (!user) throw new SlackError('user_not_found')
      return { user: shownUser(call, user) }
    },
  },
  'users.list': {
    tier: 2,
    needs: scope('users:read'),
    run(call) {
      const { world } = call
      const { items, next_cursor } = pageOf(call, [...world.users.values()], { usual: 1000, max: 1000 })
      return {
        members: items.map(user => shownUser(call, user)),
        cache_ts: Math.floor(world.now() / 1000),
        response_metadata: { next_cursor },
      }
    },
  },
  'users.lookupByEmail': {
    tier: 3,
    needs: scope('users:read.email'),
    run({ world, args }) {
      const email = args.required('email').toLowerCase()
      const user = [...world.users.values()].find(u => u.email?.toLowerCase() === email && !u.isDeleted)
      if (!user) throw new SlackError('users_not_found')
      return { user: renderUser(world, user) }
    },
  },
  'users.conversations': {
    tier: 3,
    needs: scopesForTypes,
    run(call) {
      const { world, args } = call
      const bot = world.app.botUserId
      const user = args.text('user') ?? bot
      if (!world.users.has(user)) throw new SlackError('user_not_found')
      const kinds = conversationTypes(args)
      const mine = [...world.channels.values()].filter(
        c =>
          kinds.includes(c.kind) &&
          c.members.includes(user) &&
          // Of somebody else's private conversations, only those the app shares.
          (c.kind === 'channel' || c.members.includes(bot)) &&
          !(args.flag('exclude_archived') && c.isArchived),
      )
      const { items, next_cursor } = pageOf(call, mine, { usual: 100, max: 999 })
      return { channels: items.map(c => renderChannel(world, c)), response_metadata: { next_cursor } }
    },
  },
} satisfies Methods

function shownUser({ world, args }: Call, user: User): Record<string, unknown> {
  const rendered = renderUser(world, user)
  const profile = isRecord(rendered.profile) ? rendered.profile : {}
  const { email: _hidden, ...withoutEmail } = profile
  return {
    ...rendered,
    // Addresses are for apps with the scope for them.
    profile: world.app.scopes.includes('users:read.email') ? profile : withoutEmail,
    ...(args.flag('include_locale') ? { locale: 'en-US' } : {}),
  }
}
