import { update } from '../../app/app.ts'
import { curate, withhold } from '../../app/reactions.ts'
import type { Heard } from '../../domain/captured.ts'
import { marksBelow } from '../../domain/curated.ts'
import { forgetMarks, lastByHand, overruledBy } from '../../domain/kept-messages.ts'
import { meaningOf } from '../../domain/reaction-policy.ts'
import type { Edge } from '../request.ts'

interface Reacted {
  readonly channel: string
  readonly ts: string
  readonly user: string
  readonly reaction: string
  readonly isAdded: boolean
}

/** Does what a reaction in an incident's channel means, and undoes it when the same person takes it back. */
export async function curateIn(
  { app, workspace }: Edge,
  { channel, ts, user, reaction, isAdded }: Reacted,
): Promise<void> {
  const meaning = meaningOf(reaction, app.policy.reactions)
  if (!meaning || meaning === 'timeline' || user === workspace.botUserId) return
  const incident = await app.incidents.getByChannel(channel)
  if (!incident) return
  const found = await app.transcripts.find(channel, ts)
  // What is not known yet is made up for when the channel is read.
  if (isAdded && (!found || found.isOwn || (found.text === '' && found.files.length === 0))) return
  const message = found ?? { ts, text: '', files: [] }
  await curate(app, incident.id, { message, meaning, user, isAdded })
}

/** A pin or a reaction that was taken back counts again when it is added anew, also below what was taken off by hand. */
export async function forgetMarksIn(
  { app }: Edge,
  { channel, ts, user }: Pick<Reacted, 'channel' | 'ts' | 'user'>,
): Promise<void> {
  const incident = await app.incidents.getByChannel(channel)
  if (!incident || overruledBy(lastByHand(incident).get(ts)) === 0) return
  const message = await app.transcripts.find(channel, ts)
  const input = { message: ts, marks: message ? marksBelow(message, app.policy) : 0 }
  await update(app, incident.id, one => forgetMarks(one, input, { by: user, via: 'reaction', at: app.now() }))
}

/** Leaves out of the record what was copied from messages that were deleted just now, where they are not kept. */
export async function withholdIn({ app }: Edge, channel: string, heard: readonly Heard[]): Promise<void> {
  const incident = app.policy.transcript.keepDeleted ? undefined : await app.incidents.getByChannel(channel)
  if (!incident) return
  const found = await Promise.all(heard.map(({ ts }) => app.transcripts.find(channel, ts)))
  await withhold(
    app,
    incident.id,
    found.flatMap(message => message ?? []),
  )
}
