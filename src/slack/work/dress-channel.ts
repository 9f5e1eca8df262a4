import type { Performer } from '../../app/app.ts'
import { record } from '../../domain/incident.ts'
import { ServiceError } from '../../errors.ts'
import { LIMITS } from '../blocks.ts'
import { openChannel as openSlackChannel, renameToNumber } from '../channel.ts'
import { md, truncateMrkdwn } from '../mrkdwn.ts'
import { topicOf } from '../views/topic.ts'
import type { Workspace } from '../workspace.ts'

/** The incident's channel id; work that needs one is not asked for before there is one. */
export function channelOf(incident: { id: string; channel?: { id: string } }): string {
  if (!incident.channel) throw new Error(`${incident.id} has no channel yet`)
  return incident.channel.id
}

export function openChannel(workspace: Workspace): Performer<'open-channel'> {
  return async ({ incident }) => {
    const { id, name, isPrivate } = await openSlackChannel(workspace, incident)
    return (latest, stamp) =>
      latest.channel
        ? latest
        : record(latest, stamp, { type: 'channel-opened', channel: id, name, isPrivate }, { channel: { id, name } })
  }
}

/** Of an incident made private: the name of its channel, which others may find in Slack, keeps the number alone. */
export function renameChannel(workspace: Workspace): Performer<'rename-channel'> {
  return async ({ incident }) => {
    const name = await renameToNumber(workspace, incident, channelOf(incident))
    return (latest, stamp) =>
      !latest.channel || latest.channel.name === name
        ? latest
        : record(latest, stamp, { type: 'channel-renamed', name }, { channel: { ...latest.channel, name } })
  }
}

export function setPurpose({ client }: Workspace): Performer<'set-purpose'> {
  return async ({ incident }) => {
    const purpose = incident.isPrivate
      ? `${incident.id}. Private: what is said here stays here.`
      : `${incident.id}: ${incident.title}`
    await client.call('conversations.setPurpose', {
      channel: channelOf(incident),
      purpose: truncateMrkdwn(md`${purpose}`, LIMITS.topic),
    })
    return undefined
  }
}

/** Sets the topic when it would read differently: Slack tells the whole channel of every setting. */
export function setTopic({ client }: Workspace): Performer<'set-topic'> {
  return async ({ incident }, app) => {
    const commander = incident.roles.commander
    const words = topicOf(incident, commander ? await app.nameOf(commander) : undefined)
    const topic = truncateMrkdwn(md`${words}`, LIMITS.topic)
    if (topic === incident.topic) return undefined
    await client.call('conversations.setTopic', { channel: channelOf(incident), topic })
    return latest => ({ ...latest, topic })
  }
}

export function addBookmarks({ client }: Workspace): Performer<'add-bookmarks'> {
  return async ({ incident }, app) => {
    const channel_id = channelOf(incident)
    // Adding is not idempotent, so what an earlier attempt added is looked up first.
    const { bookmarks = [] } = await client.call('bookmarks.list', { channel_id })
    for (const { title, link } of app.policy.bookmarks) {
      if (bookmarks.some(bookmark => bookmark.link === link)) continue
      await client.call('bookmarks.add', { channel_id, title, link, type: 'link' })
    }
    return undefined
  }
}

export function pinCard({ client }: Workspace): Performer<'pin-card'> {
  return async ({ incident }) => {
    if (!incident.cardTs) return undefined
    try {
      await client.call('pins.add', { channel: channelOf(incident), timestamp: incident.cardTs })
    } catch (error) {
      // The card was deleted meanwhile; the next one brings its own pin.
      if (!(error instanceof ServiceError && error.code === 'message_not_found')) throw error
    }
    return undefined
  }
}
