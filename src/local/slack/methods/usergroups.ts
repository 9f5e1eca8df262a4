import { SlackError } from '../errors.ts'
import { renderUserGroup } from '../users.ts'
import { type Methods, scope } from './method.ts'

export const usergroups = {
  'usergroups.list': {
    tier: 2,
    needs: scope('usergroups:read'),
    run({ world, args }) {
      const withUsers = args.flag('include_users')
      return {
        usergroups: [...world.usergroups.values()].map(group => ({
          ...renderUserGroup(world, group),
          ...(withUsers ? { users: group.users } : {}),
        })),
      }
    },
  },
  'usergroups.users.list': {
    tier: 2,
    needs: scope('usergroups:read'),
    run({ world, args }) {
      const group = world.usergroups.get(args.required('usergroup'))
      if (!group) throw new SlackError('no_such_subteam')
      return { users: group.users }
    },
  },
} satisfies Methods
