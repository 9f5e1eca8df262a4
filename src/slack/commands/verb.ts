import type { Incident } from '../../domain/incident.ts'
import { UserError } from '../../errors.ts'
import { findKnown, maySee, type Reply, type Request, requireReadInside } from '../request.ts'

export interface CommandRequest extends Request {
  /** What follows the verb, as it was typed. */
  readonly text: string
  /** The same as Slack sent it, with people and channels as tokens. */
  readonly escaped: string
  /** `INC-42` in front of the verb, if it was there. */
  readonly incidentId: string | undefined
}

/** One thing that `/incident` can do. */
export interface Verb {
  readonly name: string
  readonly aliases: readonly string[]
  /** What is typed after `/incident`. */
  readonly usage: string
  /** One sentence, starting with a verb. */
  readonly help: string
  /** Does it and says what was done; undefined when a modal says it all. */
  run(request: CommandRequest): Promise<Reply | undefined>
}

/** Verbs that serve one purpose, as help shows them. */
export interface VerbGroup {
  readonly title: string
  readonly verbs: readonly Verb[]
}

/** Refuses what is too long for where it is read; counted as Slack does. */
export function requireFits(text: string, atMost: number): void {
  if (text.length > atMost)
    throw new UserError('too-long', `That is ${text.length} characters long, and ${atMost} fit. Please say it shorter.`)
}

/** The incident that is meant, for whoever may read what is said in it: the one named in front, else the channel's own. */
export async function meantIncident(request: CommandRequest): Promise<Incident> {
  return requireReadInside(request, await meantKnown(request))
}

/** The same for whoever may know of it; see `findKnown`. */
export async function meantKnown(request: CommandRequest): Promise<Incident> {
  if (request.incidentId) return findKnown(request, request.incidentId)
  const incident = request.channel ? await request.app.incidents.getByChannel(request.channel) : undefined
  if (incident && (await maySee(request, incident))) return incident
  throw new UserError(
    'no-incident-here',
    'This channel belongs to no incident. Go to the incident’s channel, or name it: `/incident INC-42 …`. `/incident list` shows the open ones.',
  )
}
