import { UserError } from '../errors.ts'
import { type Incident, record } from './incident.ts'
import { isFact, type Stamp } from './timeline.ts'

/** Somebody in the channel of a private incident whom nobody let in through Sitrep. */
export interface Found {
  readonly user: string
  /** Who added them in Slack, where it said so. */
  readonly inviter?: string
}

/** Everybody of whose being in the channel the record says why, or who was reported already. */
function accountedFor({ reporter, timeline }: Incident): ReadonlySet<string> {
  const known = new Set([reporter])
  for (const fact of timeline) {
    if (fact.type === 'people-invited') for (const user of fact.users) known.add(user)
    if (fact.type === 'people-found') for (const { user } of fact.people) known.add(user)
    if (fact.type === 'person-added' || fact.type === 'role-assigned') known.add(fact.user)
    if (fact.type === 'person-removed') known.delete(fact.user)
  }
  return known
}

/** Puts on the record who of these is in the channel of a private incident and was not let in through Sitrep. */
export function notePeopleFound(incident: Incident, input: { people: readonly Found[] }, stamp: Stamp): Incident {
  if (!incident.isPrivate) return incident
  const known = accountedFor(incident)
  const people = input.people.filter(({ user }) => !known.has(user))
  return people.length === 0 ? incident : record(incident, stamp, { type: 'people-found', people })
}

/** The same for everybody who is in the channel; not before the record tells whom Sitrep itself invited. */
export function checkPeople(incident: Incident, input: { members: readonly string[] }, stamp: Stamp): Incident {
  const opened = incident.timeline.findLast(isFact('channel-opened'))
  if (!opened || !incident.settled.includes(`${incident.id}#${opened.seq}/invite-people`)) return incident
  return notePeopleFound(incident, { people: input.members.map(user => ({ user })) }, stamp)
}

/** Takes somebody out of the channel of a private incident; Slack is told as a consequence. */
export function removePerson(incident: Incident, input: { user: string }, stamp: Stamp): Incident {
  const { id, isPrivate, reporter, roles } = incident
  if (!isPrivate)
    throw new UserError(
      'not-private',
      `${id} is not private: whoever is removed could join its channel again. \`/incident private\` makes it private.`,
    )
  const leads = [reporter, ...Object.values(roles)]
  if (!leads.includes(stamp.by))
    throw new UserError(
      'needs-a-role',
      `Only its reporter and those who hold a role can remove somebody from ${id}. \`/incident role\` shows who leads it.`,
    )
  if (leads.includes(input.user))
    throw new UserError(
      'holds-a-role',
      `The reporter of ${id} and those who hold a role stay in its channel. Give the role to somebody else first: \`/incident role\`.`,
    )
  const last = incident.timeline.findLast(
    fact =>
      (fact.type === 'person-removed' && fact.user === input.user) ||
      (fact.type === 'person-added' && fact.user === input.user) ||
      (fact.type === 'people-found' && fact.people.some(({ user }) => user === input.user)),
  )
  // A second press while Slack is being asked, or after it did it.
  return last?.type === 'person-removed' ? incident : record(incident, stamp, { type: 'person-removed', ...input })
}

/** Who should hear of people that were found, most responsible first. */
export function hearsOfFound({ roles, reporter }: Incident): string[] {
  const { commander, deputy, communications } = roles
  return [...new Set([commander, deputy, communications, reporter].filter(user => user !== undefined))]
}
