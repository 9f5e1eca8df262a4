import { decide } from '../../app/incidents.ts'
import { joinIncident } from '../../domain/catch-up.ts'
import { hasPrivateChannel } from '../../domain/privacy.ts'
import { UserError } from '../../errors.ts'
import { ACTIONS } from '../action-ids.ts'
import { isResponder } from '../clearance.ts'
import { findKnown } from '../request.ts'
import type { Action } from './action.ts'

/** Adds whoever presses it to the incident’s channel, where they are told what happened so far. */
export const joinAction: Action = {
  id: ACTIONS.join,
  async run(request) {
    const incident = await findKnown(request, request.value)
    const { app, actor, workspace } = request
    const { id, channel } = incident
    if (!channel) throw new UserError('no-channel-yet', `${id} has no channel yet. Try again in a few seconds.`)
    if (await isResponder(workspace, actor.by, incident))
      return { text: `You are in #${channel.name} already. \`/incident ${id} catchup\` shows what happened so far.` }
    if (hasPrivateChannel(incident))
      throw new UserError('ask-to-join', `The channel of ${id} is private. Ask whoever leads it to add you.`)
    await decide(app, id, { by: actor, run: joinIncident, input: undefined })
    return { text: `Adding you to #${channel.name}. What happened so far is shown to you there.` }
  },
}
