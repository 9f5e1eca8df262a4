import type { Performer } from '../../app/app.ts'
import { record } from '../../domain/incident.ts'
import { ServiceError } from '../../errors.ts'
import type { Workspace } from '../workspace.ts'
import { channelOf } from './dress-channel.ts'

interface Failed {
  readonly who: string
  readonly reason: string
}

/** Slack's page of conversations.invite allows this many people in one call. */
const peopleAtOnce = 100

/** The reporter, the configured people and the members of the configured groups. Who cannot be invited is told apart. */
export function invitePeople(workspace: Workspace): Performer<'invite-people'> {
  return async ({ incident }, app) => {
    const { users, userGroups } = app.policy.invite
    const groups = await Promise.all(userGroups.map(group => membersOf(workspace, group)))
    const wanted = new Set([incident.reporter, ...users, ...groups.flatMap(group => group.members)])
    const failed = [
      ...groups.flatMap(group => group.failed),
      ...(await invite(workspace, channelOf(incident), [...wanted])),
    ]
    const invited = [...wanted].filter(user => !failed.some(one => one.who === user))
    return (latest, stamp) => record(latest, stamp, { type: 'people-invited', users: invited, userGroups, failed })
  }
}

/** Whoever takes a role belongs in the channel. */
export function inviteRole(workspace: Workspace): Performer<'invite-role'> {
  return async ({ incident, work }) => {
    if (work.fact.type !== 'role-assigned') return undefined
    const failed = await invite(workspace, channelOf(incident), [work.fact.user])
    if (failed.length === 0) return undefined
    return (latest, stamp) => record(latest, stamp, { type: 'people-invited', users: [], userGroups: [], failed })
  }
}

/** Whom somebody let in with a command. */
export function invitePerson(workspace: Workspace): Performer<'invite-person'> {
  return async ({ incident, work }) => {
    if (work.fact.type !== 'person-added') return undefined
    const failed = await invite(workspace, channelOf(incident), [work.fact.user])
    if (failed.length === 0) return undefined
    return (latest, stamp) => record(latest, stamp, { type: 'people-invited', users: [], userGroups: [], failed })
  }
}

async function membersOf(
  { client }: Workspace,
  usergroup: string,
): Promise<{ members: readonly string[]; failed: readonly Failed[] }> {
  try {
    const { users = [] } = await client.call('usergroups.users.list', { usergroup })
    return { members: users, failed: [] }
  } catch (error) {
    if (error instanceof ServiceError && isAboutThem(error))
      return { members: [], failed: [{ who: usergroup, reason: error.code }] }
    throw error
  }
}

/** Invites everybody who can be invited; answers the others with Slack's reason. Safe to repeat. */
async function invite(workspace: Workspace, channel: string, people: readonly string[]): Promise<Failed[]> {
  const failed: Failed[] = []
  for (let start = 0; start < people.length; start += peopleAtOnce) {
    const users = people.slice(start, start + peopleAtOnce).filter(user => user !== workspace.botUserId)
    if (users.length === 0) continue
    try {
      const answer = await workspace.client.call('conversations.invite', {
        channel,
        users: users.join(','),
        force: true,
      })
      for (const { user, error } of answer.errors ?? []) if (user) failed.push(...refused(user, error ?? 'refused'))
    } catch (error) {
      if (!(error instanceof ServiceError && isAboutThem(error))) throw error
      const [only] = users
      if (only !== undefined && users.length === 1) failed.push(...refused(only, error.code))
      // One of them was refused: asked for one at a time, only that one fails.
      else for (const user of users) failed.push(...(await invite(workspace, channel, [user])))
    }
  }
  return failed
}

/** Being there already is what was wanted. */
function refused(who: string, reason: string): Failed[] {
  return reason === 'already_in_channel' ? [] : [{ who, reason }]
}

/** False where nobody could be invited now, whoever it is: Slack is away, or refuses our token. */
function isAboutThem(error: ServiceError): boolean {
  return !error.canRetry && error.outcome !== 'permanent-auth'
}
