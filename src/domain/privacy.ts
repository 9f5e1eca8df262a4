import { UserError } from '../errors.ts'
import { type Incident, record } from './incident.ts'
import { type Fact, isFact, type Stamp } from './timeline.ts'

/** A proposal to lift privacy that nobody took up within a day has lapsed. */
const proposalLivesMs = 24 * 3_600_000

/** The proposal to make a private incident public that has been neither decided nor lapsed. */
export function openProposal(incident: Incident, now: Date): Fact<'disclosure-proposed'> | undefined {
  const last = incident.timeline.findLast(
    fact =>
      fact.type === 'disclosure-proposed' ||
      fact.type === 'disclosure-declined' ||
      fact.type === 'made-public' ||
      fact.type === 'made-private',
  )
  if (last?.type !== 'disclosure-proposed') return undefined
  return now.getTime() - last.at.getTime() < proposalLivesMs ? last : undefined
}

/** Private from now on, at one person’s word; of a private one it drops the proposal to make it public. */
export function makePrivate(incident: Incident, _input: unknown, stamp: Stamp): Incident {
  if (!incident.isPrivate) return record(incident, stamp, { type: 'made-private' }, { isPrivate: true })
  if (openProposal(incident, stamp.at)) return record(incident, stamp, { type: 'disclosure-declined' })
  return incident
}

/** The first person’s half of lifting privacy. */
function proposeDisclosure(incident: Incident, reason: string, stamp: Stamp): Incident {
  return record(incident, stamp, { type: 'disclosure-proposed', ...(reason === '' ? {} : { reason }) })
}

/** The second person’s half: never the one who proposed it, and somebody who answers for the incident. */
export function approveDisclosure(incident: Incident, _input: unknown, stamp: Stamp): Incident {
  if (!incident.isPrivate) return incident
  const proposal = openProposal(incident, stamp.at)
  if (!proposal)
    throw new UserError(
      'nothing-proposed',
      `Nobody proposes to make ${incident.id} public any more: a proposal lapses after a day. Propose it anew: \`/incident private off <reason>\`.`,
    )
  if (proposal.by === stamp.by)
    throw new UserError(
      'needs-another',
      `You proposed it, so somebody else has to agree: whoever holds a role in ${incident.id}, or its reporter.`,
    )
  if (![incident.reporter, ...Object.values(incident.roles)].includes(stamp.by))
    throw new UserError(
      'needs-a-role',
      `Only its reporter and those who hold a role can make ${incident.id} public. \`/incident role\` shows who leads it.`,
    )
  return record(incident, stamp, { type: 'made-public', proposal: proposal.seq }, { isPrivate: false })
}

/** Proposes to make it public, or agrees to what somebody else proposed. */
export function liftPrivacy(incident: Incident, input: { reason: string }, stamp: Stamp): Incident {
  if (!incident.isPrivate) return incident
  return openProposal(incident, stamp.at)
    ? approveDisclosure(incident, undefined, stamp)
    : proposeDisclosure(incident, input.reason, stamp)
}

/** Puts on the record who let somebody in; the invitation follows from it. */
export function addPerson(incident: Incident, input: { user: string }, stamp: Stamp): Incident {
  return record(incident, stamp, { type: 'person-added', user: input.user })
}

/**
 * True when Slack itself keeps others out of the incident’s channel. An incident made private later has the public
 * channel that it was given, and Slack lets no app turn it into a private one.
 */
export function hasPrivateChannel(incident: Incident): boolean {
  const opened = incident.timeline.findLast(isFact('channel-opened'))
  // Facts from before it was recorded: the channel is as the incident was declared.
  return opened?.isPrivate ?? incident.timeline.find(isFact('declared'))?.isPrivate ?? false
}

/** The last lifting of its privacy: whom it was hidden from hears of it from then on. */
export function lastMadePublic({ timeline }: Pick<Incident, 'timeline'>): Fact<'made-public'> | undefined {
  return timeline.findLast(isFact('made-public'))
}

/** Whether it is private or was at any time: what was said then was said to the people in its channel. */
export function wasEverPrivate({ isPrivate, timeline }: Pick<Incident, 'isPrivate' | 'timeline'>): boolean {
  return (
    isPrivate || timeline.some(fact => (fact.type === 'declared' && fact.isPrivate) || fact.type === 'made-private')
  )
}

/**
 * Whether this was said while the incident was private, which it is no more. It stays with who could read it then, so
 * nothing that others read is made of it.
 */
export function wasSaidInPrivate(
  { isPrivate, timeline }: Pick<Incident, 'isPrivate' | 'timeline'>,
  { seq }: { readonly seq: number },
): boolean {
  return !isPrivate && wasPrivate(timeline.filter(fact => fact.seq < seq))
}

/** Whether it was private after these facts. */
export function wasPrivate(timeline: Incident['timeline']): boolean {
  const last = timeline.findLast(
    fact => fact.type === 'declared' || fact.type === 'made-private' || fact.type === 'made-public',
  )
  return last?.type === 'declared' ? last.isPrivate : last?.type === 'made-private'
}
