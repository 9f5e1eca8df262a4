import { FOLLOWERS } from '../domain/audience-ids.ts'
import type { Incident } from '../domain/incident.ts'
import { concat, type Said } from '../domain/moments.ts'
import { statusLabel } from '../domain/status.ts'
import { canBeFollowed, describeSubject, hasFollowers, isFollowed, type Subject } from '../domain/subscriptions.ts'
import { nextUpdateFor } from '../domain/updates.ts'
import { momentSaid } from '../domain/wording.ts'
import { UserError } from '../errors.ts'
import type { Reply, Request } from './request.ts'
import { subscribedBlocks, subscriptionBlocks } from './views/subscriptions.ts'

/** Subscribes a person to an incident that they may see. */
export async function followIncident(request: Request, incident: Incident): Promise<Reply> {
  const { policy } = request.app
  requireFollowers(request)
  if (!canBeFollowed(incident))
    throw new UserError(
      'is-over',
      `${incident.id} is ${statusLabel(incident.status).toLowerCase()}, so there will be no more updates to subscribe to.`,
    )
  if (!incident.isPrivate && !isFollowed(incident, policy))
    throw new UserError(
      'not-followed',
      `Updates of incidents such as ${incident.id} are not sent to subscribers here. Ask whoever told you of it.`,
    )
  const next = nextUpdateFor(FOLLOWERS, incident, policy)
  const how = incident.isPrivate
    ? ['It is private, so you read its updates in its channel only.']
    : [
        'Its updates come to you as direct messages, unless you are in its channel.',
        ...(next ? [' The next one is due ', momentSaid(next), '.'] : []),
      ]
  return follow(request, { kind: 'incident', of: incident.id }, concat(how))
}

/** Subscribes a person to all incidents of a service, or of a priority and everything more pressing. */
export async function followMany(request: Request, subject: Subject): Promise<Reply> {
  requireFollowers(request)
  const { isGuest, isStranger } = await request.workspace.accountOf(request.actor.by)
  if (isGuest || isStranger)
    throw new UserError(
      'guests-are-told',
      'Guests hear of the incidents whose channels they are in. Ask whoever leads one to add you.',
    )
  return follow(request, subject, {
    text: 'You hear of each such incident, and read its updates as direct messages.',
  })
}

async function follow({ app, actor }: Request, subject: Subject, how: Said): Promise<Reply> {
  const isNew = await app.subscriptions.add({ user: actor.by, ...subject })
  const what = describeSubject(subject, app.policy)
  const said = concat([`${isNew ? `You are subscribed to ${what}.` : `You subscribed to ${what} already.`} `, how])
  return { text: said.text, blocks: subscribedBlocks(said, subject) }
}

/** Ends one subscription of a person, and says through which others they still hear of the same incident. */
export async function unsubscribe({ app, actor }: Request, subject: Subject): Promise<Reply> {
  const had = await app.subscriptions.remove({ user: actor.by, ...subject })
  const what = describeSubject(subject, app.policy)
  const mine = await app.subscriptions.of(actor.by)
  const text = had ? `You are no longer subscribed to ${what}.` : `You are not subscribed to ${what}.`
  if (mine.length === 0) return { text }
  const left = `${text} You are still subscribed to ${mine.map(one => describeSubject(one, app.policy)).join(', ')}.`
  return { text: left }
}

/** What a person is subscribed to, with the buttons that end it. */
export async function listSubscriptions({ app, actor }: Request): Promise<Reply> {
  const mine = await app.subscriptions.of(actor.by)
  if (mine.length === 0)
    return {
      text: 'You are subscribed to nothing. `/incident INC-42 subscribe` sends you the updates of one incident.',
    }
  return {
    text: `You are subscribed to ${mine.map(one => describeSubject(one, app.policy)).join(', ')}.`,
    blocks: subscriptionBlocks(mine, app.policy),
  }
}

function requireFollowers({ app }: Request): void {
  if (hasFollowers(app.policy)) return
  throw new UserError(
    'no-followers',
    'Nobody can subscribe here: the policy has no audience `followers`. Whoever runs Sitrep can add it.',
  )
}
