import type { Performer } from '../../app/app.ts'
import { latest as latestOf } from '../../domain/duration.ts'
import { record } from '../../domain/incident.ts'
import { skipReader } from '../../domain/skipped.ts'
import { isUserGroup } from '../../domain/user-groups.ts'
import { isOutdated } from '../../domain/waiting.ts'
import { lookBackTo, type Posted, post } from '../messages.ts'
import type { Workspace } from '../workspace.ts'
import { findGroup, readersNow } from './address.ts'
import { postInDigest, singleMessage } from './digests.ts'
import { readerPlace } from './reader-place.ts'
import { isFoundLongAgo, whySkipped } from './still-reads.ts'

/** One rendering of one update in one place: a message of its own, or a part of one that several incidents share. */
export function postUpdate(workspace: Workspace): Performer<'post-update'> {
  return async ({ incident, work, claim, sharedClaim }, app) => {
    const { fact, audience, channel, key } = work
    if (isUserGroup(channel)) return findGroup(workspace, { incident, update: fact, group: channel }, app)
    const part = { incident, update: fact, audience }
    const reading = { channel, policy: app.policy }
    const reader = { ...part, channel }
    const isLate = isFoundLongAgo(reader, app.now()) && !isOutdated(fact, audience, incident)
    // Who has come since this one was found reads it too.
    const more = isLate
      ? await readersNow(workspace, app, { incident, update: fact, audiences: [audience] })
      : undefined
    const skipped = await whySkipped(workspace, app, reader)
    const to = skipped ? undefined : await readerPlace(workspace, incident, { update: fact.seq, audience, ...reading })
    if (!to) {
      const skip = { update: fact.seq, audience, channel, reason: skipped ?? 'not-cleared' } as const
      return (latest, stamp) => skipReader(more?.(latest, stamp) ?? latest, skip, stamp)
    }
    const at = latestOf([claim.since, work.dueAt]) ?? work.dueAt
    const shared =
      sharedClaim && (await postInDigest(workspace, app, { part, sending: { to, channel, at, claim, sharedClaim } }))
    if (shared) return recorded({ ...part, channel, more, ...shared })
    const retryOf = 'retryOf' in work ? work.retryOf : undefined
    // Tried once more by hand: what an attempt before posted after all is the message.
    const earlier = retryOf ? { key: retryOf, lookBackTo: fact.at } : { key, lookBackTo: lookBackTo(claim) }
    const posted = await post(workspace.client, { to, message: singleMessage(part, reading), ...earlier })
    return recorded({ ...part, channel, more, posted })
  }
}

function recorded({
  update,
  audience,
  channel,
  posted,
  digest,
  more,
}: {
  update: { readonly seq: number }
  audience: string
  channel: string
  posted: Posted
  digest?: string
  more: Awaited<ReturnType<typeof readersNow>>
}): Awaited<ReturnType<Performer<'post-update'>>> {
  return (latest, stamp) =>
    record(more?.(latest, stamp) ?? latest, stamp, {
      type: 'update-posted',
      update: update.seq,
      audience,
      channel,
      ...(posted.channel === channel ? {} : { conversation: posted.channel }),
      ts: posted.ts,
      ...(digest === undefined ? {} : { digest }),
    })
}
