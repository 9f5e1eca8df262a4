import type { Incident } from '../../domain/incident.ts'
import { UserError } from '../../errors.ts'
import { followIncident, listSubscriptions, unsubscribe } from '../subscriptions.ts'
import { type CommandRequest, meantIncident, type Verb } from './verb.ts'

/** The incident that is meant; undefined where neither the text nor the channel means one that the person may see. */
async function incidentIfMeant(request: CommandRequest): Promise<Incident | undefined> {
  try {
    return await meantIncident(request)
  } catch (error) {
    if (error instanceof UserError && error.code === 'no-incident-here') return undefined
    throw error
  }
}

export const subscribeVerb: Verb = {
  name: 'subscribe',
  aliases: ['follow'],
  usage: 'subscribe [list]',
  help: 'Sends you the updates of an incident as direct messages; `list` shows what you are subscribed to.',
  async run(request) {
    const incident = request.text === 'list' ? undefined : await incidentIfMeant(request)
    return incident ? followIncident(request, incident) : listSubscriptions(request)
  },
}

export const unsubscribeVerb: Verb = {
  name: 'unsubscribe',
  aliases: ['unfollow'],
  usage: 'unsubscribe [INC-n]',
  help: 'Ends a subscription; without a name outside an incident’s channel it lists yours.',
  async run(request) {
    // Not looked up: whoever may not see it any more can still end it, and learns nothing by trying.
    const id = request.incidentId?.toUpperCase() ?? (await incidentIfMeant(request))?.id
    return id === undefined ? listSubscriptions(request) : unsubscribe(request, { kind: 'incident', of: id })
  },
}
