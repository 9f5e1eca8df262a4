import { decide } from '../app/incidents.ts'
import { curatedIn, marksBelow } from '../domain/curated.ts'
import type { Incident } from '../domain/incident.ts'
import { dropMessage, keepMessage, lastByHand } from '../domain/kept-messages.ts'
import type { Message } from '../domain/review.ts'
import { UserError } from '../errors.ts'
import { ACTIONS } from './action-ids.ts'
import { actions, button, section } from './blocks.ts'
import { md } from './mrkdwn.ts'
import { maySee, type Reply, type Request } from './request.ts'
import { writeMessageRef } from './timeline-ref.ts'
import { marksInWords } from './views/timeline.ts'

interface Done {
  /** As it is now. */
  readonly incident: Incident
  readonly reply: Reply
}

/** Puts a message of an incident's channel on its timeline; the same again takes it off. */
export async function keepOrDrop(request: Request, ts: string): Promise<Reply> {
  const { app, channel } = request
  const incident = channel ? await app.incidents.getByChannel(channel) : undefined
  if (!incident || !(await maySee(request, incident)))
    throw new UserError('no-incident-here', 'This channel belongs to no incident, so there is no timeline to add to.')
  const said = await saidAs(request, incident, ts)
  // What was not heard of yet can have been put there by hand.
  const isThere = said ? curatedIn(incident, app.policy)(said) : lastByHand(incident).get(ts)?.type === 'message-kept'
  return (await (isThere ? dropFrom : keepOn)(request, incident, ts)).reply
}

export async function keepOn(request: Request, incident: Incident, ts: string): Promise<Done> {
  const { app, actor } = request
  const input = { message: ts, said: await saidAs(request, incident, ts) }
  const after = await decide(app, incident.id, { by: actor, run: keepMessage, input })
  return {
    incident: after,
    reply: replyOf(incident, ts, { text: `On the timeline of ${incident.id}.`, isThere: true }),
  }
}

/** Whatever put it there. */
export async function dropFrom(request: Request, incident: Incident, ts: string): Promise<Done> {
  const { app, actor } = request
  const said = await saidAs(request, incident, ts)
  const input = { message: ts, marks: said ? marksBelow(said, app.policy) : 0 }
  const after = await decide(app, incident.id, { by: actor, run: dropMessage, input })
  const stays = said ? marksInWords(said, app.policy) : []
  const text =
    stays.length === 0
      ? `Taken off the timeline of ${incident.id}.`
      : `Taken off the timeline of ${incident.id}; in Slack it stays marked (${stays.join(', ')}), which counts no more until somebody marks it anew.`
  return { incident: after, reply: replyOf(incident, ts, { text, isThere: false }) }
}

function saidAs({ app }: Request, { channel }: Incident, ts: string): Promise<Message | undefined> {
  return channel ? app.transcripts.find(channel.id, ts) : Promise.resolve(undefined)
}

/** The answer below a message has the way back. */
function replyOf({ id }: Incident, ts: string, { text, isThere }: { text: string; isThere: boolean }): Reply {
  const value = writeMessageRef(id, ts)
  const back = isThere
    ? button('Take it off', ACTIONS.dropMessage, { value })
    : button('Put it back', ACTIONS.keepMessage, { value })
  return { text, blocks: [section(md`${text}`), ...actions([back], 'timeline_message')] }
}
