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
