import type { Incident } from '../domain/incident.ts'
import { hasPrivateChannel } from '../domain/privacy.ts'
import { UserError } from '../errors.ts'
import { isResponder } from './clearance.ts'
import { findIncident, type Request } from './request.ts'

/** A question as a button carries it: `INC-42#12`. */
export function writeQuestionRef(incident: { readonly id: string }, question: number): string {
  return `${incident.id}#${question}`
}

function readQuestionRef(value: string): { incident: string; question: number } {
  const [incident = '', question = ''] = value.split('#')
  return { incident, question: Number(question) }
}

/** The question that a button or a modal is about, for somebody who works on the incident. Throws UserError. */
export async function questionMeant(
  request: Request,
  value: string,
): Promise<{ readonly incident: Incident; readonly question: number }> {
  const { incident: id, question } = readQuestionRef(value)
  return { incident: await requireResponder(request, await findIncident(request, id)), question }
}

/** Whether this person works on the incident, or is where those do. */
export async function mayReadQuestions(request: Request, incident: Incident | undefined): Promise<boolean> {
  const isThere = incident !== undefined && request.channel !== undefined && request.channel === incident.channel?.id
  // Anybody may type a command in a public channel; whoever reads it there could read the thread too.
  if (isThere && (!incident.isPrivate || hasPrivateChannel(incident))) return true
  return isResponder(request.workspace, request.actor.by, incident)
}

/** Who asks what is for the people in the incident's channel; others may see the incident and not that. */
export async function requireResponder(request: Request, incident: Incident): Promise<Incident> {
  if (await mayReadQuestions(request, incident)) return incident
  throw new UserError(
    'responders-only',
    `Questions and feedback on ${incident.id} are for the people in its channel. Join it to read them.`,
  )
}
