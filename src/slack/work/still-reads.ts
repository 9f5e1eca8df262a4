import type { App } from '../../app/app.ts'
import type { AudienceId } from '../../domain/audience-ids.ts'
import { minuteMs } from '../../domain/duration.ts'
import type { Incident } from '../../domain/incident.ts'
import { channelsWithAsMuch, isPerson } from '../../domain/reads-in-channel.ts'
import { isStillNamed, type SkipReason } from '../../domain/skipped.ts'
import { parseSubject, subjectsOf } from '../../domain/subscriptions.ts'
import { type Fact, isFact } from '../../domain/timeline.ts'
import { addresseeOf } from '../../domain/user-groups.ts'
import { ServiceError } from '../../errors.ts'
import { peopleIn, peopleKept } from '../members.ts'
import { readersKept } from '../user-groups.ts'
import type { Workspace } from '../workspace.ts'

interface Reading {
  readonly incident: Incident
  readonly update: Fact<'update-written'>
  readonly audience: AudienceId
  readonly channel: string
}

/** Whether somebody is still subscribed to such incidents, or to what they were found through. */
export async function isSubscribed(
  { subscriptions }: Pick<App, 'subscriptions'>,
  { incident, user, subject }: { incident: Incident; user: string; subject: string },
): Promise<boolean> {
  const found = parseSubject(subject)
  const all = await subscriptions.matching([...subjectsOf(incident), ...(found ? [found] : [])])
  return all.some(one => one.user === user)
}

/** Whether a reader was found a while ago, as before quiet hours or before Slack could not be reached. */
export function isFoundLongAgo({ incident, update, audience, channel }: Reading, now: Date): boolean {
  const found = incident.timeline
    .filter(isFact('update-addressed'))
    .find(
      fact => fact.update === update.seq && fact.to.some(one => one.audience === audience && one.channel === channel),
    )
  return found !== undefined && now.getTime() - found.recordedAt.getTime() > minuteMs
}

/**
 * Why somebody who was to read an update does not read it now: asked when it is delivered, as people unsubscribe, go
 * off duty and come to the incident's channel while it waits. What Slack was asked a minute ago is not asked again.
 */
export async function whySkipped(
  workspace: Workspace,
  app: Pick<App, 'policy' | 'subscriptions' | 'now'>,
  reading: Reading,
): Promise<SkipReason | undefined> {
  const { incident, update, audience, channel } = reading
  const { subject, group } = addresseeOf(incident, update.seq, reading) ?? {}
  if (subject === undefined && group === undefined)
    return isStillNamed(update, reading, { incident, policy: app.policy })
      ? readsInChannel(workspace, app, reading)
      : 'not-named'
  if (subject !== undefined && !(await isSubscribed(app, { incident, user: channel, subject }))) return 'unsubscribed'
  if (!isFoundLongAgo(reading, app.now())) return readsInChannel(workspace, app, reading)
  if (group !== undefined) {
    const { readers } = await readersKept(workspace, { audience, group }, app.now())
    const isReader = [...(readers?.channels ?? []), ...(readers?.members ?? [])].includes(channel)
    if (!isReader) return 'left-group'
  }
  const isThere = isPerson(channel) && incident.channel && (await peopleIn(workspace, incident.channel.id)).has(channel)
  return isThere ? 'in-channel' : readsInChannel(workspace, app, reading)
}

/** Whether somebody reads as much in a channel that has it already. Where Slack cannot be asked, they are told. */
async function readsInChannel(
  workspace: Workspace,
  { policy, now }: Pick<App, 'policy' | 'now'>,
  { incident, update, audience, channel: person }: Reading,
): Promise<SkipReason | undefined> {
  if (!isPerson(person)) return undefined
  for (const channel of channelsWithAsMuch(update, audience, { incident, policy })) {
    const people = await peopleKept(workspace, channel, now()).catch(nobody)
    if (people.has(person)) return channel === incident.channel?.id ? 'in-channel' : 'reads-in-channel'
  }
  return undefined
}

function nobody(error: unknown): ReadonlySet<string> {
  if (error instanceof ServiceError) return new Set()
  throw error
}
