import { decide } from '../app/incidents.ts'
import { dropMessage, keepMessage, keptMessages } from '../domain/kept-messages.ts'
import { UserError } from '../errors.ts'
import { maySee, type Reply, type Request } from './request.ts'

/** Puts a message of an incident's channel on its timeline; the same again takes it off. */
export async function keepOrDrop(request: Request, message: string): Promise<Reply> {
  const { app, actor, channel } = request
  const incident = channel ? await app.incidents.getByChannel(channel) : undefined
  if (!incident || !(await maySee(request, incident)))
    throw new UserError('no-incident-here', 'This channel belongs to no incident, so there is no timeline to add to.')
  const isThere = keptMessages(incident).has(message)
  await decide(app, incident.id, { by: actor, run: isThere ? dropMessage : keepMessage, input: { message } })
  return {
    text: isThere
      ? `Taken off the timeline of ${incident.id}.`
      : `On the timeline of ${incident.id}. The same again takes it off.`,
  }
}
