import { UserError } from '../errors.ts'
import type { Incident } from './incident.ts'
import type { Policy } from './policy.ts'
import { ROLE, ROLES } from './roles.ts'

/** Refuses whoever the policy does not let close, and says who may. `isInGroup`: in one of its user groups, as Slack has it. */
export function requireCloser(
  incident: Incident,
  user: string,
  { policy, isInGroup = false }: { policy: Policy; isInGroup?: boolean },
): void {
  const { roles, reporter, users } = policy.closers
  const isCloser =
    isInGroup ||
    users.includes(user) ||
    (reporter && incident.reporter === user) ||
    roles.some(role => incident.roles[role] === user)
  if (!isCloser)
    throw new UserError(
      'not-a-closer',
      `${incident.id} can be closed only by ${describeClosers(policy)}. Please ask one of them: \`/incident show\` names the roles.`,
    )
}

function describeClosers({ closers: { roles, reporter, users, userGroups } }: Policy): string {
  const all =
    roles.length === ROLES.length ? ['whoever holds a role in it'] : roles.map(role => `its ${ROLE[role].label}`)
  const named = [
    ...all,
    ...(reporter ? ['its reporter'] : []),
    ...(users.length + userGroups.length > 0 ? ['the people whom the policy names for it'] : []),
  ]
  return new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(named)
}
