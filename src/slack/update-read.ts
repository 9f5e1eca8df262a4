import { inOrder } from '../domain/audiences.ts'
import type { Incident } from '../domain/incident.ts'
import type { Policy } from '../domain/policy.ts'
import { type Fact, isFact } from '../domain/timeline.ts'
import { UserError } from '../errors.ts'
import { placeRead } from './clearance.ts'
import type { CommandRequest } from './commands/verb.ts'
import { isIncidentId } from './request.ts'
import { writeUpdateRef } from './update-ref.ts'

/**
 * The last update that this person read, and what they say to it: “ask INC-42 when is it fixed?”. Refused in the same
 * words, after the same questions to Slack, whether there is no such incident or none of its updates went to them.
 */
export async function updateRead(request: CommandRequest): Promise<{ readonly ref: string; readonly said: string }> {
  const { app, workspace, actor, channel } = request
  const [first = '', ...rest] = request.text.split(/\s+/)
  const named = request.incidentId ?? (isIncidentId(first) ? first : undefined)
  const said = named === undefined || request.incidentId ? request.text : rest.join(' ')
  const incident =
    named === undefined
      ? channel === undefined
        ? undefined
        : await app.incidents.getByChannel(channel)
      : await app.incidents.get(named.toUpperCase())
  if (named === undefined && !incident)
    throw new UserError(
      'which-incident',
      'Say of which incident, by its number: `/incident ask INC-42 when is it fixed?`',
    )
  const posts = incident ? postsOf(incident, app.policy) : []
  const place = await placeRead(
    workspace,
    actor.by,
    posts.map(post => post.channel),
  )
  const post = posts.find(one => one.channel === place)
  if (!incident || !post)
    throw new UserError(
      'not-for-you',
      `No update of ${incident && named === undefined ? incident.id : named?.toUpperCase()} went to you or to a channel that you are in. Ask whoever told you of it.`,
    )
  return { ref: writeUpdateRef({ incident: incident.id, update: post.update, audience: post.audience }), said }
}

/** The newest update first; of one, whoever belongs to two audiences reads as the one that stands first in the policy. */
function postsOf({ timeline }: Incident, policy: Policy): Fact<'update-posted'>[] {
  const rank = inOrder([...new Set(timeline.filter(isFact('update-posted')).map(({ audience }) => audience))], policy)
  return timeline
    .filter(isFact('update-posted'))
    .sort((a, b) => b.update - a.update || rank.indexOf(a.audience) - rank.indexOf(b.audience))
}
