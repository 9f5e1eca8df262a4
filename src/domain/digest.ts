import type { AudienceId } from './audience-ids.ts'
import { earliest, minuteMs } from './duration.ts'
import type { Incident } from './incident.ts'
import { slotName } from './nudges.ts'
import type { Policy } from './policy.ts'
import { PRIORITIES } from './priority.ts'
import { type Fact, isFact } from './timeline.ts'
import { isUserGroup } from './user-groups.ts'
import { asRead, isFiller, mayShare } from './waiting.ts'

const quarterMs = 15 * minuteMs

/** More would not fit into one message with words and buttons for each. */
const maxParts = 6

/** `C0LEADERS4/2026-03-02T11:00:00Z`: a place, and the quarter of an hour in which it reads one message. */
export function digestName(channel: string, at: Date): string {
  return `${channel}/${slotName(new Date(Math.floor(at.getTime() / quarterMs) * quarterMs))}`
}

interface Post {
  readonly fact: Fact<'update-written'>
  readonly audience: AudienceId
  readonly channel: string
}

/**
 * Whether an update may stand in one message with other incidents'. What is private is in none, in an incident’s own
 * channel there are no others, and a user group is no place yet.
 */
export function isForDigest({ fact, audience, channel }: Post, incident: Incident, policy: Policy): boolean {
  if (incident.isPrivate || channel === incident.channel?.id || isUserGroup(channel)) return false
  return mayShare(fact, audience, { incident, policy })
}

/** One place’s messages of several incidents are written by one hand at a time. */
export function placeLane(channel: string): string {
  return `place/${channel}`
}

/** What one incident says in a digest. */
export interface Part {
  readonly incident: Incident
  readonly update: Fact<'update-written'>
  readonly audience: AudienceId
  /** The fact that it was posted there; undefined while it was not. */
  readonly posted?: number
}

/** One message about several incidents. */
export interface Digest {
  readonly name: string
  readonly parts: readonly Part[]
  /** Where it stands, once it does. */
  readonly message?: { readonly ts: string; readonly conversation: string; readonly since: Date }
  /** How often it was posted: one that somebody deleted is posted anew. */
  readonly times: number
}

/** A digest as the facts have it, from the incidents that speak in it: of each the last that it said. */
export function digestOf(name: string, incidents: readonly Incident[]): Digest {
  const all = incidents.flatMap(incident => {
    const posts = incident.timeline.filter(isFact('update-posted')).filter(({ digest }) => digest === name)
    return posts.map(posted => ({ incident, posted }))
  })
  const inOrder = all.sort((a, b) => (a.posted.ts === b.posted.ts ? 0 : a.posted.ts < b.posted.ts ? -1 : 1))
  const parts = new Map<string, Part>()
  for (const { incident, posted } of inOrder) {
    const update = incident.timeline.filter(isFact('update-written')).find(({ seq }) => seq === posted.update)
    if (update) parts.set(incident.id, { incident, update, audience: posted.audience, posted: posted.seq })
  }
  const last = inOrder.at(-1)?.posted
  return {
    name,
    parts: [...parts.values()],
    ...(last
      ? {
          message: {
            ts: last.ts,
            conversation: last.conversation ?? last.channel,
            since: earliest(inOrder.flatMap(({ posted }) => (posted.ts === last.ts ? [posted.at] : []))) ?? last.at,
          },
        }
      : {}),
    times: new Set(inOrder.map(({ posted }) => posted.ts)).size,
  }
}

/** Slack calls nobody to an edit; whoever was called by the message itself sees what came into it in the same minute. */
const calledForMs = minuteMs

/**
 * Whether readers in a place are to be called to an update: it is the first that they read of the incident, now that it
 * goes on, the last, or of a more pressing priority than what they read before.
 */
export function isToBeNoticed({ incident, update }: Part, channel: string): boolean {
  const reopened = incident.timeline.findLast(isFact('reopened'))?.seq ?? 0
  const before = incident.timeline
    .filter(isFact('update-posted'))
    .findLast(posted => posted.channel === channel && posted.seq > reopened)
  const read = incident.timeline.filter(isFact('update-written')).find(({ seq }) => seq === before?.update)
  if (!read || update.kind === 'final') return true
  return PRIORITIES.indexOf(update.priority) < PRIORITIES.indexOf(read.priority)
}

/**
 * The digest with one more part, in the place of an earlier one of this incident. Undefined when it is full, when what
 * the incident said there is more than that it goes on, or when an edit would call nobody who has to be called.
 */
export function joined(
  digest: Digest,
  part: Part,
  { policy, channel, now }: { policy: Policy; channel: string; now: Date },
): Digest | undefined {
  const { parts, message } = digest
  const isTooQuiet = message !== undefined && now.getTime() - message.since.getTime() > calledForMs
  if (isTooQuiet && isToBeNoticed(part, channel)) return undefined
  const earlier = parts.find(({ incident }) => incident.id === part.incident.id)
  if (!earlier) return parts.length < maxParts ? { ...digest, parts: [...parts, part] } : undefined
  const { update, audience, incident } = earlier
  if (update.seq !== part.update.seq && !isFiller(asRead(update, audience, { incident, policy }))) return undefined
  return { ...digest, parts: parts.map(one => (one === earlier ? part : one)) }
}
