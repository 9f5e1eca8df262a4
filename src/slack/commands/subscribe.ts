import type { Incident } from '../../domain/incident.ts'
import { nearest } from '../../domain/nearest.ts'
import type { Policy } from '../../domain/policy.ts'
import { PRIORITIES } from '../../domain/priority.ts'
import type { Subject } from '../../domain/subscriptions.ts'
import { UserError } from '../../errors.ts'
import { followIncident, followMany, listSubscriptions, unsubscribe } from '../subscriptions.ts'
import { type CommandRequest, meantKnown, type Verb } from './verb.ts'

/** The incident that is meant; undefined where neither the text nor the channel means one that the person may see. */
async function incidentIfMeant(request: CommandRequest): Promise<Incident | undefined> {
  try {
    return await meantKnown(request)
  } catch (error) {
    if (error instanceof UserError && error.code === 'no-incident-here') return undefined
    throw error
  }
}

/** “service checkout” or “priority P2”; undefined where nothing was named. Throws UserError on anything else. */
function namedSubject(text: string, policy: Policy): Subject | undefined {
  const [, kind = '', name = ''] = /^(\S*)\s*(.*)$/s.exec(text.trim()) ?? []
  if (kind === '') return undefined
  switch (kind.toLowerCase()) {
    case 'service':
      return { kind: 'service', of: serviceNamed(name, policy) }
    case 'priority': {
      const priority = PRIORITIES.find(one => one === name.toUpperCase())
      if (priority) return { kind: 'priority', of: priority }
      throw new UserError('which-priority', `Say which priority: ${PRIORITIES.join(', ')}.`)
    }
    default:
      throw new UserError(
        'subscribe-to-what',
        'Say what to: `/incident subscribe INC-42`, `/incident subscribe service checkout` or `/incident subscribe priority P2`.',
      )
  }
}

/** A service by its id or its name, however it is written. */
export function serviceNamed(name: string, { services }: Policy): string {
  const wanted = name.toLowerCase()
  const found = services.find(({ id, label }) => id.toLowerCase() === wanted || label.toLowerCase() === wanted)
  if (found) return found.id
  const ids = services.map(({ id }) => id)
  const near = name === '' ? undefined : nearest(wanted, ids)
  throw new UserError(
    'which-service',
    near
      ? `There is no service ${name}. Did you mean \`${near}\`?`
      : `Say which service: ${ids.map(id => `\`${id}\``).join(', ')}.`,
  )
}

export const subscribeVerb: Verb = {
  name: 'subscribe',
  aliases: ['follow'],
  usage: 'subscribe [service <name> | priority <P2> | list]',
  help: 'Sends you the updates of an incident, a service or a priority as direct messages; `list` shows yours.',
  async run(request) {
    if (request.text.toLowerCase() === 'list') return listSubscriptions(request)
    const subject = namedSubject(request.text, request.app.policy)
    if (subject) return followMany(request, subject)
    const incident = await incidentIfMeant(request)
    return incident ? followIncident(request, incident) : listSubscriptions(request)
  },
}

export const unsubscribeVerb: Verb = {
  name: 'unsubscribe',
  aliases: ['unfollow'],
  usage: 'unsubscribe [INC-n | service <name> | priority <P2>]',
  help: 'Ends a subscription; without a name outside an incident’s channel it lists yours.',
  async run(request) {
    const subject = namedSubject(request.text, request.app.policy)
    if (subject) return unsubscribe(request, subject)
    // Not looked up: whoever may not see it any more can still end it, and learns nothing by trying.
    const id = request.incidentId?.toUpperCase() ?? (await incidentIfMeant(request))?.id
    return id === undefined ? listSubscriptions(request) : unsubscribe(request, { kind: 'incident', of: id })
  },
}
