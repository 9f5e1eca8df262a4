import type { Names } from './describe-event.ts'
import type { Incident } from './incident.ts'
import type { Block } from './review.ts'
import { minute, told } from './review-text.ts'
import { ROLE, ROLES } from './roles.ts'
import type { Talk } from './talk.ts'
import { isFact } from './timeline.ts'

interface People {
  readonly incident: Incident
  readonly talk: Talk
  readonly names: Names
}

/** Who held which role and when it was handed over, and who else took part. */
export function peopleTables({ incident, talk, names }: People): Block[] {
  const rows = tenures(incident).map(tenure => [
    ROLE[tenure.role].label,
    names.user(tenure.user),
    minute(tenure.from),
    tenure.to ? told`${minute(tenure.to)}, handed over to ${names.user(tenure.next ?? '')}` : 'the end',
  ])
  return [
    rows.length > 0
      ? { kind: 'table', columns: ['Role', 'Who', 'From', 'Until'], rows }
      : { kind: 'paragraph', text: 'Nobody took a role.' },
    ...(talk.writers.length > 0
      ? [{ kind: 'paragraph' as const, text: `Wrote in the channel: ${talk.writers.map(names.user).join(', ')}.` }]
      : []),
  ]
}

/** Each stretch in which one person held one role. */
export function tenures(incident: Incident) {
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
