import { FOLLOWERS } from './audience-ids.ts'
import { concerns } from './audiences.ts'
import type { Incident } from './incident.ts'
import type { Policy } from './policy.ts'
import { PRIORITIES } from './priority.ts'
import type { Status } from './status.ts'

const SUBJECT_KINDS = ['incident', 'service', 'priority'] as const

/** What somebody subscribes to: one incident, a service, or a priority and everything more pressing. */
export interface Subject {
  readonly kind: (typeof SUBJECT_KINDS)[number]
  /** `INC-42`, the id of a service, or `P2`. */
  readonly of: string
}

export interface Subscription extends Subject {
  readonly user: string
}

const ended: readonly Status[] = ['closed', 'cancelled', 'merged']

/** `service:checkout`. */
export function subjectKey({ kind, of }: Subject): string {
  return `${kind}:${of}`
}

/** What a key stands for; undefined when it is none. */
export function parseSubject(key: string): Subject | undefined {
  const [name, ...rest] = key.split(':')
  const kind = SUBJECT_KINDS.find(one => one === name)
  const of = rest.join(':')
  return kind && of !== '' ? { kind, of } : undefined
}

/** “INC-42”, “Checkout and payments”, “P2 or more pressing”. */
export function describeSubject({ kind, of }: Subject, { services }: Pick<Policy, 'services'>): string {
  if (kind === 'incident') return of
  if (kind === 'service') return services.find(one => one.id === of)?.label ?? of
  return of === PRIORITIES[0] ? of : `${of} or more pressing`
}

/** Everything through which somebody may have subscribed to this incident. */
export function subjectsOf({ id, service, priority }: Pick<Incident, 'id' | 'service' | 'priority'>): Subject[] {
  const least = PRIORITIES.slice(PRIORITIES.indexOf(priority))
  return [
    { kind: 'incident', of: id },
    ...(service === undefined ? [] : [{ kind: 'service' as const, of: service }]),
    ...least.map(of => ({ kind: 'priority' as const, of })),
  ]
}

/** One subscription for each person, the most particular one. */
export function oncePerPerson(subscriptions: readonly Subscription[]): Subscription[] {
  const byUser = new Map<string, Subscription>()
  for (const one of subscriptions) {
    const known = byUser.get(one.user)
    if (!known || SUBJECT_KINDS.indexOf(one.kind) < SUBJECT_KINDS.indexOf(known.kind)) byUser.set(one.user, one)
  }
  return [...byUser.values()]
}

/** Whether anybody can subscribe at all. */
export function hasFollowers(policy: Pick<Policy, 'audiences'>): boolean {
  return Object.hasOwn(policy.audiences, FOLLOWERS)
}

/** Whether those who subscribed hear of it in direct messages. Whoever may know of a private one reads it in its channel. */
export function isFollowed(incident: Incident, policy: Policy): boolean {
  return hasFollowers(policy) && !incident.isPrivate && concerns(FOLLOWERS, incident, policy)
}

/** Whether somebody was found to have subscribed to such incidents. */
export function hasKnownFollowers({ timeline }: Pick<Incident, 'timeline'>): boolean {
  return timeline.some(
    fact =>
      (fact.type === 'beginning-addressed' && fact.to.length > 0) ||
      (fact.type === 'update-addressed' && fact.to.some(({ audience }) => audience === FOLLOWERS)),
  )
}

/** Whether there may be more to hear of it. */
export function canBeFollowed({ status }: Pick<Incident, 'status'>): boolean {
  return !ended.includes(status)
}
