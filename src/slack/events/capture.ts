import type { App } from '../../app/app.ts'
import type { Heard } from '../../domain/captured.ts'
import type { Edge } from '../request.ts'
import { captureRules } from '../transcript.ts'

const channelsRemembered = 2_000
/** A channel may become an incident's right after its first message; that it is one does not change. */
const notOneForMs = 10_000

/** Channels that were looked up: true for those of incidents, else the moment until which that is believed. */
const looked = new WeakMap<App, Map<string, true | number>>()

/** Notes what was heard in a channel, if it is an incident's: Slack tells us of every channel that we are in. */
export async function captureIn({ app, workspace }: Edge, channel: string, heard: readonly Heard[]): Promise<void> {
  if (heard.length === 0 || !(await isIncidents(app, channel))) return
  await app.transcripts.note(channel, heard, captureRules(workspace, app.policy))
  // What is fetched at once is there still when its message is deleted; a review fetches the rest.
  if (heard.some(touchesFiles)) app.background.run('keeping files', () => app.keepFiles(channel))
}

function touchesFiles(heard: Heard): boolean {
  return heard.kind === 'deleted' || (heard.kind === 'message' && heard.snapshot.files.length > 0)
}

async function isIncidents(app: App, channel: string): Promise<boolean> {
  const known = looked.get(app) ?? new Map<string, true | number>()
  looked.set(app, known)
  const answer = known.get(channel)
  if (answer === true || (answer !== undefined && answer > performance.now())) return answer === true
  const found = (await app.incidents.getByChannel(channel)) !== undefined
  known.delete(channel)
  known.set(channel, found || performance.now() + notOneForMs)
  // A map is in the order of its insertions: the first is the one that was looked up longest ago.
  const [oldest] = known.keys()
  if (known.size > channelsRemembered && oldest !== undefined) known.delete(oldest)
  return found
}
