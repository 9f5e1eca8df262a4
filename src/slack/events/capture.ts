import type { App } from '../../app/app.ts'
import type { Heard } from '../../domain/captured.ts'
import { keptFrom } from '../../domain/retention.ts'
import { slackTime } from '../heard.ts'
import type { Edge } from '../request.ts'
import { captureRules } from '../transcript.ts'

const channelsRemembered = 2_000
/** A channel may become an incident's right after its first message, and stops being kept when the policy says so. */
const rememberedMs = { kept: 60_000, other: 10_000 }

/** Since when what is said in a channel is kept, if it is, and until when that is believed. */
interface Looked {
  readonly since: Date | undefined
  readonly until: number
}
const looked = new WeakMap<App, Map<string, Looked>>()

/** Notes what was heard in a channel, if it is an incident's: Slack tells us of every channel that we are in. */
export async function captureIn({ app, workspace }: Edge, channel: string, heard: readonly Heard[]): Promise<void> {
  if (heard.length === 0) return
  const since = await keptSince(app, channel)
  if (!since) return
  await app.transcripts.note(channel, heard, { ...captureRules(workspace, app.policy), since: slackTime(since) })
  // What is fetched at once is there still when its message is deleted; a review fetches the rest.
  if (heard.some(touchesFiles)) app.background.run('keeping files', () => app.keepFiles(channel))
}

function touchesFiles(heard: Heard): boolean {
  if (heard.kind === 'message') return heard.snapshot.files.length > 0
  return heard.kind === 'deleted' || heard.kind === 'file-changed'
}

async function keptSince(app: App, channel: string): Promise<Date | undefined> {
  const known = looked.get(app) ?? new Map<string, Looked>()
  looked.set(app, known)
  const now = performance.now()
  const answer = known.get(channel)
  if (answer && answer.until > now) return answer.since
  const incident = await app.incidents.getByChannel(channel)
  const found = incident && keptFrom(incident)
  known.delete(channel)
  known.set(channel, { since: found, until: now + (found ? rememberedMs.kept : rememberedMs.other) })
  // A map is in the order of its insertions: the first is the one that was looked up longest ago.
  const [oldest] = known.keys()
  if (known.size > channelsRemembered && oldest !== undefined) known.delete(oldest)
  return found
}
