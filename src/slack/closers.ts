import type { Policy } from '../domain/policy.ts'
import type { Workspace } from './workspace.ts'

/** Whether Slack has this person in one of the user groups that the policy lets close incidents. */
export async function isInClosersGroup({ client }: Workspace, user: string, { closers }: Policy): Promise<boolean> {
  for (const usergroup of closers.userGroups) {
    const { users = [] } = await client.call('usergroups.users.list', { usergroup })
    if (users.includes(user)) return true
  }
  return false
}
