import type { App, Performer } from '../../app/app.ts'
import { type Incident, record } from '../../domain/incident.ts'
import { messageSaid, outcomeOf, placeOf, type Said } from '../../domain/take-back.ts'
import { ServiceError } from '../../errors.ts'
import { directTo, directToMember, ownChannel, placeToClear } from '../clearance.ts'
import { edit, lookBackTo, post, withdraw } from '../messages.ts'
import { takenBackNotice } from '../views/privacy.ts'
import { takenBackView } from '../views/update.ts'
import type { Workspace } from '../workspace.ts'
import { editDigest } from './digests.ts'
import { readerPlace } from './reader-place.ts'

/** Puts a plain line in the place of what was said of an incident that is private now, where it may not be read any more. */
export function takeBack(workspace: Workspace): Performer<'take-back'> {
  const { client } = workspace
  return async ({ incident, work: { said } }, app) => {
    const message = messageSaid(incident, said)
    if (!message) return undefined
    if (await mayStay(workspace, app, { incident, said })) return undefined
    const { conversation: channel, ts, digest } = message
    const to = placeToClear({ channel })
    const instead = takenBackView()
    const isReplaced =
      digest === undefined
        ? await edit(client, { to, ts, message: instead })
        : await editDigest(workspace, app, { name: digest, to, channel: placeOf(said) })
    if (!isReplaced) await withdraw(client, { to, ts, instead })
    return (latest, stamp) => record(latest, stamp, { type: 'said-taken-back', said: said.seq, place: placeOf(said) })
  }
}

async function mayStay(
  workspace: Workspace,
  { policy }: Pick<App, 'policy'>,
  { incident, said }: { incident: Incident; said: Said },
): Promise<boolean> {
  try {
    if (said.type === 'update-posted')
      return (await readerPlace(workspace, incident, { ...said, policy })) !== undefined
    const { user, audience } = said
    if (await directTo(workspace, incident, user)) return true
    return audience !== undefined && Boolean(await directToMember(workspace, user, { incident, audience, policy }))
  } catch (error) {
    if (error instanceof ServiceError && error.outcome === 'permanent-target') return false
    throw error
  }
}

/** Tells the people in the channel what was taken back elsewhere, and what was not. */
export function tellTakenBack(workspace: Workspace): Performer<'tell-taken-back'> {
  return async ({ incident, work: { key, made }, claim }) => {
    await post(workspace.client, {
      to: await ownChannel(workspace, incident),
      message: takenBackNotice(outcomeOf(incident, made)),
      key,
      lookBackTo: lookBackTo(claim),
    })
    return undefined
  }
}
