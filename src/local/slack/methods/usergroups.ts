import { SlackError } from '../errors.ts'
import { renderUserGroup } from '../users.ts'
import { type Methods, scope } from './method.ts'

export const usergroups = {
  'usergroups.list': {
    tier: 2,
    needs: scope('usergroups:read'),
    run({ world, args }) {
      const shown = [...world.usergroups.values()].filter(g => !g.isDisabled || args.flag('include_disabled'))
      return {
        usergroups: shown.map(group => {
          const { user_count, ...rendered } = renderUserGroup(world, group)
          return {
            ...rendered,
            ...(args.flag('include_count') ? { user_count } : {}),
            ...(args.flag('include_users') ? { users: group.users } : {}),
          }
        }),
      }
    },
  },
  'usergroups.users.list': {
    tier: 2,
    needs: scope('usergroups:read'),
    run({ world, args }) {
      const group = world.usergroups.get(args.required('usergroup'))
      if (!group || (group.isDisabled && !args.flag('include_disabled'))) throw new SlackError('no_such_subteam')
      return { users: group.users }
    },
  },
} satisfies Methods
