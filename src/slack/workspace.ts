import type { Person } from '../domain/clearance.ts'
import { ServiceError } from '../errors.ts'
import type { SlackClient } from './client.ts'

/** The Slack workspace that Sitrep is installed in, as Sitrep sees itself there. */
export interface Workspace {
  readonly client: SlackClient
  readonly teamId: string
  /** `https://acme.slack.com/` */
  readonly url?: string
  readonly botUserId: string
  readonly botId: string
  /** The name of a person, `#channel` or `@group`; the id itself when Slack does not know it. Kept for an hour. */
  readonly nameOf: (id: string) => Promise<string>
  /** What Slack says of a person’s account; at most a minute old. */
  readonly accountOf: (user: string) => Promise<Account>
}

type Account = Omit<Person, 'isMember' | 'isCleared'> & {
  /** As an IANA name, where Slack has one. */
  readonly timeZone?: string
}

const nameLifeMs = 3_600_000
/** Long enough for the gestures of one form, short enough for somebody who was shut out. */
const accountLifeMs = 60_000

/** Asks Slack who we are. Throws ServiceError; `permanent-auth` means that the token is wrong. */
export async function connectWorkspace(client: SlackClient): Promise<Workspace> {
  const me = await client.call('auth.test', {})
  if (!me.team_id || !me.user_id || !me.bot_id)
    throw new ServiceError('slack', { outcome: 'permanent-auth', code: 'not_a_bot_token', during: 'auth.test' })
  const teamId = me.team_id
  const accounts = new Map<string, { account: Account; until: number }>()
  const names = new Map<string, { name: string; until: number }>()
  return {
    client,
    teamId,
    ...(me.url ? { url: me.url } : {}),
    botUserId: me.user_id,
    botId: me.bot_id,
    async accountOf(user) {
      const known = accounts.get(user)
      if (known && known.until > performance.now()) return known.account
      const account = await askAccount(client, { user, teamId })
      accounts.set(user, { account, until: performance.now() + accountLifeMs })
      return account
    },
    async nameOf(id) {
      const known = names.get(id)
      if (known && known.until > performance.now()) return known.name
      try {
        const name = (await askName(client, id)) ?? id
        names.set(id, { name, until: performance.now() + nameLifeMs })
        return name
      } catch (error) {
        // A name is a nicety: what needed it goes on with the id.
        if (error instanceof ServiceError) return known?.name ?? id
        throw error
      }
    },
  }
}

async function askAccount(client: SlackClient, { user, teamId }: { user: string; teamId: string }): Promise<Account> {
  try {
    const { user: found } = await client.call('users.info', { user })
    return {
      isDeactivated: found?.deleted ?? false,
      isGuest: Boolean(found?.is_restricted || found?.is_ultra_restricted),
      isStranger: Boolean(found?.is_stranger || (found?.team_id && found.team_id !== teamId)),
      ...(found?.tz ? { timeZone: found.tz } : {}),
    }
  } catch (error) {
    // Whom Slack does not know cannot be told anything.
    if (error instanceof ServiceError && error.outcome === 'permanent-target')
      return { isDeactivated: true, isGuest: false, isStranger: false }
    throw error
  }
}

/** Slack itself, which speaks without having an account. */
const slacksOwn = new Map([
  ['USLACK', 'Slack'],
  ['USLACKBOT', 'Slackbot'],
])

async function askName(client: SlackClient, id: string): Promise<string | undefined> {
  const own = slacksOwn.get(id)
  if (own) return own
  if (/^[CG]/.test(id)) {
    const { channel } = await client.call('conversations.info', { channel: id })
    // Slack hides the names of private channels from those who are not in them, and so do we.
    return channel?.is_private ? 'a private channel' : channel?.name && `#${channel.name}`
  }
  if (id.startsWith('S')) {
    const { usergroups } = await client.call('usergroups.list', {})
    const handle = usergroups?.find(group => group.id === id)?.handle
    return handle && `@${handle}`
  }
  const { user } = await client.call('users.info', { user: id })
  return user?.profile?.display_name || user?.real_name || user?.name
}
