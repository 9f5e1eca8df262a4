import { newChannel } from './channels.ts'
import type { Channel } from './entities.ts'
import type { World } from './world.ts'

/** Beside whoever opens it (docs.slack.dev/reference/methods/conversations.open). */
export const maxGroupPeople = 8

/** The direct message of exactly these people, if they have one. */
export function openConversation(world: World, people: readonly string[]): Channel | undefined {
  const members = [...new Set(people)]
  const kind = members.length > 2 ? 'mpim' : 'im'
  const wanted = members.sort().join()
  return [...world.channels.values()].find(c => c.kind === kind && [...c.members].sort().join() === wanted)
}

/** The direct message of exactly these people, opened by the first of them when there is none: with oneself, with one other, or a group. */
export function conversationAmong(world: World, people: readonly [string, ...string[]]): Channel {
  const open = openConversation(world, people)
  if (open) return open
  const [creator] = people
  const members = [...new Set(people)]
  const kind = members.length > 2 ? 'mpim' : 'im'
  if (kind === 'im') return newChannel(world, { kind, name: '', creator, members })
  const names = members.map(id => world.users.get(id)?.name ?? id).join('--')
  return newChannel(world, { kind, name: `mpdm-${names}-1`, creator, members })
}
