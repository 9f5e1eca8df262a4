import slugify from '@sindresorhus/slugify'
import type { Incident } from '../domain/incident.ts'
import { ServiceError } from '../errors.ts'
import { truncate } from './mrkdwn.ts'
import type { Workspace } from './workspace.ts'

const maxNameLength = 80
const maxForeignNames = 5
/** Slack's clock and ours may differ. */
const skewSeconds = 300

/**
 * `inc-42-checkout-down`: the number makes it unique, the title readable. A private incident shows its number only,
 * and so does a title without a letter that Slack allows.
 */
export function channelName(incident: Pick<Incident, 'number' | 'title' | 'isPrivate'>): string {
  const number = `inc-${incident.number}`
  if (incident.isPrivate) return number
  const slug = slugify(truncate(incident.title, 60), { decamelize: false }).replace(/[^a-z0-9-]/g, '')
  return `${number}-${slug}`.slice(0, maxNameLength).replace(/-+$/, '')
}

interface OpenedChannel {
  readonly id: string
  readonly name: string
  /** As Slack has it. */
  readonly isPrivate: boolean
}

/**
 * The incident’s channel: made, or found again when an earlier attempt made it and its answer was lost. A channel of
 * somebody else with that name is never taken; the next free name is.
 */
export async function openChannel({ client, botUserId }: Workspace, incident: Incident): Promise<OpenedChannel> {
  const wanted = channelName(incident)
  for (let attempt = 1; attempt <= maxForeignNames; attempt++) {
    const name = attempt === 1 ? wanted : `${wanted.slice(0, maxNameLength - 2)}-${attempt}`
    try {
      const { channel } = await client.call('conversations.create', { name, is_private: incident.isPrivate })
      if (channel?.id)
        return { id: channel.id, name: channel.name ?? name, isPrivate: channel.is_private ?? incident.isPrivate }
      throw new ServiceError('slack', { outcome: 'ambiguous', code: 'no_channel', during: 'conversations.create' })
    } catch (error) {
      if (!(error instanceof ServiceError && error.code === 'name_taken')) throw error
      const own = await findOwn(client, {
        name,
        botUserId,
        since: incident.declaredAt,
        isPrivate: incident.isPrivate,
      })
      if (own) return own
    }
  }
  throw new ServiceError('slack', {
    outcome: 'permanent-target',
    code: 'name_taken',
    during: 'conversations.create',
  })
}

/** The name that it has then: the number, with a further one where the name is taken. Safe to repeat. */
export async function renameToNumber(
  { client }: Workspace,
  incident: Pick<Incident, 'number'>,
  channel: string,
): Promise<string> {
  const wanted = `inc-${incident.number}`
  const { channel: now } = await client.call('conversations.info', { channel })
  if (now?.name && new RegExp(`^${wanted}(-\\d)?$`).test(now.name)) return now.name
  for (let attempt = 1; attempt <= maxForeignNames; attempt++) {
    const name = attempt === 1 ? wanted : `${wanted}-${attempt}`
    try {
      const { channel: renamed } = await client.call('conversations.rename', { channel, name })
      return renamed?.name ?? name
    } catch (error) {
      if (!(error instanceof ServiceError && error.code === 'name_taken')) throw error
    }
  }
  throw new ServiceError('slack', { outcome: 'permanent-target', code: 'name_taken', during: 'conversations.rename' })
}

async function findOwn(
  client: Workspace['client'],
  wanted: { name: string; botUserId: string; since: Date; isPrivate: boolean },
): Promise<OpenedChannel | undefined> {
  let cursor: string | undefined
  do {
    const page = await client.call('users.conversations', {
      types: 'public_channel,private_channel',
      exclude_archived: true,
      limit: 200,
      ...(cursor ? { cursor } : {}),
    })
    const own = page.channels?.find(
      channel =>
        channel.name === wanted.name &&
        channel.creator === wanted.botUserId &&
        (channel.created ?? 0) >= wanted.since.getTime() / 1000 - skewSeconds,
    )
    if (own?.id) return { id: own.id, name: wanted.name, isPrivate: own.is_private ?? wanted.isPrivate }
    cursor = page.response_metadata?.next_cursor || undefined
  } while (cursor)
  return undefined
}
