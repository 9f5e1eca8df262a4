import { ServiceError } from '../errors.ts'
import type { SlackClient } from './client.ts'

/** The Slack workspace that Sitrep is installed in, as Sitrep sees itself there. */
export interface Workspace {
  readonly client: SlackClient
  readonly teamId: string
  readonly botUserId: string
  readonly botId: string
  /** The name people see, from their profile; the id itself when Slack does not know it. Kept for an hour. */
  readonly nameOf: (user: string) => Promise<string>
}

const nameLifeMs = 3_600_000

/** Asks Slack who we are. Throws ServiceError; `permanent-auth` means that the token is wrong. */
export async function connectWorkspace(client: SlackClient): Promise<Workspace> {
  const me = await client.call('auth.test', {})
  if (!me.team_id || !me.user_id || !me.bot_id)
    throw new ServiceError('slack', { outcome: 'permanent-auth', code: 'not_a_bot_token', during: 'auth.test' })
  const names = new Map<string, { name: string; until: number }>()
  return {
    client,
    teamId: me.team_id,
    botUserId: me.user_id,
    botId: me.bot_id,
    async nameOf(user) {
      const known = names.get(user)
      if (known && known.until > performance.now()) return known.name
      try {
        const { user: found } = await client.call('users.info', { user })
        const name = found?.profile?.display_name || found?.real_name || found?.name || user
        names.set(user, { name, until: performance.now() + nameLifeMs })
        return name
      } catch (error) {
        // A name is a nicety: what needed it goes on with the id.
        if (error instanceof ServiceError) return known?.name ?? user
        throw error
      }
    },
  }
}
