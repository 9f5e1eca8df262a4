import { minuteMs } from '../domain/duration.ts'
import { ServiceError } from '../errors.ts'
import type { Workspace } from './workspace.ts'

/** Who is in a channel; nobody where Slack does not show it to us any more. */
export async function peopleIn({ client }: Workspace, channel: string): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  let cursor: string | undefined
  try {
    do {
      const page = await client.call('conversations.members', { channel, limit: 999, ...(cursor ? { cursor } : {}) })
      for (const user of page.members ?? []) found.add(user)
      cursor = page.response_metadata?.next_cursor || undefined
    } while (cursor)
  } catch (error) {
    if (!(error instanceof ServiceError && error.outcome === 'permanent-target')) throw error
  }
  return found
}

const kept = new WeakMap<Workspace, Map<string, { readonly at: Date; readonly found: Promise<ReadonlySet<string>> }>>()

/** The same, at most a minute old: of everybody who is written to, the same few channels are asked. */
export function peopleKept(workspace: Workspace, channel: string, now: Date): Promise<ReadonlySet<string>> {
  const known = kept.get(workspace) ?? new Map()
  kept.set(workspace, known)
  const before = known.get(channel)
  if (before && now.getTime() - before.at.getTime() < minuteMs) return before.found
  const found = peopleIn(workspace, channel)
  known.set(channel, { at: now, found })
  found.catch(() => known.delete(channel))
  return found
}
