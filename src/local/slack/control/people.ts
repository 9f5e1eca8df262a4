import type { DoNotDisturb, User } from '../entities.ts'
import { ControlError } from '../errors.ts'
import { newId } from '../ids.ts'
import { reinstallApp, uninstallApp } from '../installation.ts'
import { isRecord, isString } from '../json.ts'
import { addPerson, changePerson, deactivate, setDoNotDisturb, setGroupPeople } from '../people.ts'
import type { ControlCall, ControlRoutes } from './control.ts'
import { actingUser, activeUser, findUser, minutesOf, optionalText, textField } from './find.ts'

const roles = {
  admin: { isAdmin: true, isGuest: false },
  member: { isAdmin: false, isGuest: false },
  guest: { isAdmin: false, isGuest: true },
} as const

/** What people change of themselves and, as admins, of others. */
export const peopleRoutes = {
  'set-status'(call) {
    const { world, body } = call
    const user = actingUser(call)
    const text = optionalText(call, 'text') ?? ''
    if (text.length > 100) throw new ControlError(400, 'A status takes at most 100 characters.')
    const minutes = minutesOf(body.minutes ?? 0)
    if (minutes === undefined)
      throw new ControlError(400, 'Send "minutes" as a number, at most a year of them, or leave it out.')
    const expiration = minutes > 0 ? Math.floor(world.now() / 1000) + minutes * 60 : 0
    const emoji = optionalText(call, 'emoji') ?? (text === '' ? '' : ':speech_balloon:')
    changePerson(world, user, { status: { text, emoji, expiration } })
    return {}
  },
  'set-time-zone'(call) {
    const user = actingUser(call)
    const tz = textField(call, 'tz')
    if (!isTimeZone(tz)) throw new ControlError(400, `"${tz}" is no time zone: send one like Europe/Lisbon.`)
    changePerson(call.world, user, { tz })
    return {}
  },
  'set-dnd'(call) {
    const user = actingUser(call)
    setDoNotDisturb(call.world, user, readDoNotDisturb(call, user.dnd))
    return {}
  },
  'set-role'(call) {
    admin(call)
    const role = textField(call, 'role')
    if (role !== 'admin' && role !== 'member' && role !== 'guest')
      throw new ControlError(400, `Send "role" as one of ${Object.keys(roles).join(', ')}.`)
    const person = human(activeUser(call.world, textField(call, 'person')))
    if (role !== 'admin') keepAnAdmin(call, person)
    changePerson(call.world, person, roles[role])
    return {}
  },
  deactivate(call) {
    const user = admin(call)
    const person = human(activeUser(call.world, textField(call, 'person')))
    if (person.id === user.id) throw new ControlError(409, 'Another admin has to deactivate you.')
    deactivate(call.world, person)
    return {}
  },
  reactivate(call) {
    admin(call)
    const person = human(findUser(call.world, textField(call, 'person')))
    if (!person.isDeleted) throw new ControlError(409, `${person.name} has not left the workspace.`)
    changePerson(call.world, person, { isDeleted: false })
    return {}
  },
  'add-person'(call) {
    const { world } = call
    admin(call)
    const name = textField(call, 'name')
    if (!/^[a-z0-9][a-z0-9._-]{0,20}$/.test(name))
      throw new ControlError(
        400,
        'Send "name" in lower-case letters, digits, ".", "-" and "_": it is what people type after @.',
      )
    if ([...world.users.values()].some(user => user.name === name))
      throw new ControlError(409, `There is already somebody called ${name}.`)
    const tz = optionalText(call, 'tz') ?? 'Etc/UTC'
    if (!isTimeZone(tz)) throw new ControlError(400, `"${tz}" is no time zone: send one like Europe/Lisbon.`)
    const title = optionalText(call, 'title')
    const email = optionalText(call, 'email') ?? `${name}@${world.team.domain}.example`
    const realName = optionalText(call, 'real_name') ?? name
    return { id: addPerson(world, { id: newId('U'), name, realName, tz, email, ...(title ? { title } : {}) }).id }
  },
  'set-group'(call) {
    const { world, body } = call
    const user = actingUser(call)
    if (user.isGuest) throw new ControlError(403, `${user.name} is a guest, and guests cannot do that.`)
    const given = textField(call, 'group').replace(/^@/, '')
    const group = world.usergroups.get(given) ?? [...world.usergroups.values()].find(g => g.handle === given)
    if (!group) throw new ControlError(404, `There is no user group "${given}".`)
    if (!Array.isArray(body.people)) throw new ControlError(400, 'Send "people" as a list, by id or by name.')
    const people = [...new Set(body.people.map(one => activeUser(world, String(one)).id))]
    setGroupPeople(world, group, { people, by: user.id })
    return {}
  },
  uninstall(call) {
    admin(call)
    uninstallApp(call.world)
    return {}
  },
  reinstall(call) {
    admin(call)
    reinstallApp(call.world)
    return {}
  },
} satisfies ControlRoutes

function admin(call: ControlCall): User {
  const user = actingUser(call)
  if (!user.isAdmin) throw new ControlError(403, `${user.name} is no admin of the workspace.`)
  return user
}

/** Nobody could make anybody an admin again. */
function keepAnAdmin({ world }: ControlCall, person: User): void {
  const isAdmin = (user: User) => user.isAdmin && !user.isDeleted && !user.isBot
  if (isAdmin(person) && [...world.users.values()].filter(isAdmin).length === 1)
    throw new ControlError(409, `${person.name} is the last admin: make somebody else an admin first.`)
}

function human(user: User): User {
  if (user.isBot) throw new ControlError(409, `${user.name} is an app: uninstall it instead.`)
  return user
}

function isTimeZone(tz: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: tz }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** Daily hours, a snooze, or both; what is not sent stays, null takes it away. */
function readDoNotDisturb({ world, body }: ControlCall, old: DoNotDisturb = {}): DoNotDisturb {
  const { daily, snoozeMinutes } = body
  if (daily === undefined && snoozeMinutes === undefined)
    throw new ControlError(400, 'Send "snoozeMinutes", or "daily" as {from, to}.')
  const isHours = isRecord(daily) && isTime(daily.from) && isTime(daily.to)
  if (daily !== undefined && daily !== null && !isHours)
    throw new ControlError(400, 'Send "daily" as {from: "22:00", to: "08:00"}, or null for never.')
  const minutes = minutesOf(snoozeMinutes ?? 0)
  if (minutes === undefined)
    throw new ControlError(400, 'Send "snoozeMinutes" as a number, at most a year of them; zero ends the snooze.')
  const { daily: oldDaily, snoozeUntil: oldSnooze } = old
  const hours = isHours ? { from: String(daily.from), to: String(daily.to) } : daily === null ? undefined : oldDaily
  const until = Math.floor(world.now() / 1000) + minutes * 60
  const snooze = snoozeMinutes === undefined ? oldSnooze : minutes > 0 ? until : undefined
  return {
    ...(hours ? { daily: hours } : {}),
    ...(snooze === undefined ? {} : { snoozeUntil: snooze }),
  }
}

function isTime(value: unknown): boolean {
  return isString(value) && /^([01]\d|2[0-3]):[0-5]\d$/.test(value)
}
