import type { Performer } from '../../app/app.ts'
import { lastCorrection } from '../../domain/correction.ts'
import { messageOf } from '../../domain/correction-work.ts'
import { type Incident, record } from '../../domain/incident.ts'
import { type Fact, isFact } from '../../domain/timeline.ts'
import { conversationOf, ownChannel } from '../clearance.ts'
import { edit, lookBackTo, post } from '../messages.ts'
import { correctionView } from '../views/correction.ts'
import type { Workspace } from '../workspace.ts'
import { editDigest, singleMessage } from './digests.ts'
import { readerPlace } from './reader-place.ts'
import { whySkipped } from './still-reads.ts'

function updateOf(incident: Incident, { update }: Fact<'update-corrected'>): Fact<'update-written'> | undefined {
  return incident.timeline.filter(isFact('update-written')).find(({ seq }) => seq === update)
}

/** Mends one message in place with what the update says now; one that was deleted is posted anew with the mark. */
export function correctPost(workspace: Workspace): Performer<'correct-post'> {
  const { client } = workspace
  return async ({ incident, work, claim }, app) => {
    const { fact, audience, channel } = work
    const update = updateOf(incident, fact)
    const posted = messageOf(incident, { update: fact.update, audience, channel })
    // Never heard there, or corrected again since: the later correction shows it as it is.
    if (!update || !posted || lastCorrection(incident, fact.update)?.seq !== fact.seq) return undefined
    const reading = { channel, policy: app.policy }
    const part = { incident, update, audience, posted: posted.posted }
    const to = await readerPlace(workspace, incident, { update: update.seq, audience, ...reading })
    // Whoever may not hear of it any more keeps what they have.
    if (!to) return undefined
    const { conversation, ts, nth, digest } = posted
    const message = singleMessage(part, reading)
    const isMended =
      digest === undefined
        ? await edit(client, { to: conversationOf(to, conversation), ts, message })
        : await editDigest(workspace, app, { name: digest, to, channel })
    if (isMended) return undefined
    // Taken away where it stood, it is brought back only to who would read it today.
    if (await whySkipped(workspace, app, { incident, update, audience, channel })) return undefined
    const again = await post(client, {
      to,
      message,
      key: `${incident.id}#${fact.update}/post-update/${audience}/${channel}/${nth + 1}`,
      lookBackTo: lookBackTo(claim),
    })
    return (latest, stamp) =>
      record(latest, stamp, {
        type: 'update-reposted',
        update: fact.update,
        audience,
        channel,
        ts: again.ts,
        ...(again.channel === channel ? {} : { conversation: again.channel }),
      })
  }
}

/** Tells the responders, below the update in their channel, what is different now. */
export function tellCorrection(workspace: Workspace): Performer<'tell-correction'> {
  return async ({ incident, work, claim }) => {
    const { fact } = work
    const update = updateOf(incident, fact)
    if (!update || !incident.channel) return undefined
    const channel = incident.channel.id
    const audience = update.audiences.find(one => update.channels[one]?.includes(channel))
    const thread = audience && messageOf(incident, { update: update.seq, audience, channel })?.ts
    await post(workspace.client, {
      to: await ownChannel(workspace, incident),
      message: correctionView(fact),
      key: work.key,
      thread,
      lookBackTo: lookBackTo(claim),
    })
    return undefined
  }
}
