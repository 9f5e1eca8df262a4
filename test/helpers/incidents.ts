import { reachableAudiences } from '../../src/domain/audiences.ts'
import { type Declaration, declare, type Incident, record } from '../../src/domain/incident.ts'
import { defaultPolicy, type Policy, parsePolicy } from '../../src/domain/policy.ts'
import { isFollowed } from '../../src/domain/subscriptions.ts'
import type { Stamp } from '../../src/domain/timeline.ts'

/** A Monday morning in business hours. */
export const monday = new Date('2026-03-02T10:00:00.000Z')

export const channels = {
  incidents: 'C0INCIDENTS',
  leadership: 'C0LEADERSHIP',
  support: 'C0SUPPORT',
  customers: 'C0CUSTOMERS',
  legal: 'C0LEGAL',
  war: 'C0WARROOM',
}

/** The default policy with a channel for every audience. */
export const policy: Policy = parsePolicy({
  announcements: { channel: channels.incidents },
  audiences: {
    leadership: { channels: [channels.leadership] },
    support: { channels: [channels.support] },
    customers: { channels: [channels.customers] },
    legal: { channels: [channels.legal] },
  },
})

export function at(minutes: number, from: Date = monday): Date {
  return new Date(from.getTime() + minutes * 60_000)
}

export function by(user: string, minutes = 0): Stamp {
  return { by: user, via: 'command', at: at(minutes) }
}

/** A declared P1 (SEV1, high) unless told otherwise, without a channel. */
export function declared(input: Partial<Declaration> = {}, given: Policy = defaultPolicy): Incident {
  return declare(
    {
      number: 42,
      requestId: 'T1/V1',
      title: 'Checkout is down',
      summary: '',
      severity: 'SEV1',
      urgency: 'high',
      isPrivate: false,
      ...input,
    },
    given,
    by('U0ANA'),
  )
}

/** The same with its channel open, as the performer records it. */
export function opened(input: Partial<Declaration> = {}, given: Policy = policy): Incident {
  const channel = { id: channels.war, name: 'inc-42-checkout-is-down' }
  return record(
    declared(input, given),
    { by: 'sitrep', via: 'bot', at: monday },
    { type: 'channel-opened', channel: channel.id, name: channel.name },
    { channel },
  )
}

/** The same once everybody has read a report of it, in no place: what “no change” can be said after. */
export function told(incident: Incident, input: { readonly policy: Policy }, stamp: Stamp): Incident {
  const { status, priority } = incident
  const audiences = reachableAudiences(incident, input.policy)
  const report = { type: 'update-written', kind: 'report', fields: { state: 'Looking' } } as const
  const followed = isFollowed(incident, input.policy) ? { isForFollowers: true } : {}
  return record(incident, stamp, {
    ...report,
    status,
    priority,
    audiences,
    channels: {},
    nextInMinutes: 30,
    ...followed,
  })
}
