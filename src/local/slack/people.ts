import { isUndisturbed, nextDoNotDisturb } from './do-not-disturb.ts'
import type { User, UserGroup } from './entities.ts'
import { renderUser, renderUserGroup } from './users.ts'
import { closeAll } from './views.ts'
import type { World } from './world.ts'

/** A new person; they are in no channel yet. */
export function addPerson(world: World, person: User): User {
  const user = { ...person, updated: seconds(world) }
  world.users.put(user.id, user)
  emit(world, 'team_join', { user: renderUser(world, user) })
  return user
}

/** Changes what everybody may know of a person. */
export function changePerson(world: World, user: User, change: Partial<User>): User {
  const changed = { ...user, ...change, updated: seconds(world) }
  world.users.put(user.id, changed)
  emit(world, 'user_change', { user: renderUser(world, changed), cache_ts: seconds(world) })
  return changed
}

/** They leave the workspace: what they wrote stays, and their user groups go on without them. */
export function deactivate(world: World, user: User): void {
  closeAll(world, user.id)
  changePerson(world, user, { isDeleted: true })
  for (const group of world.usergroups.values())
    if (group.users.includes(user.id)) {
      setGroupPeople(world, group, { people: group.users.filter(id => id !== user.id), by: user.id })
    }
}

/** When they are not to be disturbed: no profile shows it, so it is an event of its own. */
export function setDoNotDisturb(world: World, user: User, dnd: User['dnd']): User {
  const { dnd: _old, ...rest } = user
  const changed: User = { ...rest, ...(dnd ? { dnd } : {}) }
  world.users.put(user.id, changed)
  const next = nextDoNotDisturb(changed, world.now())
  emit(world, 'dnd_updated_user', {
    user: user.id,
    dnd_status: {
      dnd_enabled: next !== undefined,
      next_dnd_start_ts: next?.start ?? 1,
      next_dnd_end_ts: next?.end ?? 1,
    },
  })
  return changed
}

export function setGroupPeople(
  world: World,
  group: UserGroup,
  { people, by }: { readonly people: readonly string[]; readonly by: string },
): UserGroup {
  const added = people.filter(id => !group.users.includes(id))
  const removed = group.users.filter(id => !people.includes(id))
  if (added.length + removed.length === 0) return group
  const updated = seconds(world)
  const changed = { ...group, users: people, updated }
  world.usergroups.put(group.id, changed)
  emit(world, 'subteam_members_changed', {
    subteam_id: group.id,
    team_id: world.team.id,
    date_previous_update: group.updated ?? 0,
    date_update: updated,
    added_users: added,
    added_users_count: added.length,
    removed_users: removed,
    removed_users_count: removed.length,
  })
  emit(world, 'subteam_updated', { subteam: { ...renderUserGroup(world, changed), updated_by: by, users: people } })
  return changed
}

/** A person with what only their own client knows. */
export function renderPerson(world: World, user: User): Record<string, unknown> {
  return {
    ...renderUser(world, user),
    dnd: { daily: user.dnd?.daily ?? null, snooze_until: user.dnd?.snoozeUntil ?? null },
    is_undisturbed: isUndisturbed(user, world.now()),
  }
}

function emit(world: World, type: string, fields: Record<string, unknown>): void {
  world.emit({ subscription: type, event: { type, ...fields, event_ts: world.messages.nextTs(world.now()) } })
}

function seconds(world: World): number {
  return Math.floor(world.now() / 1000)
}
