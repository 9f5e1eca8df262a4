import { keptFrom } from '../domain/retention.ts'
import type { Performer } from './app.ts'
import { listenForReactions } from './reactions.ts'

/** Reads the channel and fetches its files; what breaks off goes on where it was. */
export const readChannel: Performer<'read-channel'> = async ({ incident, signal }, app) => {
  const channel = incident.channel?.id
  const since = keptFrom(incident)
  if (channel === undefined || !since) return undefined
  await app.gather(channel, { since, ...(signal ? { signal } : {}) })
  await app.keepFiles(channel, signal)
  const reactions = listenForReactions(app, incident)
  for await (const message of app.transcripts.read(channel)) reactions.hear(message)
  await reactions.catchUp()
  return undefined
}
