import type { SandboxSettings } from './config.ts'
import type { User, UserGroup } from './entities.ts'
import { type Seed, type SeedApp, sampleSeed } from './seed.ts'

/** The workspace that settings describe; what they leave out is the sample's. */
export function seedOf(settings: SandboxSettings, app: SeedApp): Seed {
  const sample = sampleSeed(app)
  const users = settings.people?.map(toUser) ?? sample.users
  const idOf = new Map(users.map(user => [user.name, user.id]))
  const idsOf = (names: readonly string[]) => names.flatMap(name => idOf.get(name) ?? [])
  const everybody = users.map(user => user.id)
  const channels = settings.channels?.map((channel, index) => ({
    id: id('C', channel.name, index),
    name: channel.name,
    members: [
      ...(channel.members ? idsOf(channel.members) : everybody),
      ...(channel.app ? [sample.app.botUserId] : []),
    ],
    isPrivate: channel.private,
    isGeneral: channel.general,
    ...(channel.topic === undefined ? {} : { topic: channel.topic }),
    ...(channel.purpose === undefined ? {} : { purpose: channel.purpose }),
  }))
  const general = [
    { id: id('C', 'general', 0), name: 'general', members: [...everybody, sample.app.botUserId], isGeneral: true },
  ]
  const shown = channels ?? (settings.people ? general : sample.channels)
  const groups = settings.groups?.map(
    (group, index): UserGroup => ({
      id: id('S', group.handle, index),
      handle: group.handle,
      name: group.name ?? group.handle,
      users: idsOf(group.people),
      channels: shown.flatMap(({ id, name }) => (group.channels.includes(name) ? [id] : [])),
    }),
  )
  return {
    ...sample,
    team: { ...sample.team, ...settings.team },
    users,
    usergroups: groups ?? (settings.people ? [] : sample.usergroups),
    channels: shown,
  }
}

function toUser(person: NonNullable<SandboxSettings['people']>[number], index: number): User {
  const { name, realName = name, email = `${name}@example.com`, tz, admin, guest, title } = person
  return {
    ...{ id: id('U', name, index), name, realName, email, tz, isAdmin: admin, isGuest: guest },
    ...(title === undefined ? {} : { title }),
  }
}

/** An id as Slack's look, with enough of the name in it to recognise it. */
function id(kind: string, name: string, index: number): string {
  const letters = name
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(0, 6)
    .padEnd(6, '0')
  return `${kind}0${letters}${String(index + 1).padStart(2, '0')}`
}
