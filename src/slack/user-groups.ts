import { minuteMs } from '../domain/duration.ts'
import type { GroupPlace, GroupReaders } from '../domain/user-groups.ts'
import { ServiceError } from '../errors.ts'
import type { Workspace } from './workspace.ts'

/** Who reads through these user groups, as Slack has them now. */
export async function readersOf(workspace: Workspace, places: readonly GroupPlace[]): Promise<GroupReaders[]> {
  if (places.length === 0) return []
  const { usergroups = [] } = (await orNothing(workspace.client.call('usergroups.list', {}))) ?? {}
  return Promise.all(
    places.map(async place => {
      // A group that was disabled is not among them.
      const found = usergroups.find(({ id }) => id === place.group)
      if (!found) return place
      const { channels = [], groups = [] } = found.prefs ?? {}
      const defaults = [...channels, ...groups]
      const joined = await Promise.all(defaults.map(channel => isMember(workspace, channel)))
      const own = defaults.filter((_, index) => joined[index])
      const members = own.length > 0 ? [] : await membersOf(workspace, place.group)
      return own.length + members.length > 0 ? { ...place, readers: { channels: own, members } } : place
    }),
  )
}

const kept = new WeakMap<Workspace, Map<string, { readonly at: Date; readonly found: Promise<GroupReaders> }>>()

/** The same of one group, at most a minute old: many of its members are written to at once. */
export function readersKept(workspace: Workspace, place: GroupPlace, now: Date): Promise<GroupReaders> {
  const known = kept.get(workspace) ?? new Map()
  kept.set(workspace, known)
  const before = known.get(place.group)
  if (before && now.getTime() - before.at.getTime() < minuteMs) return before.found
  const found = readersOf(workspace, [place]).then(([one]) => one ?? place)
  known.set(place.group, { at: now, found })
  found.catch(() => known.delete(place.group))
  return found
}

/** Whether Sitrep is in a channel; not in one that Slack does not show it. */
async function isMember({ client }: Workspace, channel: string): Promise<boolean> {
  const { channel: found } = (await orNothing(client.call('conversations.info', { channel }))) ?? {}
  return Boolean(found?.is_member && !found.is_archived)
}

async function membersOf({ client, botUserId }: Workspace, usergroup: string): Promise<string[]> {
  const { users = [] } = (await orNothing(client.call('usergroups.users.list', { usergroup }))) ?? {}
  return users.filter(user => user !== botUserId)
}

/** What was asked for; undefined where Slack has no such thing. */
async function orNothing<Answer>(asking: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await asking
  } catch (error) {
    if (error instanceof ServiceError && error.outcome === 'permanent-target') return undefined
    throw error
  }
}
