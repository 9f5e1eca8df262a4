import type { App } from '../../app/app.ts'
import type { AudienceId } from '../../domain/audience-ids.ts'
import { minuteMs } from '../../domain/duration.ts'
import type { Incident } from '../../domain/incident.ts'
import { isStillNamed, type SkipReason } from '../../domain/skipped.ts'
import { parseSubject, subjectsOf } from '../../domain/subscriptions.ts'
import { type Fact, isFact } from '../../domain/timeline.ts'
import { addresseeOf } from '../../domain/user-groups.ts'
import { peopleIn } from '../members.ts'
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
    return isStillNamed(update, reading, { incident, policy: app.policy }) ? undefined : 'not-named'
  if (subject !== undefined && !(await isSubscribed(app, { incident, user: channel, subject }))) return 'unsubscribed'
  if (!isFoundLongAgo(reading, app.now())) return undefined
  if (group !== undefined) {
    const { readers } = await readersKept(workspace, { audience, group }, app.now())
    const isReader = [...(readers?.channels ?? []), ...(readers?.members ?? [])].includes(channel)
    if (!isReader) return 'left-group'
  }
  const isPerson = /^[UW]/.test(channel)
  const isThere = isPerson && incident.channel && (await peopleIn(workspace, incident.channel.id)).has(channel)
  return isThere ? 'in-channel' : undefined
}
