import type { Performer } from '../../app/app.ts'
import { latest as latestOf } from '../../domain/duration.ts'
import { record } from '../../domain/incident.ts'
import { isUserGroup } from '../../domain/user-groups.ts'
import { lookBackTo, type Posted, post } from '../messages.ts'
import type { Workspace } from '../workspace.ts'
import { findGroup } from './address.ts'
import { postInDigest, singleMessage } from './digests.ts'
import { readerPlace } from './reader-place.ts'

/** One rendering of one update in one place: a message of its own, or a part of one that several incidents share. */
export function postUpdate(workspace: Workspace): Performer<'post-update'> {
  return async ({ incident, work, claim, sharedClaim }, app) => {
    const { fact, audience, channel, key } = work
    if (isUserGroup(channel)) return findGroup(workspace, { incident, update: fact, group: channel }, app)
    const part = { incident, update: fact, audience }
    const reading = { channel, policy: app.policy }
    const to = await readerPlace(workspace, incident, { update: fact.seq, audience, ...reading })
    if (!to) return undefined
    const at = latestOf([claim.since, work.dueAt]) ?? work.dueAt
    const shared =
      sharedClaim && (await postInDigest(workspace, app, { part, sending: { to, channel, at, claim, sharedClaim } }))
    if (shared) return recorded({ ...part, channel, ...shared })
    const retryOf = 'retryOf' in work ? work.retryOf : undefined
    // Tried once more by hand: what an attempt before posted after all is the message.
    const earlier = retryOf ? { key: retryOf, lookBackTo: fact.at } : { key, lookBackTo: lookBackTo(claim) }
    const posted = await post(workspace.client, { to, message: singleMessage(part, reading), ...earlier })
    return recorded({ ...part, channel, posted })
  }
}

function recorded({
  update,
  audience,
  channel,
  posted,
  digest,
}: {
  update: { readonly seq: number }
  audience: string
  channel: string
  posted: Posted
  digest?: string
}): Awaited<ReturnType<Performer<'post-update'>>> {
  return (latest, stamp) =>
    record(latest, stamp, {
      type: 'update-posted',
      update: update.seq,
      audience,
      channel,
      ...(posted.channel === channel ? {} : { conversation: posted.channel }),
      ts: posted.ts,
      ...(digest === undefined ? {} : { digest }),
    })
}
