import type { Names } from './describe-event.ts'
import type { Incident } from './incident.ts'
import type { Block, Message } from './review.ts'
import { ROLE, ROLES } from './roles.ts'
import { isFact } from './timeline.ts'
import { utcMinute } from './utc.ts'

interface People {
  readonly incident: Incident
  readonly messages: readonly Message[]
  readonly names: Names
}

/** Who held which role and when it was handed over, and who else took part. */
export function peopleTables({ incident, messages, names }: People): Block[] {
  const rows = tenures(incident).map(tenure => [
    ROLE[tenure.role].label,
    names.user(tenure.user),
    utcMinute(tenure.from),
    tenure.to ? `${utcMinute(tenure.to)}, handed over to ${names.user(tenure.next ?? '')}` : 'the end',
  ])
  const writers = new Set(messages.flatMap(message => (message.user && !message.isSystem ? [message.user] : [])))
  return [
    rows.length > 0
      ? { kind: 'table', columns: ['Role', 'Who', 'From', 'Until'], rows }
      : { kind: 'paragraph', text: 'Nobody took a role.' },
    ...(writers.size > 0
      ? [{ kind: 'paragraph' as const, text: `Wrote in the channel: ${[...writers].map(names.user).join(', ')}.` }]
      : []),
  ]
}

/** Each stretch in which one person held one role. */
function tenures(incident: Incident) {
  const assigned = incident.timeline.filter(isFact('role-assigned'))
  return ROLES.flatMap(role => {
    const own = assigned.filter(fact => fact.role === role)
    return own.map((fact, index) => ({
      role,
      user: fact.user,
      from: fact.at,
      to: own[index + 1]?.at,
      next: own[index + 1]?.user,
    }))
  })
}
