import { record } from '../domain/incident.ts'
import { keptFrom } from '../domain/retention.ts'
import type { Performer } from './app.ts'

/** Deletes what was said and sent in the channel, and the reviews that quote it; what was done is recorded. */
export const eraseTranscript: Performer<'erase-transcript'> = async ({ incident, claim }, app) => {
  const channel = incident.channel?.id
  if (channel === undefined) return undefined
  const files = await app.attachments.forget(channel)
  await app.reviews.forget(incident.id)
  const messages = await app.transcripts.forget(channel)
  // What an attempt before this one deleted, nobody has counted.
  const counted = claim.attempt === 1 ? { messages, files } : {}
  return (latest, stamp) =>
    keptFrom(latest) ? record(latest, stamp, { type: 'transcript-erased', ...counted }) : latest
}
