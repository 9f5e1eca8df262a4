import { type Ephemeral, SLACKBOT } from './entities.ts'
import type { World } from './world.ts'

const keptPerPerson = 100

/** Shows something to one person only; no API ever returns it. */
export function addEphemeral(world: World, draft: Omit<Ephemeral, 'ts'>): Ephemeral {
  const ephemeral = { ts: world.messages.nextTs(world.now()), ...draft }
  world.ephemerals.put(ephemeral.ts, ephemeral)
  const theirs = ephemeralsOf(world, draft.to)
  for (const old of theirs.slice(0, -keptPerPerson)) world.ephemerals.delete(old.ts)
  return ephemeral
}

/** What one person was shown, newest last. */
export function ephemeralsOf(world: World, user: string): readonly Ephemeral[] {
  return [...world.ephemerals.values()].filter(e => e.to === user)
}

export function renderEphemeral(world: World, ephemeral: Ephemeral): Record<string, unknown> {
  const { to, from, values: _chosen, ...rest } = ephemeral
  return {
    type: 'message',
    ...rest,
    user: from,
    to,
    is_ephemeral: true,
    response_type: 'ephemeral',
    ...(from === world.app.botUserId ? { bot_id: world.app.botId, app_id: world.app.id } : {}),
  }
}

/** Slack's own words to a person whose command or click the app did not answer. */
export function tellFailure(world: World, at: { readonly channel: string; readonly user: string }, text: string): void {
  addEphemeral(world, { channel: at.channel, to: at.user, from: SLACKBOT, text })
}
