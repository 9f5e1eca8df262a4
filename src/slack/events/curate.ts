import { type Actor, decide } from '../../app/incidents.ts'
import { addItem, takeBackItem } from '../../domain/action-items.ts'
import { confirmMessage, reopenMessage, takeBackMessage } from '../../domain/finding-messages.ts'
import { ruleOut, stateFinding } from '../../domain/findings.ts'
import type { Incident } from '../../domain/incident.ts'
import { plainText } from '../../domain/plain-text.ts'
import type { Policy } from '../../domain/policy.ts'
import { meaningOf, type ReactionMeaning } from '../../domain/reaction-policy.ts'
import { shorten } from '../../domain/shorten.ts'
import type { Stamp } from '../../domain/timeline.ts'
import type { Edge } from '../request.ts'

interface Reacted {
  readonly channel: string
  readonly ts: string
  readonly user: string
  readonly reaction: string
  readonly isAdded: boolean
}

const textAtMost = 1000

/** Does what a reaction in an incident's channel means, and undoes it when the same person takes it back. */
export async function curate(edge: Edge, { channel, ts: message, user, reaction, isAdded }: Reacted): Promise<void> {
  const { app, workspace } = edge
  const meaning = meaningOf(reaction, app.policy.reactions)
  // What stands on the timeline because of a reaction is read from the transcript.
  if (!meaning || meaning === 'timeline' || user === workspace.botUserId) return
  const incident = await app.incidents.getByChannel(channel)
  if (!incident) return
  const by: Actor = { by: user, via: 'reaction' }
  const text = isAdded ? await textOf(edge, channel, message) : ''
  if (isAdded && text === '') return
  const run = isAdded ? DO[meaning] : UNDO[meaning]
  await decide(app, incident.id, { by, run, input: { message, text, policy: app.policy } })
}

async function textOf({ app, workspace }: Edge, channel: string, ts: string): Promise<string> {
  const kept = await app.transcripts.find(channel, ts)
  // The own messages of Sitrep say nothing that somebody found out.
  if (!kept || kept.user === workspace.botUserId) return ''
  const users = [...kept.text.matchAll(/<@([UW][A-Z0-9]+)/g)].flatMap(([, id]) => id ?? [])
  const names = new Map(await Promise.all(users.map(async id => [id, await app.nameOf(id)] as const)))
  const name = (id: string) => names.get(id) ?? id
  return shorten(plainText(kept.text, { user: name, channel: name }).trim(), textAtMost)
}

type Run = (incident: Incident, input: { message: string; text: string; policy: Policy }, stamp: Stamp) => Incident
type Curated = Exclude<ReactionMeaning, 'timeline'>

const DO: Record<Curated, Run> = {
  decision: (incident, input, stamp) =>
    stateFinding(incident, { kind: 'decision', message: input.message, text: input.text }, stamp),
  hypothesis: (incident, input, stamp) =>
    stateFinding(incident, { kind: 'hypothesis', message: input.message, text: input.text }, stamp),
  ruledOut: ruleOut,
  confirmed: confirmMessage,
  followUp: addItem,
}

const UNDO: Record<Curated, Run> = {
  decision: (incident, { message }, stamp) => takeBackMessage(incident, { message, kind: 'decision' }, stamp),
  hypothesis: (incident, { message }, stamp) => takeBackMessage(incident, { message, kind: 'hypothesis' }, stamp),
  ruledOut: (incident, { message }, stamp) => reopenMessage(incident, { message, was: 'ruled-out' }, stamp),
  confirmed: (incident, { message }, stamp) => reopenMessage(incident, { message, was: 'confirmed' }, stamp),
  followUp: takeBackItem,
}
