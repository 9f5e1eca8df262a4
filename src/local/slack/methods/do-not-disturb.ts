import { nextDoNotDisturb } from '../do-not-disturb.ts'
import { SlackError } from '../errors.ts'
import type { World } from '../world.ts'
import { type Methods, scope } from './method.ts'

const maxUsers = 50

export const doNotDisturb = {
  'dnd.info': {
    tier: 3,
    needs: scope('dnd:read'),
    run: ({ world, args }) => statusOf(world, args.text('user') || world.app.botUserId),
  },
  'dnd.teamInfo': {
    tier: 2,
    needs: scope('dnd:read'),
    run({ world, args }) {
      args.required('users')
      const users = args.list('users')
      if (users.length > maxUsers) throw new SlackError('too_many_users')
      return { users: Object.fromEntries(users.map(id => [id, statusOf(world, id)])) }
    },
  },
} satisfies Methods

// Whether it is a snooze or their daily hours is shown to the person alone, and the app is nobody.
function statusOf(world: World, id: string): Record<string, unknown> {
  const user = world.users.get(id)
  if (!user) throw new SlackError('user_not_found')
  const next = nextDoNotDisturb(user, world.now())
  // Slack says 1 where there is no time.
  return { dnd_enabled: next !== undefined, next_dnd_start_ts: next?.start ?? 1, next_dnd_end_ts: next?.end ?? 1 }
}
